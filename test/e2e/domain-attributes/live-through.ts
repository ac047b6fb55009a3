import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { formatPath, isList, isObject, type ValueObject } from '@virtform/values';
import { Workbench } from '../../../packages/engine/test/kinds/workbench.js';
import type { Hypervisor } from '../../../scripts/hypervisor.js';
import { virsh, virshNames } from '../../testbed/virsh.js';

/** What guests go through, one after the other. */
export const STAGES = [
  'is brought to where it is wanted in one apply',
  'is left alone by a second apply',
  'is left alone after the daemon was started anew',
  'is left alone after its host was called something else',
  'is left alone where its machine is an older one of the same alias',
] as const;
export type Stage = (typeof STAGES)[number];

/** What was found at each stage. */
export type Findings = Readonly<Record<Stage, readonly string[]>>;

/** Guests that are there at once: a plan reads them all. */
const AT_ONCE = 5;

/** What an alias stands for, and what it stood for with QEMU 6.2. */
const MACHINES: readonly (readonly [alias: string, older: string])[] = [
  ['q35', 'pc-q35-6.2'],
  ['pc', 'pc-i440fx-6.2'],
];

/** Some guests that are there together. */
interface Herd {
  readonly hypervisor: Hypervisor;
  readonly bench: Workbench;
  readonly guests: readonly Guest[];
}

interface Guest {
  readonly name: string;
  readonly says: ValueObject;
}

/** Takes guests through all stages, some at once. */
export async function liveThrough(hypervisor: Hypervisor, those: readonly ValueObject[]): Promise<Findings> {
  const bench = await Workbench.open(hypervisor.uri);
  const found = new Map<Stage, string[]>(STAGES.map((stage) => [stage, []]));
  const guests = those.map((says, index) => ({ name: `guest${index}`, says: withOwnMacs(says, index) }));
  try {
    for (let from = 0; from < guests.length; from += AT_ONCE) {
      let herd: Herd = { hypervisor, bench, guests: guests.slice(from, from + AT_ONCE) };
      for (const stage of STAGES) {
        found.get(stage)?.push(...(await trials[stage](herd)));
        // Of a guest that could not be made the first stage has told.
        herd = {
          ...herd,
          guests: herd.guests.filter((guest) => bench.state(addressOf(guest)) !== undefined),
        };
      }
      for (const guest of herd.guests) await bench.apply(addressOf(guest), undefined);
    }
  } finally {
    await bench.close();
  }
  const of = (stage: Stage): readonly string[] => found.get(stage) ?? [];
  const [created, again, restarted, renamed, older] = STAGES;
  return {
    [created]: of(created),
    [again]: of(again),
    [restarted]: of(restarted),
    [renamed]: of(renamed),
    [older]: of(older),
  };
}

/** What is done to guests at each stage; tells what is not as it should be. */
const trials: Readonly<Record<Stage, (herd: Herd) => Promise<readonly string[]>>> = {
  'is brought to where it is wanted in one apply': async (herd) => [
    ...(await applyAll(herd)),
    ...(await plansOf(herd)),
  ],
  'is left alone by a second apply': isLeftAlone,
  'is left alone after the daemon was started anew': async (herd) => {
    await startAnew(herd, () => Promise.resolve());
    // As it reads what it had stored it sorts some controllers anew.
    return isLeftAlone(herd);
  },
  'is left alone after its host was called something else': async (herd) => {
    await startAnew(herd, async () => {
      await herd.hypervisor.run(['hostname', `called-${herd.guests[0]?.name ?? ''}`]);
    });
    return isLeftAlone(herd);
  },
  'is left alone where its machine is an older one of the same alias': async (herd) => {
    const gone = await lost(herd);
    for (const guest of herd.guests) {
      if (gone.includes(guest)) continue;
      const older = MACHINES.find(([alias]) => alias === machineOf(guest))?.[1];
      if (older === undefined) continue;
      const file = path.join(herd.hypervisor.folder, 'older.xml');
      writeFileSync(file, (await dump(herd, guest)).replace(/machine='[^']*'/, `machine='${older}'`));
      await virsh(herd.hypervisor.uri, 'define', file);
    }
    return isLeftAlone(herd);
  },
};

/** Two guests of one host have no MAC in common, which a plan refuses. */
function withOwnMacs(says: ValueObject, index: number): ValueObject {
  const { devices } = says;
  const interfaces = devices !== undefined && isObject(devices) ? devices.interfaces : undefined;
  if (devices === undefined || !isObject(devices) || interfaces === undefined || !isList(interfaces))
    return says;
  const fifth = (16 + index).toString(16).toUpperCase();
  const own = interfaces.map((nic) => {
    const mac = isObject(nic) ? nic.mac : undefined;
    const address = mac !== undefined && isObject(mac) ? mac.address : undefined;
    return isObject(nic) && mac !== undefined && isObject(mac) && typeof address === 'string'
      ? { ...nic, mac: { ...mac, address: address.replace(/^((?:..:){4})..(?=:)/, `$1${fifth}`) } }
      : nic;
  });
  return { ...says, devices: { ...devices, interfaces: own } };
}

const wantedOf = ({ name, says }: Guest) => ({ ...says, name });
const addressOf = ({ name }: Guest): string => `libvirt_domain.${name}`;

function machineOf({ says: { os } }: Guest): unknown {
  return os !== undefined && isObject(os) ? os.type_machine : undefined;
}

function dump({ hypervisor }: Herd, { name }: Guest): Promise<string> {
  return virsh(hypervisor.uri, 'dumpxml', name, '--inactive', '--security-info');
}

/** Those that the hypervisor has no more: some it stores, and cannot read as its daemon starts anew. */
async function lost({ hypervisor, guests }: Herd): Promise<readonly Guest[]> {
  const there = await virshNames(hypervisor.uri, 'list', '--all');
  return guests.filter(({ name }) => !there.includes(name));
}

/** Nothing is planned, and an apply changes nothing of what is stored. */
async function isLeftAlone(whole: Herd): Promise<readonly string[]> {
  const gone = await lost(whole);
  const herd = { ...whole, guests: whole.guests.filter((guest) => !gone.includes(guest)) };
  const dumps = (): Promise<readonly string[]> => Promise.all(herd.guests.map((guest) => dump(herd, guest)));
  const before = await dumps();
  const planned = await plansOf(herd);
  const failed = await applyAll(herd);
  const after = await dumps();
  const changed = herd.guests.filter((_guest, index) => before[index] !== after[index]);
  return [
    ...gone.map(({ name }) => `${name}: is there no more`),
    ...planned,
    ...failed,
    ...changed.map(({ name }) => `${name}: what is stored is another`),
  ];
}

async function applyAll({ bench, guests }: Herd): Promise<readonly string[]> {
  const failed: string[] = [];
  for (const guest of guests) {
    await bench.apply(addressOf(guest), wantedOf(guest)).then(
      ({ diagnostics }) => failed.push(...diagnostics.map(({ summary }) => `${guest.name}: ${summary}`)),
      (error: unknown) => failed.push(`${guest.name}: ${String(error).slice(0, 500)}`),
    );
  }
  return failed;
}

async function plansOf({ bench, guests }: Herd): Promise<readonly string[]> {
  const view = await bench.view();
  const proposals = await Promise.all(
    guests.map((guest) => bench.propose(addressOf(guest), wantedOf(guest), {}, view)),
  );
  return proposals.flatMap(({ action, changes, drift }, index) =>
    action === 'no-op' && drift.length === 0
      ? []
      : [
          `${guests[index]?.name ?? ''}: ${action} ${[...changes, ...drift].map(({ path: at }) => formatPath(at)).join(', ')}`,
        ],
  );
}

/** Connects anew after the daemon was started again with a change. */
async function startAnew({ hypervisor, bench }: Herd, change: () => Promise<void>): Promise<void> {
  await bench.close();
  await change();
  await hypervisor.restartDaemon();
  await bench.reopen(hypervisor.uri);
}
