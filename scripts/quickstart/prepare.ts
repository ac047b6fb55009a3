import path from 'node:path';
import { connect, libvirt } from '@virtform/libvirt';
import { probeKvm } from 'virtform/lib/doctor/kvm.js';
import type { QuickstartSettings } from '../../stacks/quickstart-settings.js';
import { chooseHypervisor, refusalOf, type HypervisorChoice } from '../choose-hypervisor.js';
import { guestImage } from '../guest-image.js';
import { findHypervisor } from '../hypervisor.js';
import { FOLDER, HYPERVISOR, readStart, writeStart, type StartRecord } from './record.js';
import { sessionDaemons } from './session-daemon.js';

/** What the quickstart runs on. */
export interface Prepared {
  readonly settings: QuickstartSettings;
  readonly record: StartRecord;
  /** For the person at the terminal; undefined where an earlier start said it. */
  readonly why: string | undefined;
}

/**
 * Finds out what the quickstart runs on, or takes what an earlier start found out.
 *
 * @param note tells what is going on, where it takes a while
 */
export async function prepare(note: (text: string) => void): Promise<Prepared> {
  const image = await guestImage(() => {
    note('Building the guest image from Debian packages');
  });
  const earlier = await earlierStart();
  if (earlier !== undefined) {
    const settings = { ...earlier.settings, image: image.disk };
    writeStart(settings, earlier.record);
    return { settings, record: earlier.record, why: undefined };
  }
  const daemonsBefore = sessionDaemons();
  const choice = await chooseHypervisor(HYPERVISOR);
  const emulated = await whyEmulated(choice);
  const settings: QuickstartSettings = {
    uri: choice.uri,
    ...(emulated === undefined ? { domainType: 'kvm', cpu: 'host-passthrough' } : { domainType: 'qemu' }),
    image: image.disk,
    network: isSession(choice.uri) ? 'user' : 'nat',
    poolPath: poolPath(choice),
  };
  const record = { kind: choice.kind, daemonsBefore, ...(emulated === undefined ? {} : { emulated }) };
  writeStart(settings, record);
  return { settings, record, why: choice.why };
}

/** An earlier start that was not stopped, if what it ran on is still there. */
async function earlierStart(): Promise<ReturnType<typeof readStart>> {
  const earlier = readStart();
  if (earlier === undefined) return undefined;
  const { settings, record } = earlier;
  // A private one does not survive the machine's restart, and takes its guests and disks with it.
  if (record.kind === 'private')
    return (await findHypervisor(HYPERVISOR)) === undefined ? undefined : earlier;
  const refusal = await refusalOf(settings.uri);
  if (refusal === undefined) return earlier;
  throw new Error(
    `The quickstart runs on ${settings.uri}, and that does not answer.\n${refusal}\n` +
      'Start that libvirt again, then run npm start. To forget what is there, remove .virtform.',
  );
}

/** Why QEMU has to emulate the processor; undefined where KVM runs guests. */
async function whyEmulated({ uri, kind }: HypervisorChoice): Promise<string | undefined> {
  if (kind !== 'given' || !isElsewhere(uri)) {
    const verdict = await probeKvm();
    return verdict.works ? undefined : verdict.reason;
  }
  // Another machine cannot be probed from here: its libvirt says what it believes.
  const host = await connect(uri, { readOnly: true, connections: 1 });
  try {
    const capabilities = await libvirt(host).node.capabilities();
    return capabilities.includes("<domain type='kvm'") ? undefined : 'that host has no KVM';
  } finally {
    await host.close();
  }
}

function poolPath({ uri, kind }: HypervisorChoice): string {
  if (kind === 'private') return path.join(HYPERVISOR, 'scratch', 'pool');
  if (isSession(uri)) return isElsewhere(uri) ? '/tmp/virtform-quickstart' : path.join(FOLDER, 'pool');
  return '/var/lib/libvirt/images/virtform-quickstart';
}

function isSession(uri: string): boolean {
  return /^[a-z0-9+]+:\/\/[^/]*\/session\b/.test(uri);
}

function isElsewhere(uri: string): boolean {
  return /^[a-z0-9+]+:\/\/[^/?]/.test(uri);
}
