import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startHypervisor, type Hypervisor, type HypervisorOptions } from '../../scripts/hypervisor.js';
import { releaseUsr } from './release.js';

/** What a test may ask of its hypervisor. */
export type TestHypervisorOptions = Pick<HypervisorOptions, 'tcp' | 'cgroups'>;

/** The same daemon's driver of containers, for a hypervisor that has cgroups. */
export function lxcUri(uri: string): string {
  return uri.replace(/^qemu/, 'lxc');
}

/** A private hypervisor in a temporary folder, gone when `use` is done, and also when the test process is killed. */
export async function withHypervisor<T>(
  use: (hypervisor: Hypervisor) => Promise<T>,
  options: TestHypervisorOptions = {},
): Promise<T> {
  const hypervisor = await startTestHypervisor(options);
  try {
    return await use(hypervisor);
  } finally {
    await hypervisor.stop();
  }
}

/**
 * One private hypervisor for all tests of a file or of a `describe`.
 *
 * @returns the hypervisor, to be asked for inside the tests
 */
export function sharedHypervisor(options: TestHypervisorOptions = {}): () => Hypervisor {
  let hypervisor: Hypervisor | undefined;
  beforeAll(async () => {
    hypervisor = await startTestHypervisor(options);
  });
  afterAll(async () => {
    await hypervisor?.stop();
  });
  return () => {
    if (hypervisor === undefined)
      throw new Error('The hypervisor runs only while tests do: ask for it inside one.');
    return hypervisor;
  };
}

/**
 * A private hypervisor in a temporary folder, of the release that the tests run against; the caller stops it. It ends with the
 * test process at the latest.
 */
export async function startTestHypervisor(options: TestHypervisorOptions = {}): Promise<Hypervisor> {
  const usr = await releaseUsr();
  const folder = mkdtempSync(path.join(tmpdir(), 'virtform-hv-'));
  return startHypervisor({ folder, owner: 'process', ...(usr === undefined ? {} : { usr }), ...options });
}
