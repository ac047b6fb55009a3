import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Hypervisor } from '../../../scripts/hypervisor.js';
import { untilTrue } from '../../testbed/time.js';
import { virsh } from '../../testbed/virsh.js';

/** What a change is made of: what runs, what is stored, or both at once. */
export type Side = 'both sides' | 'running' | 'stored';
export const SIDES: readonly Side[] = ['both sides', 'running', 'stored'];

/** A device of a document: its element, and something that is said in it alone. */
export interface Device {
  readonly element: string;
  readonly says: string;
}

/** What somebody does behind the tool's back. */
export type Act =
  /** Calls virsh with a command about the guest. */
  | { readonly act: 'call'; readonly command: string; readonly args: readonly string[] }
  /** Says that the guest does not start with its host, for which there is no side. */
  | { readonly act: 'disable autostart' }
  /** Takes a device out. */
  | { readonly act: 'detach'; readonly device: Device }
  /** Says something else of a device. */
  | {
      readonly act: 'update';
      readonly device: Device;
      readonly from: RegExp | string;
      readonly to: string;
    }
  /** Puts a device in. */
  | { readonly act: 'attach'; readonly device: Device; readonly xml: string }
  /** Writes what is stored anew with something else in it. */
  | { readonly act: 'define'; readonly from: RegExp | string; readonly to: string }
  /** Waits until the guest runs as it was asked to. */
  | { readonly act: 'until'; readonly says: RegExp };

/** The two documents that a guest has. */
const DUMPS = { running: [], stored: ['--inactive'] } as const;
/** The flags by which virsh changes them. */
const FLAGS = { running: '--live', stored: '--config' } as const;
type Document = keyof typeof DUMPS;

/** Does to a guest, on one side of it or on both, what an act says. */
export async function perform(hypervisor: Hypervisor, guest: string, act: Act, side: Side): Promise<void> {
  const ask = (command: string, ...args: readonly string[]): Promise<string> =>
    virsh(hypervisor.uri, command, guest, ...args);
  const dump = (of: Document): Promise<string> => ask('dumpxml', '--security-info', ...DUMPS[of]);
  const written = (text: string): string => {
    const file = path.join(hypervisor.scratch, 'act.xml');
    writeFileSync(file, text);
    return file;
  };
  const documents: readonly Document[] = side === 'both sides' ? ['running', 'stored'] : [side];
  switch (act.act) {
    case 'call':
      await ask(act.command, ...act.args, ...documents.map((of) => FLAGS[of]));
      return;
    case 'disable autostart':
      await ask('autostart', '--disable');
      return;
    case 'define':
      await virsh(hypervisor.uri, 'define', written(replaced(await dump('stored'), act.from, act.to)));
      return;
    case 'until':
      await untilTrue(`the guest says ${String(act.says)}`, async () => act.says.test(await dump('running')));
      return;
    default:
      for (const of of documents) await performOn(of);
  }

  async function performOn(of: Document): Promise<void> {
    const device = async (): Promise<string | undefined> => deviceIn(await dump(of), deviceOf(act));
    switch (act.act) {
      case 'detach':
        await ask('detach-device', written(found(await device())), FLAGS[of]);
        // virsh does not wait for a guest that takes its time.
        await untilTrue('the guest has let go', async () => (await device()) === undefined);
        return;
      case 'update':
        await ask('update-device', written(replaced(found(await device()), act.from, act.to)), FLAGS[of]);
        return;
      case 'attach':
        await ask('attach-device', written(act.xml), FLAGS[of]);
        return;
      default:
    }
  }
}

function deviceOf(act: Act): Device {
  if ('device' in act) return act.device;
  throw new Error(`${act.act} is about no device`);
}

/** The element of a device as libvirt writes it: on a level of its own. */
function deviceIn(xml: string, { element, says }: Device): string | undefined {
  const all = new RegExp(`^    <${element}\\b(?:[^\\n]*/>|[\\s\\S]*?\\n    </${element}>)$`, 'gm');
  return (xml.match(all) ?? []).find((text) => text.includes(says));
}

function found(text: string | undefined): string {
  if (text === undefined) throw new Error('the device is not there');
  return text;
}

function replaced(text: string, from: RegExp | string, to: string): string {
  const other = text.replace(from, to);
  if (other === text) throw new Error(`${String(from)} is not in ${text}`);
  return other;
}
