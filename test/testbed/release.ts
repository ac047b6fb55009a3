import { debianRelease } from '../../scripts/debian-release.js';

/** A release of Debian, by what it has to offer. */
interface Release {
  /** As libvirt counts: a million for each major version, a thousand for each minor one. */
  readonly libvirt: bigint;
  /** Its major version; Debian takes over fixes within it. */
  readonly qemu: bigint;
  /** What its sshd is to be told beside the rest: since OpenSSH 9.8 it keeps out whoever failed to get in just before. */
  readonly sshd: readonly string[];
  /** Whether it is the one that this machine runs. */
  readonly installed: boolean;
}

/** The releases that the client is tried against. */
const RELEASES: ReadonlyMap<unknown, Release> = new Map([
  ['bookworm', { libvirt: 9_000_000n, qemu: 7n, sshd: [], installed: true }],
  ['trixie', { libvirt: 11_003_000n, qemu: 10n, sshd: ['PerSourcePenalties no'], installed: false }],
]);

/** jest.config.cjs names it: the same files run once for each release. */
const name: unknown = Reflect.get(globalThis, 'debianRelease');

/** The release that the tests run against. */
export const release: Release = known(name);

/** The folder that takes the place of /usr for a hypervisor of this release; undefined where that is the machine's own. */
export async function releaseUsr(): Promise<string | undefined> {
  return release.installed ? undefined : debianRelease(String(name));
}

function known(name: unknown): Release {
  const release = RELEASES.get(name);
  if (release === undefined) throw new Error(`jest.config.cjs names ${String(name)}, which is no release.`);
  return release;
}
