import { applyEdits, asGrammarWants, domain, encode, writeXml } from '@virtform/schema';
import { type Domain, DomainDefineFlags, DomainMetadataType, libvirt } from '@virtform/libvirt';
import { isObject } from '@virtform/values';
import { identityText, type Step, type StepContext } from '../kind.js';
import { textAt } from '../shared/attributes.js';
import { editsFrom } from '../shared/edits.js';
import { executeStep, refuseTakenName, type Executors } from '../shared/execute.js';
import { found } from '../shared/found.js';
import { withMark } from '../shared/ownership.js';
import { attributesToMake } from '../shared/secrets.js';
import { plugDevice } from './await-addresses.js';
import { setMemory } from './balloon.js';
import { detachDevice, updateDevice } from './devices.js';
import { affect, storedXml } from './handle.js';
import { resumeDomain, shutDown, startDomain, stopDomain, undefineDomain } from './power.js';
import { setLifecycle, setStatsPeriod } from './settings.js';
import { tuneGuest } from './tune.js';
import { addIoThread, limitDisk, pinCpus, removeIoThread } from './tuning.js';
import { plugOneVcpu, plugVcpus, unplugVcpus } from './vcpus.js';

/** Without it, XML that libvirt does not know is dropped silently (seen). */
const { VALIDATE } = DomainDefineFlags;

/** Runs one step of a guest. */
export function executeDomainStep(step: Step, context: StepContext): Promise<void> {
  return executeStep(DOMAIN_EXECUTORS, step, context);
}

const DOMAIN_EXECUTORS: Executors<Domain> = {
  what: 'domain',
  find: ({ host, identity }) => {
    const uuid = identityText(identity, 'uuid');
    return uuid === undefined ? Promise.resolve(undefined) : found(libvirt(host).domains.lookupByUuid(uuid));
  },
  // Which number it has was told as it was found: -1 is that of a guest that is off.
  isRunning: (_context, dom) => dom.id >= 0,
  make: { define },
  work: {
    redefine: async ({ args }, { host, wanted }, dom) => {
      const edited = applyEdits(domain, await storedXml(host, dom), editsFrom(args.edits, wanted));
      await libvirt(host).domains.defineXml(writeXml(edited), VALIDATE);
    },
    'set-autostart': ({ args }, { host }, dom) =>
      libvirt(host).domains.setAutostart(dom, args.value === true),
    'set-text': async ({ args }, { host }, dom) => {
      const { field, text } = args;
      const type = field === 'title' ? DomainMetadataType.TITLE : DomainMetadataType.DESCRIPTION;
      const metadata = typeof text === 'string' && text !== '' ? { value: text } : {};
      await libvirt(host).domains.setMetadata(dom, type, metadata, affect(args));
    },
    'set-vcpus': plugVcpus,
    'unplug-vcpus': unplugVcpus,
    'set-memory': setMemory,
    'attach-device': plugDevice,
    'detach-device': detachDevice,
    'update-device': updateDevice,
    'add-io-thread': addIoThread,
    'limit-disk': limitDisk,
    'pin-cpus': pinCpus,
    'remove-io-thread': removeIoThread,
    tune: tuneGuest,
    'set-lifecycle': setLifecycle,
    'set-stats-period': setStatsPeriod,
    'enable-vcpu': plugOneVcpu,
    rename: async ({ args }, { host }, dom) => {
      await libvirt(host).domains.rename(dom, textAt(args, ['name']) ?? '');
    },
    start: startDomain,
    resume: resumeDomain,
    shutdown: shutDown,
    stop: stopDomain,
    undefine: undefineDomain,
  },
};

async function define(step: Step, { host, identity, mark, wanted }: StepContext): Promise<void> {
  const attributes = attributesToMake(step.args, wanted);
  const { domains } = libvirt(host);
  await refuseTakenName('guest', step, attributes, (name) => domains.lookupByName(name));
  const uuid = identityText(identity, 'uuid') ?? null;
  const xml = writeXml(encode(domain, { ...asGrammarWants(withMark(attributes, mark)), uuid }));
  const options = attributes.create;
  const unchecked = isObject(options) && options.validate === false;
  await domains.defineXml(xml, unchecked ? 0 : VALIDATE);
}
