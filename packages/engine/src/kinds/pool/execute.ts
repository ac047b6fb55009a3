import { applyEdits, encode, parseXml, pool, writeXml } from '@virtform/schema';
import { LibvirtError, type StoragePool } from '@virtform/libvirt';
import { identityText, StepError, type Step, type StepContext } from '../kind.js';
import { whenPoolIsFree } from '../shared/busy.js';
import { editsFrom } from '../shared/edits.js';
import { executeStep, refuseTakenName, type Executors } from '../shared/execute.js';
import { found } from '../shared/found.js';
import { attributesToMake } from '../shared/secrets.js';

const XML_INACTIVE = 1;
/** virStoragePoolBuildFlags. */
const BUILD_NEW = 0;
const BUILD_OVERWRITE = 8;

/** Runs one step of a pool. */
export function executePoolStep(step: Step, context: StepContext): Promise<void> {
  return executeStep(POOL_EXECUTORS, step, context);
}

const POOL_EXECUTORS: Executors<StoragePool> = {
  what: 'pool',
  find: ({ host, identity }) => {
    const uuid = identityText(identity, 'uuid');
    return uuid === undefined
      ? Promise.resolve(undefined)
      : found(host.call('STORAGE_POOL_LOOKUP_BY_UUID', { uuid }).then((reply) => reply.pool));
  },
  isRunning: async ({ host }, handle) =>
    (await host.call('STORAGE_POOL_IS_ACTIVE', { pool: handle })).active === 1,
  make: { define },
  work: {
    redefine: async ({ args }, { host, wanted }, handle) => {
      const { xml } = await host.call('STORAGE_POOL_GET_XML_DESC', { pool: handle, flags: XML_INACTIVE });
      const edited = applyEdits(pool, parseXml(xml), editsFrom(args.edits, wanted));
      await host.call('STORAGE_POOL_DEFINE_XML', { xml: writeXml(edited), flags: 0 });
    },
    build: async ({ args }, context, handle) => {
      const flags = args.overwrite === true ? BUILD_OVERWRITE : BUILD_NEW;
      await whenPoolIsFree(context, () => context.host.call('STORAGE_POOL_BUILD', { pool: handle, flags }));
    },
    start: async (_step, context, handle) => {
      await whenPoolIsFree(context, () =>
        context.host.call('STORAGE_POOL_CREATE', { pool: handle, flags: 0 }),
      );
    },
    'set-autostart': async ({ args }, { host }, handle) => {
      const autostart = args.value === true ? 1 : 0;
      await host.call('STORAGE_POOL_SET_AUTOSTART', { pool: handle, autostart });
    },
    stop: async (step, context, handle) => {
      if (step.args.empty === true) await refuseContent(step, context, handle);
      await whenPoolIsFree(context, () => context.host.call('STORAGE_POOL_DESTROY', { pool: handle }));
    },
    delete: async (_step, context, handle) => {
      try {
        await whenPoolIsFree(context, () =>
          context.host.call('STORAGE_POOL_DELETE', { pool: handle, flags: 0 }),
        );
      } catch (error) {
        if (!isFolderToLeave(error)) throw error;
      }
    },
    undefine: async (_step, context, handle) => {
      await whenPoolIsFree(context, () => context.host.call('STORAGE_POOL_UNDEFINE', { pool: handle }));
    },
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
  await refuseTakenName(
    'pool',
    step,
    attributes,
    async (name) => (await host.call('STORAGE_POOL_LOOKUP_BY_NAME', { name })).pool,
  );
  const xml = writeXml(encode(pool, { ...attributes, uuid: identityText(identity, 'uuid') ?? null }));
  await host.call('STORAGE_POOL_DEFINE_XML', { xml, flags: 0 });
}

/** Our own volumes went before their pool; what is left in its folder is not ours to delete. */
async function refuseContent(step: Step, context: StepContext, handle: StoragePool): Promise<void> {
  const { host } = context;
  await whenPoolIsFree(context, () => host.call('STORAGE_POOL_REFRESH', { pool: handle, flags: 0 }));
  const { vols } = await host.call('STORAGE_POOL_LIST_ALL_VOLUMES', {
    pool: handle,
    needResults: 1,
    flags: 0,
  });
  if (vols.length === 0) return;
  const names = vols.slice(0, 3).map((volume) => volume.name);
  throw new StepError(
    `${step.why}: it holds ${names.join(', ')}${vols.length > names.length ? ` and ${vols.length - names.length} more` : ''}, which virtform did not make or was not asked to destroy`,
    'Move them away, or keep the folder with destroy = { delete = false }.',
  );
}
