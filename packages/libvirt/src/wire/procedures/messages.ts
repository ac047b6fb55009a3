import { domain, network, nodeDevice, secret, storagePool, typedParameters } from '../objects.js';
import { message, PROGRAM } from '../procedure.js';
import { array, hyper, int, optional, string, struct, uhyper, uint } from '../xdr.js';

const domainEventLifecycleMsg = struct({ dom: domain, event: int, detail: int });
const domainEventRebootMsg = struct({ dom: domain });
const domainEventRtcChangeMsg = struct({ dom: domain, offset: hyper });
const domainEventWatchdogMsg = struct({ dom: domain, action: int });
const domainEventIoErrorMsg = struct({ dom: domain, srcPath: string, devAlias: string, action: int });
const domainEventGraphicsAddress = struct({ family: int, node: string, service: string });
const domainEventGraphicsIdentity = struct({ type: string, name: string });
const domainEventGraphicsMsg = struct({
  dom: domain,
  phase: int,
  local: domainEventGraphicsAddress,
  remote: domainEventGraphicsAddress,
  authScheme: string,
  subject: array(domainEventGraphicsIdentity, 20),
});
const domainEventIoErrorReasonMsg = struct({
  dom: domain,
  srcPath: string,
  devAlias: string,
  action: int,
  reason: string,
});
const domainEventControlErrorMsg = struct({ dom: domain });
const domainEventBlockJobMsg = struct({ dom: domain, path: string, type: int, status: int });
const domainEventDiskChangeMsg = struct({
  dom: domain,
  oldSrcPath: optional(string),
  newSrcPath: optional(string),
  devAlias: string,
  reason: int,
});
const domainEventTrayChangeMsg = struct({ dom: domain, devAlias: string, reason: int });
const domainEventPmwakeupMsg = struct({ dom: domain });
const domainEventPmsuspendMsg = struct({ dom: domain });
const domainEventBalloonChangeMsg = struct({ dom: domain, actual: uhyper });
const domainEventPmsuspendDiskMsg = struct({ dom: domain });
const domainEventDeviceRemovedMsg = struct({ dom: domain, devAlias: string });

/** What the daemon sends by itself. */
export const messages = {
  NETWORK_EVENT_LIFECYCLE: message(315, { callbackID: int, net: network, event: int, detail: int }),
  DOMAIN_EVENT_CALLBACK_LIFECYCLE: message(318, { callbackID: int, msg: domainEventLifecycleMsg }),
  DOMAIN_EVENT_CALLBACK_REBOOT: message(319, { callbackID: int, msg: domainEventRebootMsg }),
  DOMAIN_EVENT_CALLBACK_RTC_CHANGE: message(320, { callbackID: int, msg: domainEventRtcChangeMsg }),
  DOMAIN_EVENT_CALLBACK_WATCHDOG: message(321, { callbackID: int, msg: domainEventWatchdogMsg }),
  DOMAIN_EVENT_CALLBACK_IO_ERROR: message(322, { callbackID: int, msg: domainEventIoErrorMsg }),
  DOMAIN_EVENT_CALLBACK_GRAPHICS: message(323, { callbackID: int, msg: domainEventGraphicsMsg }),
  DOMAIN_EVENT_CALLBACK_IO_ERROR_REASON: message(324, { callbackID: int, msg: domainEventIoErrorReasonMsg }),
  DOMAIN_EVENT_CALLBACK_CONTROL_ERROR: message(325, { callbackID: int, msg: domainEventControlErrorMsg }),
  DOMAIN_EVENT_CALLBACK_BLOCK_JOB: message(326, { callbackID: int, msg: domainEventBlockJobMsg }),
  DOMAIN_EVENT_CALLBACK_DISK_CHANGE: message(327, { callbackID: int, msg: domainEventDiskChangeMsg }),
  DOMAIN_EVENT_CALLBACK_TRAY_CHANGE: message(328, { callbackID: int, msg: domainEventTrayChangeMsg }),
  DOMAIN_EVENT_CALLBACK_PMWAKEUP: message(329, { callbackID: int, reason: int, msg: domainEventPmwakeupMsg }),
  DOMAIN_EVENT_CALLBACK_PMSUSPEND: message(330, {
    callbackID: int,
    reason: int,
    msg: domainEventPmsuspendMsg,
  }),
  DOMAIN_EVENT_CALLBACK_BALLOON_CHANGE: message(331, { callbackID: int, msg: domainEventBalloonChangeMsg }),
  DOMAIN_EVENT_CALLBACK_PMSUSPEND_DISK: message(332, {
    callbackID: int,
    reason: int,
    msg: domainEventPmsuspendDiskMsg,
  }),
  DOMAIN_EVENT_CALLBACK_DEVICE_REMOVED: message(333, { callbackID: int, msg: domainEventDeviceRemovedMsg }),
  DOMAIN_EVENT_CALLBACK_TUNABLE: message(346, {
    callbackID: int,
    dom: domain,
    params: typedParameters(2_048),
  }),
  DOMAIN_EVENT_CALLBACK_AGENT_LIFECYCLE: message(348, {
    callbackID: int,
    dom: domain,
    state: int,
    reason: int,
  }),
  DOMAIN_EVENT_CALLBACK_DEVICE_ADDED: message(354, { callbackID: int, dom: domain, devAlias: string }),
  DOMAIN_EVENT_CALLBACK_MIGRATION_ITERATION: message(359, { callbackID: int, dom: domain, iteration: int }),
  CONNECT_EVENT_CONNECTION_CLOSED: message(362, { reason: int }),
  DOMAIN_EVENT_CALLBACK_JOB_COMPLETED: message(363, {
    callbackID: int,
    dom: domain,
    params: typedParameters(64),
  }),
  DOMAIN_EVENT_CALLBACK_DEVICE_REMOVAL_FAILED: message(367, {
    callbackID: int,
    dom: domain,
    devAlias: string,
  }),
  STORAGE_POOL_EVENT_LIFECYCLE: message(370, { callbackID: int, pool: storagePool, event: int, detail: int }),
  STORAGE_POOL_EVENT_REFRESH: message(373, { callbackID: int, pool: storagePool }),
  NODE_DEVICE_EVENT_LIFECYCLE: message(376, { callbackID: int, dev: nodeDevice, event: int, detail: int }),
  NODE_DEVICE_EVENT_UPDATE: message(377, { callbackID: int, dev: nodeDevice }),
  DOMAIN_EVENT_CALLBACK_METADATA_CHANGE: message(379, {
    callbackID: int,
    dom: domain,
    type: int,
    nsuri: optional(string),
  }),
  SECRET_EVENT_LIFECYCLE: message(382, { callbackID: int, secret: secret, event: int, detail: int }),
  SECRET_EVENT_VALUE_CHANGED: message(383, { callbackID: int, secret: secret }),
  DOMAIN_EVENT_BLOCK_THRESHOLD: message(385, {
    callbackID: int,
    dom: domain,
    dev: string,
    path: optional(string),
    threshold: uhyper,
    excess: uhyper,
  }),
  DOMAIN_EVENT_MEMORY_FAILURE: message(423, {
    callbackID: int,
    dom: domain,
    recipient: int,
    action: int,
    flags: uint,
  }),
  DOMAIN_EVENT_MEMORY_DEVICE_SIZE_CHANGE: message(438, {
    callbackID: int,
    dom: domain,
    alias: string,
    size: uhyper,
  }),
  DOMAIN_EVENT_BLOCK_JOB_2: message(339, {
    callbackID: int,
    dom: domain,
    dst: string,
    type: int,
    status: int,
  }),
  /** libvirt 9.8. */
  NETWORK_EVENT_CALLBACK_METADATA_CHANGE: message(446, {
    callbackID: int,
    net: network,
    type: int,
    nsuri: optional(string),
  }),
  /** libvirt 11.2. */
  DOMAIN_EVENT_NIC_MAC_CHANGE: message(453, {
    callbackID: int,
    dom: domain,
    alias: string,
    oldMAC: string,
    newMAC: string,
  }),
  QEMU_DOMAIN_MONITOR_EVENT: message(
    6,
    { callbackID: int, dom: domain, event: string, seconds: hyper, micros: uint, details: optional(string) },
    PROGRAM.QEMU,
  ),
} as const;
