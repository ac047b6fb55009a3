import { applyEdits, encode, encodeObject, network, parseXml, writeXml } from '@virtform/schema';
import { LibvirtError, type Network } from '@virtform/libvirt';
import { isList, isObject, type Path } from '@virtform/values';
import { identityText, type Step, type StepContext } from '../kind.js';
import { editsFrom } from '../shared/edits.js';
import { executeStep, refuseTakenName, type Executors } from '../shared/execute.js';
import { found } from '../shared/found.js';
import { withMark } from '../shared/ownership.js';
import { attributesToMake } from '../shared/secrets.js';
import { COMMANDS, SECTIONS, type NetworkCommand, type NetworkSection } from './rules.js';
import { listAt, shapeAt } from './updates.js';

const XML_INACTIVE = 1;
/** VIR_NETWORK_DEFINE_VALIDATE, since libvirt 7.7: without it XML that libvirt does not know is dropped silently. */
const DEFINE_VALIDATE = 1;
const AFFECT_LIVE = 1;
const AFFECT_CONFIG = 2;

/** Runs one step of a network. */
export function executeNetworkStep(step: Step, context: StepContext): Promise<void> {
  return executeStep(NETWORK_EXECUTORS, step, context);
}

const NETWORK_EXECUTORS: Executors<Network> = {
  what: 'network',
  find: ({ host, identity }) => {
    const uuid = identityText(identity, 'uuid');
    return uuid === undefined
      ? Promise.resolve(undefined)
      : found(host.call('NETWORK_LOOKUP_BY_UUID', { uuid }).then(({ net }) => net));
  },
  isRunning: async ({ host }, net) => (await host.call('NETWORK_IS_ACTIVE', { net })).active === 1,
  make: { define },
  work: {
    redefine: async ({ args }, { host, wanted }, net) => {
      const { xml } = await host.call('NETWORK_GET_XML_DESC', { net, flags: XML_INACTIVE });
      const edited = applyEdits(network, parseXml(xml), editsFrom(args.edits, wanted));
      await defineXml(host, writeXml(edited));
    },
    update: update,
    'set-autostart': async ({ args }, { host }, net) => {
      await host.call('NETWORK_SET_AUTOSTART', { net, autostart: args.value === true ? 1 : 0 });
    },
    start: async (_step, { host }, net) => {
      await host.call('NETWORK_CREATE', { net });
    },
    stop: async (_step, { host }, net) => {
      await host.call('NETWORK_DESTROY', { net });
    },
    undefine: async (_step, { host }, net) => {
      await host.call('NETWORK_UNDEFINE', { net });
    },
  },
};

async function define(step: Step, { host, identity, mark, wanted }: StepContext): Promise<void> {
  const attributes = attributesToMake(step.args, wanted);
  await refuseTakenName(
    'network',
    step,
    attributes,
    async (name) => (await host.call('NETWORK_LOOKUP_BY_NAME', { name })).net,
  );
  const uuid = identityText(identity, 'uuid') ?? null;
  await defineXml(host, writeXml(encode(network, { ...withMark(attributes, mark), uuid })));
}

async function defineXml(host: StepContext['host'], xml: string): Promise<void> {
  try {
    await host.call('NETWORK_DEFINE_XML_FLAGS', { xml, flags: DEFINE_VALIDATE });
  } catch (error) {
    // A daemon before 7.7 does not know the call with flags.
    if (!(error instanceof LibvirtError) || error.fault !== 'unsupported') throw error;
    await host.call('NETWORK_DEFINE_XML', { xml });
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
  await host.call('NETWORK_UPDATE', {
    net,
    command: COMMANDS[command],
    section: SECTIONS[section],
    parentIndex: typeof parent === 'number' ? parent : -1,
    xml: writeXml(encodeObject(shape, element, attribute)),
    flags: (live === true ? AFFECT_LIVE : 0) | (stored === true ? AFFECT_CONFIG : 0),
  });
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
