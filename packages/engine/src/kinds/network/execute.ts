import { applyEdits, encode, encodeObject, network, parseXml, writeXml } from '@virtform/schema';
import {
  libvirt,
  LibvirtError,
  type Network,
  NetworkDefineFlags,
  NetworkUpdateFlags,
  NetworkXmlFlags,
} from '@virtform/libvirt';
import { isList, isObject, type Path } from '@virtform/values';
import type { HostView } from '../host-view.js';
import { identityText, type Step, type StepContext } from '../kind.js';
import { editsFrom } from '../shared/edits.js';
import { executeStep, refuseTakenName, type Executors } from '../shared/execute.js';
import { found } from '../shared/found.js';
import { withMark } from '../shared/ownership.js';
import { attributesToMake } from '../shared/secrets.js';
import { putBack, removeParking, startNetwork } from './parking.js';
import { COMMANDS, SECTIONS, type NetworkCommand, type NetworkSection } from './rules.js';
import { listAt, shapeAt } from './updates.js';

/** Runs one step of a network. */
export function executeNetworkStep(step: Step, context: StepContext, view: HostView): Promise<void> {
  return executeStep(networkExecutors(view), step, context);
}

const networkExecutors = (view: HostView): Executors<Network> => ({
  what: 'network',
  find: ({ host, identity }) => {
    const uuid = identityText(identity, 'uuid');
    return uuid === undefined ? Promise.resolve(undefined) : found(libvirt(host).networks.lookupByUuid(uuid));
  },
  isRunning: ({ host }, net) => libvirt(host).networks.isActive(net),
  make: { define },
  work: {
    redefine: async ({ args }, { host, wanted }, net) => {
      const xml = await libvirt(host).networks.xmlDesc(net, NetworkXmlFlags.INACTIVE);
      const edited = applyEdits(network, parseXml(xml), editsFrom(args.edits, wanted));
      await defineXml(host, writeXml(edited));
    },
    update: update,
    'set-autostart': ({ args }, { host }, net) =>
      libvirt(host).networks.setAutostart(net, args.value === true),
    start: (_step, context, net) => startNetwork(context, view, net),
    'put-back': (_step, context, net) => putBack(context, view, net),
    stop: (_step, { host }, net) => libvirt(host).networks.destroy(net),
    undefine: async ({ args }, { host }, net) => {
      await libvirt(host).networks.undefine(net);
      if (args.parking === true) await removeParking(host, net.name);
    },
  },
});

async function define(step: Step, { host, identity, mark, wanted }: StepContext): Promise<void> {
  const attributes = attributesToMake(step.args, wanted);
  await refuseTakenName('network', step, attributes, (name) => libvirt(host).networks.lookupByName(name));
  const uuid = identityText(identity, 'uuid') ?? null;
  await defineXml(host, writeXml(encode(network, { ...withMark(attributes, mark), uuid })));
}

async function defineXml(host: StepContext['host'], xml: string): Promise<void> {
  const { networks } = libvirt(host);
  try {
    // Without it, XML that libvirt does not know is dropped silently.
    await networks.defineXml(xml, NetworkDefineFlags.VALIDATE);
  } catch (error) {
    // A daemon before 7.7 does not know the call with flags.
    if (!(error instanceof LibvirtError) || error.fault !== 'unsupported') throw error;
    await networks.defineXml(xml);
  }
}

async function update({ args }: Step, { host }: StepContext, net: Network): Promise<void> {
  const { section, command, element, parent, live, stored } = args;
  const list = listFrom(args.list);
  const attribute = listAt(list);
  const shape = shapeAt(network.attributes, list);
  if (
    !isSection(section) ||
    !isCommand(command) ||
    !isObject(element) ||
    shape === undefined ||
    attribute === undefined
  ) {
    throw new TypeError(`a network has no update of ${JSON.stringify(list)}`);
  }
  await libvirt(host).networks.update(
    net,
    {
      command: COMMANDS[command],
      section: SECTIONS[section],
      ...(typeof parent === 'number' ? { parentIndex: parent } : {}),
      xml: writeXml(encodeObject(shape, element, attribute)),
    },
    (live === true ? NetworkUpdateFlags.LIVE : 0) | (stored === true ? NetworkUpdateFlags.CONFIG : 0),
  );
}

function listFrom(value: Step['args'][string] | undefined): Path {
  if (value === undefined || !isList(value)) return [];
  return value.filter((part) => typeof part === 'string' || typeof part === 'number');
}

function isSection(value: unknown): value is NetworkSection {
  return typeof value === 'string' && Object.hasOwn(SECTIONS, value);
}

function isCommand(value: unknown): value is NetworkCommand {
  return typeof value === 'string' && Object.hasOwn(COMMANDS, value);
}
