import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/**
 * What virsh prints for a command: the second opinion in tests of our own client.
 *
 * @throws Error with what virsh said, where it fails
 */
export async function virsh(uri: string, ...args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)('virsh', ['-q', '-c', uri, ...args], {
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout.trimEnd();
}

/** The lines of a list that virsh prints: `virsh … list --all --name`. */
export async function virshNames(uri: string, ...args: readonly string[]): Promise<readonly string[]> {
  return (await virsh(uri, ...args, '--name')).split('\n').filter((line) => line !== '');
}
