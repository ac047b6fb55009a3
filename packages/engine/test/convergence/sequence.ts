import fc from 'fast-check';
import { thaw, writeXml, type XmlBuilder } from '@virtform/schema';
import { conformsToPlan, formatDiagnostic, hasErrors, isWhollyKnown } from '@virtform/values';
import type { ApplyEvent } from '../../src/apply/events.js';
import { drop } from '../../src/effects/simulated/libvirt/tree.js';
import type {
  SimulatedDomain,
  SimulatedNetwork,
  SimulatedVolume,
  World,
} from '../../src/effects/simulated/libvirt/world.js';
import { createSimulation } from '../../src/effects/simulated/simulation.js';
import type { Run, Unit } from '../../src/engine.js';
import { IMPACTS, type Impact, type Step } from '../../src/kinds/kind.js';
import { openUnit } from '../../src/open-unit.js';
import type { Plan, PlanOptions, ResourceNode } from '../../src/plan/plan.js';
import { resourceNodes } from '../../src/plan/summary.js';
import type { State } from '../../src/state/state.js';
import { isOther, makeOthers } from '../support/others.js';
import { notAsWanted } from './as-wanted.js';
import { configurationOf, HOSTS } from './configuration.js';
import { onChipset, type Chipset, type Program } from './program.js';
import { tamper, tampering, type Tampering } from './tampering.js';

/** One turn of a sequence: somebody interferes, the program is changed, and it is applied. */
export interface Turn {
  readonly tampering: Tampering;
  readonly program: Program;
  readonly restart: boolean;
  readonly allowDataLoss: boolean;
}

/** Of all guests of a sequence. */
const chipset: fc.Arbitrary<Chipset> = fc.constantFrom('q35' as const, 'q35' as const, 'i440fx' as const);

/** Sequences of at least two turns. */
export function turnsOf(program: fc.Arbitrary<Program>, maxLength: number): fc.Arbitrary<readonly Turn[]> {
  const turn = fc.record({ tampering, program, restart: fc.boolean(), allowDataLoss: fc.boolean() });
  return fc
    .tuple(chipset, fc.array(turn, { minLength: 2, maxLength }))
    .map(([its, turns]) => turns.map((each) => ({ ...each, program: onChipset(each.program, its) })));
}

/** What came of a sequence: how many plans were applied, and how many refused. */
export interface Tally {
  applied: number;
  refused: number;
  steps: number;
}

export const newTally = (): Tally => ({ applied: 0, refused: 0, steps: 0 });

/** What a plan may refuse to do. Anything else that is wrong is a bug. */
const REFUSALS = [
  /would lose its content/,
  /would be cut from/,
  /cannot be renamed while it runs/,
  /is in use by/,
  /is not active/,
  /is not ours/,
];

/** Volumes whose content a turn may permit to go: those that there are, or will be. */
function losable(state: State | undefined, configuration: string): readonly string[] {
  return ['', 'far_']
    .flatMap((host) => ['base', 'root', 'data'].map((key) => `${host}${key}`))
    .filter(
      (name) =>
        configuration.includes(`"${name}":`) ||
        state?.resources.some(({ address }) => address.type === 'libvirt_volume' && address.name === name),
    )
    .map((name) => `libvirt_volume.${name}`);
}

const FOLDER = '/work';

/** Runs a sequence on a host of its own and holds every promise of plan and apply. Throws what is broken. */
export async function runSequence(turns: readonly Turn[], tally: Tally): Promise<void> {
  const simulation = createSimulation(1);
  const worlds = HOSTS.map((uri) => simulation.host(uri));
  const open = (): Unit =>
    openUnit({ folder: FOLDER, effects: simulation.live().effects, environment: {}, version: '0.0.0' });
  const begin = (): Promise<Run> => open().begin({ operation: 'apply' });
  for (const uri of HOSTS) await makeOthers(await simulation.live().effects.hosts.connect(uri, 'change'));
  const others = worlds.map(pictureOfOthers);

  for (const { tampering: hand, program: wanted, restart, allowDataLoss } of turns) {
    const uri = HOSTS[hand.host];
    const tool = await simulation.live().effects.hosts.connect(uri, 'change');
    await tamper(tool, simulation.host(uri), hand);
    const written = JSON.stringify(configurationOf(wanted));
    simulation.disk.put(`${FOLDER}/main.tf.json`, written);
    const options: Partial<PlanOptions> = {
      restart: restart ? 'all' : [],
      allowDataLoss: allowDataLoss ? losable(await open().state(), written) : [],
    };
    // Its connection is read-only, and a simulated host holds it to that as libvirt does.
    const run = await begin();
    const plan = await run.plan(options);
    if (hasErrors(plan.diagnostics)) {
      requireKnownRefusal(plan);
      tally.refused += 1;
      await run.end();
      continue;
    }
    const events: ApplyEvent[] = [];
    const guests = worlds.map(runningGuests);
    const volumes = worlds.map(volumesOf);
    const result = await run.apply(plan, { onEvent: (event) => events.push(event) });
    same('an apply that was not refused succeeds', result.diagnostics.map(formatDiagnostic), []);
    tally.applied += 1;
    tally.steps += checkSteps(plan, events);
    checkOrder(events);
    worlds.forEach((world, index) => {
      checkImpact(plan, HOSTS[index] ?? '', guests[index] ?? new Map(), world);
      checkData(plan, volumes[index] ?? new Map(), volumesOf(world));
      same('what others made stays as it was', pictureOfOthers(world), others[index]);
      same(
        'the host is as the program wants it',
        notAsWanted(world, wanted[index] ?? fail('no such host')),
        [],
      );
    });
    await run.end();
    await checkNothingLeft(await begin());
  }
}

function fail(message: string): never {
  throw new Error(message);
}

function same(promise: string, found: unknown, wanted: unknown): void {
  const [left, right] = [found, wanted].map((value) => JSON.stringify(value, bigintsAsText, 1));
  if (left !== right) throw new Error(`${promise}\nfound: ${left ?? ''}\nwanted: ${right ?? ''}`);
}

function bigintsAsText(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}

const xmlOf = (side: XmlBuilder | undefined): string => (side === undefined ? '' : writeXml(side));

interface Picture {
  readonly domains: readonly unknown[];
  readonly networks: readonly unknown[];
  readonly pools: readonly unknown[];
}

function pictureOfOthers(world: World): Picture {
  const side = ({ name, autostart, stored, running }: SimulatedDomain | SimulatedNetwork): unknown => [
    name,
    autostart,
    xmlOf(stored),
    xmlOf(running),
  ];
  return {
    domains: [...world.domains.values()].filter(isOther).map(side),
    networks: [...world.networks.values()].filter(isOther).map(side),
    pools: [...world.pools.values()]
      .filter(isOther)
      .map(({ name, active, autostart, stored, volumes }) => [
        name,
        active,
        autostart,
        xmlOf(stored),
        [...volumes.values()].map((each) => [each.name, each.format, each.capacity, each.allocation]),
      ]),
  };
}

function requireKnownRefusal({ diagnostics }: Plan): void {
  for (const diagnostic of diagnostics) {
    if (diagnostic.severity !== 'error') continue;
    const said = formatDiagnostic(diagnostic);
    if (!REFUSALS.some((known) => known.test(said)))
      throw new Error(`a plan is refused for no good reason\n${said}`);
  }
}

/** The steps that ran are those that were shown; one that rested on an unknown value may have turned out needless. */
function checkSteps(plan: Plan, events: readonly ApplyEvent[]): number {
  const ran = new Map<string, Step[]>();
  for (const event of events) {
    if (event.event === 'step') ran.set(event.address, [...(ran.get(event.address) ?? []), event.step]);
  }
  for (const { address, steps } of resourceNodes(plan)) {
    const left = [...(ran.get(address) ?? [])];
    ran.delete(address);
    for (const shown of steps) {
      const [next] = left;
      const isIt = next?.effect === shown.effect && conformsToPlan(shown.args, next.args);
      if (isIt) {
        left.shift();
        same('a step costs what was shown', costs(shown.impact, next.impact), true);
        same('a step loses what was shown', next.data, shown.data);
      } else if (isWhollyKnown(shown.args)) {
        throw new Error(`${address}: ${shown.effect} was shown and did not run`);
      }
    }
    same(
      `no step of ${address} ran that was not shown`,
      left.map(({ effect }) => effect),
      [],
    );
  }
  same('nothing ran that was not shown', [...ran.keys()], []);
  return events.filter(({ event }) => event === 'step').length;
}

/** A guest that depends on another is stopped before it, and started behind it. */
function checkOrder(events: readonly ApplyEvent[]): void {
  const at = (address: string, ...effects: readonly string[]): number | undefined => {
    const index = events.findIndex(
      (event) => event.event === 'step' && event.address === address && effects.includes(event.step.effect),
    );
    return index < 0 ? undefined : index;
  };
  const [web, served] = ['libvirt_domain.web', 'libvirt_domain.served'];
  const [first, second] = [at(served, 'shutdown', 'stop'), at(web, 'shutdown', 'stop')];
  if ((first ?? 0) > (second ?? Infinity)) throw new Error('a guest runs on while what it depends on is off');
  if ((at(web, 'start') ?? 0) > (at(served, 'start') ?? Infinity))
    throw new Error('a guest starts before what it depends on');
}

/** Whether an impact is at least another one. */
const costs = (impact: Impact, least: Impact): boolean => IMPACTS.indexOf(impact) >= IMPACTS.indexOf(least);

interface RunningGuest {
  readonly id: number;
  readonly xml: string;
}

/** Guests that run, by UUID, without their texts, which no guest sees. */
function runningGuests(world: World): ReadonlyMap<string, RunningGuest> {
  return new Map(
    [...world.domains.values()].flatMap(({ uuid, id, running }) =>
      running === undefined ? [] : [[uuid, { id, xml: seenByGuest(running) }] as const],
    ),
  );
}

function seenByGuest(running: XmlBuilder): string {
  const copy = thaw(running);
  drop(copy, 'title', 'description', 'metadata');
  return writeXml(copy);
}

/** No guest notices more than the plan said of it. */
function checkImpact(plan: Plan, uri: string, before: ReadonlyMap<string, RunningGuest>, world: World): void {
  const after = runningGuests(world);
  const nodes = new Map(
    resourceNodes(plan)
      .filter(({ host, instance }) => host === uri && instance.type === 'libvirt_domain')
      .map((node) => [uuidOf(node), node]),
  );
  for (const [uuid, guest] of before) {
    const now = after.get(uuid);
    const planned = nodes.get(uuid)?.impact ?? 'none';
    const noticed: Impact = now?.id !== guest.id ? 'restart' : now.xml !== guest.xml ? 'live' : 'none';
    if (!costs(planned, noticed)) {
      throw new Error(
        `a guest notices more than was planned: ${planned}, ${noticed}\n${guest.xml}\n${now?.xml ?? ''}`,
      );
    }
  }
}

function uuidOf({ before, identity }: ResourceNode): string {
  const uuid = before?.uuid ?? identity.uuid;
  return typeof uuid === 'string' ? uuid : '';
}

type Volumes = ReadonlyMap<string, { readonly volume: SimulatedVolume; readonly capacity: bigint }>;

function volumesOf(world: World): Volumes {
  return new Map(
    [...world.pools.values()].flatMap(({ volumes }) =>
      [...volumes.values()].map((volume) => [volume.path, { volume, capacity: volume.capacity }] as const),
    ),
  );
}

/** No content goes that the plan did not say goes. */
function checkData(plan: Plan, before: Volumes, after: Volumes): void {
  for (const [path, { volume, capacity }] of before) {
    const now = after.get(path);
    if (now?.volume === volume && now.capacity >= capacity) continue;
    const said = resourceNodes(plan).some(
      (node) =>
        node.instance.type === 'libvirt_volume' && node.data === 'lost' && node.before?.name === volume.name,
    );
    if (!said) throw new Error(`the content of ${path} went, and the plan did not say so`);
  }
}

async function checkNothingLeft(run: Run): Promise<void> {
  const plan = await run.plan();
  await run.end();
  same('after an apply a plan finds nothing wrong', plan.diagnostics.map(formatDiagnostic), []);
  const left = plan.nodes.filter((node) => node.node !== 'resource' || node.action !== 'no-op');
  same(
    'after an apply nothing is left to do',
    left.map((node) => [
      node.address,
      node.node === 'resource' ? [node.action, node.changes, node.steps] : node.node,
    ]),
    [],
  );
}
