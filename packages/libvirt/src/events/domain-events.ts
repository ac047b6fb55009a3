import { messages } from '../wire/procedures/messages.js';
import { domainLifecycle } from './domain-lifecycle.js';
import { event, type EventKind, named, namedBits } from './event-type.js';

/** A number of virDomainEventID, and the version of libvirt that brought it. */
const guest = (
  id: number,
  since: string,
): { readonly kind: EventKind; readonly id: number; readonly since: string } => ({
  kind: 'domain',
  id,
  since,
});

/** virDomainEventWatchdogAction, by number. */
const watchdogActions = ['none', 'pause', 'reset', 'poweroff', 'shutdown', 'debug', 'inject-nmi'] as const;
/** virDomainEventIOErrorAction, by number. */
const ioErrorActions = ['none', 'pause', 'report'] as const;
/** virDomainEventGraphicsPhase, by number. */
const graphicsPhases = ['connect', 'initialize', 'disconnect'] as const;
/** virDomainEventGraphicsAddressType, by number. */
const addressFamilies = ['ipv4', 'ipv6', 'unix'] as const;
/** virDomainBlockJobType, by number. */
const blockJobs = ['unknown', 'pull', 'copy', 'commit', 'active-commit', 'backup'] as const;
/** virConnectDomainEventBlockJobStatus, by number. */
const blockJobStates = ['completed', 'failed', 'canceled', 'ready'] as const;
/** virConnectDomainEventDiskChangeReason, by number. */
const diskChanges = ['change-missing-on-start', 'drop-missing-on-start'] as const;
/** virDomainEventTrayChangeReason, by number. */
const trayChanges = ['open', 'close'] as const;
/** virConnectDomainEventAgentLifecycleState: the agent answers. */
const AGENT_CONNECTED = 1;
/** virConnectDomainEventAgentLifecycleReason, by number. */
const agentReasons = ['unknown', 'domain-started', 'channel'] as const;
/** virDomainMetadataType, and virNetworkMetadataType alike, by number. */
export const metadataTypes = ['description', 'title', 'element'] as const;
/** virDomainMemoryFailureRecipientType, by number. */
const memoryFailureRecipients = ['hypervisor', 'guest'] as const;
/** virDomainMemoryFailureActionType, by number. */
const memoryFailureActions = ['ignore', 'inject', 'fatal', 'reset'] as const;
/** virDomainMemoryFailureFlags, by bit. */
const memoryFailureFlags = ['action-required', 'recursive'] as const;

interface GraphicsAddress {
  readonly family: number;
  readonly node: string;
  readonly service: string;
}
const address = ({ family, node, service }: GraphicsAddress) =>
  ({ family: named(addressFamilies, family), node, service }) as const;

/** The events of guests. */
export const domainEvents = {
  /** It was defined, started, suspended, stopped, …; `detail` says how it came to that. */
  'domain.lifecycle': event(
    'domain.lifecycle',
    guest(0, '0.8.0'),
    messages.DOMAIN_EVENT_CALLBACK_LIFECYCLE,
    ({ msg: { dom, event: number, detail } }) => ({ domain: dom, ...domainLifecycle(number, detail) }),
  ),
  /** The guest booted again without its QEMU ending. QEMU can say so several times for one boot. */
  'domain.reboot': event(
    'domain.reboot',
    guest(1, '0.8.0'),
    messages.DOMAIN_EVENT_CALLBACK_REBOOT,
    ({ msg }) => ({ domain: msg.dom }),
  ),
  /** The guest set its clock. */
  'domain.rtc-change': event(
    'domain.rtc-change',
    guest(2, '0.8.0'),
    messages.DOMAIN_EVENT_CALLBACK_RTC_CHANGE,
    ({ msg }) => ({
      domain: msg.dom,
      /** Seconds from UTC. */
      offset: msg.offset,
    }),
  ),
  /** The guest's watchdog fired; `action` is what libvirt does about it. */
  'domain.watchdog': event(
    'domain.watchdog',
    guest(3, '0.8.0'),
    messages.DOMAIN_EVENT_CALLBACK_WATCHDOG,
    ({ msg }) => ({ domain: msg.dom, action: named(watchdogActions, msg.action) }),
  ),
  /** A disk could not be read or written; `action` is what follows for the guest. */
  'domain.io-error': event(
    'domain.io-error',
    guest(4, '0.8.0'),
    messages.DOMAIN_EVENT_CALLBACK_IO_ERROR,
    ({ msg }) => ({
      domain: msg.dom,
      /** The image on the host. */
      path: msg.srcPath,
      alias: msg.devAlias,
      action: named(ioErrorActions, msg.action),
    }),
  ),
  /** A client of the guest's display came, was let in, or went. */
  'domain.graphics': event(
    'domain.graphics',
    guest(5, '0.8.0'),
    messages.DOMAIN_EVENT_CALLBACK_GRAPHICS,
    ({ msg }) => ({
      domain: msg.dom,
      phase: named(graphicsPhases, msg.phase),
      local: address(msg.local),
      remote: address(msg.remote),
      authScheme: msg.authScheme,
      /** Who the client is, as far as its login told. */
      subject: msg.subject,
    }),
  ),
  /** Like `domain.io-error`, with the reason. */
  'domain.io-error-reason': event(
    'domain.io-error-reason',
    guest(6, '0.8.1'),
    messages.DOMAIN_EVENT_CALLBACK_IO_ERROR_REASON,
    ({ msg }) => ({
      domain: msg.dom,
      /** The image on the host. */
      path: msg.srcPath,
      alias: msg.devAlias,
      action: named(ioErrorActions, msg.action),
      /** `enospc` where the host has no room left, `message` where virDomainGetMessages knows more, empty where nothing is known. */
      reason: msg.reason,
    }),
  ),
  /** libvirt lost its hold on the guest, as when QEMU's monitor says what it does not understand. */
  'domain.control-error': event(
    'domain.control-error',
    guest(7, '0.9.2'),
    messages.DOMAIN_EVENT_CALLBACK_CONTROL_ERROR,
    ({ msg }) => ({ domain: msg.dom }),
  ),
  /** A block job ended or is ready to be ended. The path can differ between two events of one job: `domain.block-job` names the disk. */
  'domain.block-job-path': event(
    'domain.block-job-path',
    guest(8, '0.9.4'),
    messages.DOMAIN_EVENT_CALLBACK_BLOCK_JOB,
    ({ msg }) => ({
      domain: msg.dom,
      /** The image on the host that the disk stood on. */
      path: msg.path,
      jobType: named(blockJobs, msg.type),
      status: named(blockJobStates, msg.status),
    }),
  ),
  /** A CD or a disk lost its image at a start because the file is not there (`startupPolicy`). */
  'domain.disk-change': event(
    'domain.disk-change',
    guest(9, '0.9.7'),
    messages.DOMAIN_EVENT_CALLBACK_DISK_CHANGE,
    ({ msg }) => ({
      domain: msg.dom,
      alias: msg.devAlias,
      oldPath: msg.oldSrcPath,
      newPath: msg.newSrcPath,
      reason: named(diskChanges, msg.reason),
    }),
  ),
  /** The tray of a CD or floppy drive moved. */
  'domain.tray': event(
    'domain.tray',
    guest(10, '0.9.11'),
    messages.DOMAIN_EVENT_CALLBACK_TRAY_CHANGE,
    ({ msg }) => ({ domain: msg.dom, alias: msg.devAlias, reason: named(trayChanges, msg.reason) }),
  ),
  /** The guest woke up from its sleep. */
  'domain.pm-wakeup': event(
    'domain.pm-wakeup',
    guest(11, '0.9.11'),
    messages.DOMAIN_EVENT_CALLBACK_PMWAKEUP,
    ({ msg }) => ({ domain: msg.dom }),
  ),
  /** The guest went to sleep (suspend to memory). */
  'domain.pm-suspend': event(
    'domain.pm-suspend',
    guest(12, '0.9.11'),
    messages.DOMAIN_EVENT_CALLBACK_PMSUSPEND,
    ({ msg }) => ({ domain: msg.dom }),
  ),
  /** The guest gave memory to its balloon or took some back. */
  'domain.balloon': event(
    'domain.balloon',
    guest(13, '0.10.0'),
    messages.DOMAIN_EVENT_CALLBACK_BALLOON_CHANGE,
    ({ msg }) => ({
      domain: msg.dom,
      /** The guest's memory in KiB. */
      actual: msg.actual,
    }),
  ),
  /** The guest went to sleep (suspend to disk). */
  'domain.pm-suspend-disk': event(
    'domain.pm-suspend-disk',
    guest(14, '1.0.0'),
    messages.DOMAIN_EVENT_CALLBACK_PMSUSPEND_DISK,
    ({ msg }) => ({ domain: msg.dom }),
  ),
  /** The guest let go of a device. */
  'domain.device-removed': event(
    'domain.device-removed',
    guest(15, '1.1.1'),
    messages.DOMAIN_EVENT_CALLBACK_DEVICE_REMOVED,
    ({ msg }) => ({ domain: msg.dom, alias: msg.devAlias }),
  ),
  /** A block job ended or is ready to be ended. */
  'domain.block-job': event(
    'domain.block-job',
    guest(16, '1.2.6'),
    messages.DOMAIN_EVENT_BLOCK_JOB_2,
    ({ dom, dst, type, status }) => ({
      domain: dom,
      /** The disk's target: vda. */
      target: dst,
      jobType: named(blockJobs, type),
      status: named(blockJobStates, status),
    }),
  ),
  /** CPU pinning, shares or the speed limits of a disk changed (`cputune.*`, `blkdeviotune.*`). */
  'domain.tunable': event(
    'domain.tunable',
    guest(17, '1.2.9'),
    messages.DOMAIN_EVENT_CALLBACK_TUNABLE,
    ({ dom, params }) => ({ domain: dom, params }),
  ),
  /** The guest agent came or went. */
  'domain.agent': event(
    'domain.agent',
    guest(18, '1.2.11'),
    messages.DOMAIN_EVENT_CALLBACK_AGENT_LIFECYCLE,
    ({ dom, state, reason }) => ({
      domain: dom,
      connected: state === AGENT_CONNECTED,
      reason: named(agentReasons, reason),
    }),
  ),
  /** A device was plugged in. */
  'domain.device-added': event(
    'domain.device-added',
    guest(19, '1.2.15'),
    messages.DOMAIN_EVENT_CALLBACK_DEVICE_ADDED,
    ({ dom, devAlias }) => ({ domain: dom, alias: devAlias }),
  ),
  /** A live migration begins another pass over the guest's memory. */
  'domain.migration-iteration': event(
    'domain.migration-iteration',
    guest(20, '1.3.2'),
    messages.DOMAIN_EVENT_CALLBACK_MIGRATION_ITERATION,
    ({ dom, iteration }) => ({ domain: dom, iteration }),
  ),
  /** A job (migration, save, dump, backup) ended. */
  'domain.job-completed': event(
    'domain.job-completed',
    guest(21, '1.3.3'),
    messages.DOMAIN_EVENT_CALLBACK_JOB_COMPLETED,
    ({ dom, params }) => ({
      domain: dom,
      /** Its statistics, as virDomainGetJobStats has them. */
      params,
    }),
  ),
  /** The guest refused to let go of a device. */
  'domain.device-removal-failed': event(
    'domain.device-removal-failed',
    guest(22, '1.3.4'),
    messages.DOMAIN_EVENT_CALLBACK_DEVICE_REMOVAL_FAILED,
    ({ dom, devAlias }) => ({ domain: dom, alias: devAlias }),
  ),
  /** The description, the title or an element of the metadata changed. */
  'domain.metadata': event(
    'domain.metadata',
    guest(23, '3.0.0'),
    messages.DOMAIN_EVENT_CALLBACK_METADATA_CHANGE,
    ({ dom, type, nsuri }) => ({
      domain: dom,
      metadata: named(metadataTypes, type),
      /** Of an element: its XML namespace. */
      namespace: nsuri,
    }),
  ),
  /** A disk was written to beyond the mark that virDomainSetBlockThreshold set. */
  'domain.block-threshold': event(
    'domain.block-threshold',
    guest(24, '3.2.0'),
    messages.DOMAIN_EVENT_BLOCK_THRESHOLD,
    ({ dom, dev, path, threshold, excess }) => ({
      domain: dom,
      /** The disk's target, or an element of its chain of images: `vda[1]`. */
      target: dev,
      path,
      /** The mark, in bytes. */
      threshold,
      /** Bytes beyond it. */
      excess,
    }),
  ),
  /** The host's memory failed below the guest. */
  'domain.memory-failure': event(
    'domain.memory-failure',
    guest(25, '6.9.0'),
    messages.DOMAIN_EVENT_MEMORY_FAILURE,
    ({ dom, recipient, action, flags }) => ({
      domain: dom,
      recipient: named(memoryFailureRecipients, recipient),
      action: named(memoryFailureActions, action),
      flags: namedBits(memoryFailureFlags, flags),
    }),
  ),
  /** The guest took another size for a memory device (virtio-mem). */
  'domain.memory-device-size': event(
    'domain.memory-device-size',
    guest(26, '7.9.0'),
    messages.DOMAIN_EVENT_MEMORY_DEVICE_SIZE_CHANGE,
    ({ dom, alias, size }) => ({
      domain: dom,
      alias,
      /** KiB */
      size,
    }),
  ),
  /** The guest gave a virtio network card another MAC address. */
  'domain.nic-mac-change': event(
    'domain.nic-mac-change',
    guest(27, '11.2.0'),
    messages.DOMAIN_EVENT_NIC_MAC_CHANGE,
    ({ dom, alias, oldMAC, newMAC }) => ({ domain: dom, alias, oldMac: oldMAC, newMac: newMAC }),
  ),
} as const;
