import { createRequire } from 'node:module';
import { setFlagsFromString } from 'node:v8';

/**
 * V8 as a command wants it that is done within a second. It makes machine code out of what runs for a while, on threads beside the one that
 * works, and most of that code comes when the work is done: a third of all that such a command costs. And its heap begins small and grows
 * by doubling, while most of what is read stays.
 *
 * By the major version of V8, where it was measured that this helps: 11 is Node 20. Others have other names for it, and a flag that V8
 * does not know is told on stderr.
 */
const FLAGS: Readonly<Record<string, readonly string[]>> = {
  '11': ['--interrupt-budget=1000000', '--semi-space-growth-factor=16'],
};

/** What every command that does anything asks of Node. */
const MODULES = ['child_process', 'crypto', 'fs/promises', 'net', 'timers/promises'];

/**
 * Says to V8 that this process ends soon. To be called before code is loaded that is kept compiled: V8 refuses what was compiled under
 * other flags. So would it refuse what Node brings compiled of itself, which is therefore loaded first.
 */
export function expectToEndSoon(v8 = process.versions.v8): void {
  const [major = ''] = v8.split('.');
  const flags = FLAGS[major] ?? [];
  if (flags.length > 0) MODULES.forEach(createRequire(__filename));
  for (const flag of flags) setFlagsFromString(flag);
}
