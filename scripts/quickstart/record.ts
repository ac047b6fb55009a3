import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { QuickstartSettings } from '../../stacks/quickstart-settings.js';
import type { HypervisorChoice } from '../choose-hypervisor.js';
import type { ProcessIdentity } from '../hypervisor/processes.js';

export const ROOT = path.resolve(__dirname, '..', '..');
/** Everything that `npm start` makes outside of libvirt's own places. */
export const FOLDER = path.join(ROOT, '.virtform');
/** The private hypervisor's. */
export const HYPERVISOR = path.join(FOLDER, 'hypervisor');
export const EVIDENCE = path.join(FOLDER, 'evidence');

const SETTINGS = path.join(FOLDER, 'quickstart.json');
const RECORD = path.join(FOLDER, 'start.json');

/** What `npm start` did that is not in the stack's settings, so that `npm run stop` can undo it. */
export interface StartRecord {
  readonly kind: HypervisorChoice['kind'];
  /** Why guests run by emulation; undefined where KVM runs them. */
  readonly emulated?: string;
  /** The user's session daemons that ran before: those that are not the quickstart's. */
  readonly daemonsBefore: readonly ProcessIdentity[];
}

/** What an earlier start found out, if it is not stopped yet. */
export function readStart():
  { readonly settings: QuickstartSettings; readonly record: StartRecord } | undefined {
  if (!existsSync(RECORD) || !existsSync(SETTINGS)) return undefined;
  return {
    settings: JSON.parse(readFileSync(SETTINGS, 'utf8')) as QuickstartSettings,
    record: JSON.parse(readFileSync(RECORD, 'utf8')) as StartRecord,
  };
}

/** Keeps what was found out: the stack reads the settings, and so does every `npx virtform plan` afterwards. */
export function writeStart(settings: QuickstartSettings, record: StartRecord): void {
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(RECORD, `${JSON.stringify(record, null, 2)}\n`);
  writeFileSync(SETTINGS, `${JSON.stringify(settings, null, 2)}\n`);
}
