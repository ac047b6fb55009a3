import { applyEdits, encode, parseXml, pool, writeXml } from '@virtform/schema';
import {
  libvirt,
  LibvirtError,
  type StoragePool,
  StoragePoolBuildFlags,
  StorageXmlFlags,
} from '@virtform/libvirt';
import { identityText, type Step, type StepContext } from '../kind.js';
import { StepError } from '../step-error.js';
import { editsFrom } from '../shared/edits.js';
import { executeStep, refuseTakenName, type Executors } from '../shared/execute.js';
import { found } from '../shared/found.js';
import { attributesToMake } from '../shared/secrets.js';

/** Runs one step of a pool. */
export function executePoolStep(step: Step, context: StepContext): Promise<void> {
  return executeStep(POOL_EXECUTORS, step, context);
}

const POOL_EXECUTORS: Executors<StoragePool> = {
  what: 'pool',
  find: ({ host, identity }) => {
    const uuid = identityText(identity, 'uuid');
    return uuid === undefined ? Promise.resolve(undefined) : found(libvirt(host).pools.lookupByUuid(uuid));
  },
  isRunning: ({ host }, handle) => libvirt(host).pools.isActive(handle),
  make: { define },
  work: {
    redefine: async ({ args }, { host, wanted }, handle) => {
      const { pools } = libvirt(host);
      const xml = await pools.xmlDesc(handle, StorageXmlFlags.INACTIVE);
      const edited = applyEdits(pool, parseXml(xml), editsFrom(args.edits, wanted));
      await pools.defineXml(writeXml(edited));
    },
    build: ({ args }, { host }, handle) =>
      libvirt(host).pools.build(
        handle,
        args.overwrite === true ? StoragePoolBuildFlags.OVERWRITE : StoragePoolBuildFlags.NEW,
      ),
    start: (_step, { host }, handle) => libvirt(host).pools.create(handle),
    'set-autostart': ({ args }, { host }, handle) =>
      libvirt(host).pools.setAutostart(handle, args.value === true),
    stop: async (step, context, handle) => {
      const { pools } = libvirt(context.host);
      if (!(await pools.isActive(handle))) return;
      if (step.args.empty === true) await refuseContent(step, context, handle);
      await pools.destroy(handle);
    },
    delete: async (_step, { host }, handle) => {
      try {
        await libvirt(host).pools.delete(handle);
      } catch (error) {
        if (!isFolderToLeave(error)) throw error;
      }
    },
    undefine: (_step, { host }, handle) => libvirt(host).pools.undefine(handle),
  },
};

/** The folder was removed before (by hand, or by a destroy that was interrupted after it), or a file system is mounted on it. */
const LEAVE = ['No such file or directory', 'Device or resource busy'];

function isFolderToLeave(error: unknown): boolean {
  return (
    error instanceof LibvirtError &&
    error.fault === 'host' &&
    LEAVE.some((words) => error.message.includes(words))
  );
}

async function define(step: Step, { host, identity, wanted }: StepContext): Promise<void> {
  const attributes = attributesToMake(step.args, wanted);
  const { pools } = libvirt(host);
  await refuseTakenName('pool', step, attributes, (name) => pools.lookupByName(name));
  const xml = writeXml(encode(pool, { ...attributes, uuid: identityText(identity, 'uuid') ?? null }));
  await pools.defineXml(xml);
}

/** Our own volumes went before their pool; what is left in its folder is not ours to delete. */
async function refuseContent(step: Step, context: StepContext, handle: StoragePool): Promise<void> {
  const { pools } = libvirt(context.host);
  await pools.refresh(handle);
  const volumes = await pools.volumes(handle);
  if (volumes.length === 0) return;
  const names = volumes.slice(0, 3).map((volume) => volume.name);
  throw new StepError(
    `${step.why}: it holds ${names.join(', ')}${volumes.length > names.length ? ` and ${volumes.length - names.length} more` : ''}, which virtform did not make or was not asked to destroy`,
    'Move them away, or keep the folder with destroy = { delete = false }.',
  );
}
