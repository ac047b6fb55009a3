import { applyEdits, domain, encode, writeXml } from '@virtform/schema';
import type { Domain } from '@virtform/libvirt';
import { isObject } from '@virtform/values';
import { identityText, type Step, type StepContext } from '../kind.js';
import { textAt } from '../shared/attributes.js';
import { editsFrom } from '../shared/edits.js';
import { executeStep, refuseTakenName, type Executors } from '../shared/execute.js';
import { found } from '../shared/found.js';
import { withMark } from '../shared/ownership.js';
import { attributesToMake } from '../shared/secrets.js';
import { attachDevice, detachDevice, updateDevice } from './devices.js';
import { affect, storedXml } from './handle.js';
import { isActive, shutDown, startDomain, stopDomain, undefineDomain } from './power.js';

/** VIR_DOMAIN_DEFINE_VALIDATE: without it XML that libvirt does not know is dropped silently (seen). */
const DEFINE_VALIDATE = 1;
/** virDomainMetadataType. */
const METADATA = { description: 0, title: 1 } as const;

/** Runs one step of a guest. */
export function executeDomainStep(step: Step, context: StepContext): Promise<void> {
  return executeStep(DOMAIN_EXECUTORS, step, context);
}

const DOMAIN_EXECUTORS: Executors<Domain> = {
  what: 'domain',
  find: ({ host, identity }) => {
    const uuid = identityText(identity, 'uuid');
    return uuid === undefined
      ? Promise.resolve(undefined)
      : found(host.call('DOMAIN_LOOKUP_BY_UUID', { uuid }).then(({ dom }) => dom));
  },
  isRunning: ({ host }, dom) => isActive(host, dom),
  make: { define },
  work: {
    redefine: async ({ args }, { host, wanted }, dom) => {
      const edited = applyEdits(domain, await storedXml(host, dom), editsFrom(args.edits, wanted));
      await host.call('DOMAIN_DEFINE_XML_FLAGS', { xml: writeXml(edited), flags: DEFINE_VALIDATE });
    },
    'set-autostart': async ({ args }, { host }, dom) => {
      await host.call('DOMAIN_SET_AUTOSTART', { dom, autostart: args.value === true ? 1 : 0 });
    },
    'set-text': async ({ args }, { host }, dom) => {
      const { field, text } = args;
      await host.call('DOMAIN_SET_METADATA', {
        dom,
        type: field === 'title' ? METADATA.title : METADATA.description,
        metadata: typeof text === 'string' && text !== '' ? text : undefined,
        key: undefined,
        uri: undefined,
        flags: affect(args),
      });
    },
    'set-vcpus': async ({ args }, { host }, dom) => {
      await host.call('DOMAIN_SET_VCPUS_FLAGS', { dom, nvcpus: Number(args.count), flags: affect(args) });
    },
    'set-memory': async ({ args }, { host }, dom) => {
      await host.call('DOMAIN_SET_MEMORY_FLAGS', {
        dom,
        memory: BigInt(Number(args.kib)),
        flags: affect(args),
      });
    },
    'attach-device': attachDevice,
    'detach-device': detachDevice,
    'update-device': updateDevice,
    rename: async ({ args }, { host }, dom) => {
      await host.call('DOMAIN_RENAME', { dom, newName: textAt(args, ['name']), flags: 0 });
    },
    start: startDomain,
    shutdown: shutDown,
    stop: stopDomain,
    undefine: undefineDomain,
  },
};

async function define(step: Step, { host, identity, mark, wanted }: StepContext): Promise<void> {
  const attributes = attributesToMake(step.args, wanted);
  await refuseTakenName(
    'guest',
    step,
    attributes,
    async (name) => (await host.call('DOMAIN_LOOKUP_BY_NAME', { name })).dom,
  );
  const uuid = identityText(identity, 'uuid') ?? null;
  const xml = writeXml(encode(domain, { ...withMark(attributes, mark), uuid }));
  const options = attributes.create;
  const unchecked = isObject(options) && options.validate === false;
  await host.call('DOMAIN_DEFINE_XML_FLAGS', { xml, flags: unchecked ? 0 : DEFINE_VALIDATE });
}
