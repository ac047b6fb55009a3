import { connect, libvirt, LibvirtError } from '@virtform/libvirt';
import { findHypervisor, startHypervisor } from './hypervisor.js';

/** Which libvirt the quickstart uses, and why. */
export interface HypervisorChoice {
  readonly uri: string;
  /** given: by the environment. private: our own, to be stopped with the quickstart. */
  readonly kind: 'given' | 'system' | 'private' | 'session';
  /** For the person at the terminal. */
  readonly why: string;
}

/** Milliseconds within which a daemon on this machine answers, if it answers at all. */
const PATIENCE = 5_000;

/**
 * Takes the libvirt that the environment names, else the machine's own if it answers, else a private one. An ordinary user
 * cannot start one with networks, and takes their session.
 *
 * @param folder for the private one
 * @throws Error where the one that the environment names does not answer
 */
export async function chooseHypervisor(folder: string): Promise<HypervisorChoice> {
  const given = process.env.LIBVIRT_DEFAULT_URI;
  if (given !== undefined && given !== '') {
    const refusal = await refusalOf(given);
    if (refusal === undefined) return { uri: given, kind: 'given', why: 'LIBVIRT_DEFAULT_URI names it' };
    throw new Error(
      `LIBVIRT_DEFAULT_URI names ${given}, and that does not answer.\n${refusal}\n` +
        'Mend that, or unset it: then one on this machine is used.',
    );
  }
  const system = await refusalOf('qemu:///system');
  if (system === undefined)
    return { uri: 'qemu:///system', kind: 'system', why: "this machine's own libvirt answers" };
  if (process.getuid?.() !== 0) {
    return { uri: 'qemu:///session', kind: 'session', why: 'qemu:///system does not answer this user' };
  }
  const running = (await findHypervisor(folder)) ?? (await startHypervisor({ folder, owner: 'detached' }));
  return {
    uri: running.uri,
    kind: 'private',
    why: `qemu:///system does not answer; all of it is in ${folder}`,
  };
}

/** Why this libvirt cannot be used; undefined where it answers. */
export async function refusalOf(uri: string): Promise<string | undefined> {
  try {
    const host = await connect(uri, { connections: 1, deadline: PATIENCE });
    await libvirt(host).node.libVersion();
    await host.close();
    return undefined;
  } catch (error) {
    if (error instanceof LibvirtError) return error.message;
    throw error;
  }
}
