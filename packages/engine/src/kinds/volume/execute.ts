import { LibvirtError, type Caller, type StoragePool, type StorageVolume } from '@virtform/libvirt';
import { encode, parseXml, decode, volume, writeXml } from '@virtform/schema';
import { identityText, StepError, type Attributes, type Step, type StepContext } from '../kind.js';
import { readHostView } from '../read-host.js';
import { textAt, withoutAttribute } from '../shared/attributes.js';
import { whenPoolIsFree } from '../shared/busy.js';
import { executeStep, type Executors } from '../shared/execute.js';
import { found } from '../shared/found.js';
import { attributesFrom, attributesToMake } from '../shared/secrets.js';
import { inspectContent, type Content } from './content.js';
import { describeUser } from './propose.js';
import { bytesFrom, capacityOf } from './size.js';

/** virStorageVolResizeFlags: SHRINK. */
const RESIZE_SHRINK = 4;
/** virDomainBlockResizeFlags: BYTES; without it the size counts in KiB. */
const BLOCK_RESIZE_BYTES = 1;

/** Runs one step of a volume. */
export function executeVolumeStep(step: Step, context: StepContext): Promise<void> {
  return executeStep(VOLUME_EXECUTORS, step, context);
}

const VOLUME_EXECUTORS: Executors<StorageVolume> = {
  what: 'volume',
  find: async (context) => {
    const home = await findPool(context);
    const name = identityText(context.identity, 'name');
    if (home === undefined || name === undefined) return undefined;
    const { host } = context;
    return found(host.call('STORAGE_VOL_LOOKUP_BY_NAME', { pool: home, name }).then(({ vol }) => vol));
  },
  make: { create },
  work: { upload, resize, 'block-resize': blockResize, delete: remove },
};

/** By UUID, or where the pool was made by the same apply, by name. */
async function findPool({
  host,
  identity,
}: Pick<StepContext, 'host' | 'identity'>): Promise<StoragePool | undefined> {
  const uuid = identityText(identity, 'poolUuid');
  if (uuid !== undefined) {
    const known = await found(host.call('STORAGE_POOL_LOOKUP_BY_UUID', { uuid }));
    if (known !== undefined) return known.pool;
  }
  const name = identityText(identity, 'pool');
  return name === undefined
    ? undefined
    : (await found(host.call('STORAGE_POOL_LOOKUP_BY_NAME', { name })))?.pool;
}

async function create(step: Step, context: StepContext): Promise<void> {
  const { host, wanted, identity } = context;
  const attributes = attributesToMake(step.args, wanted);
  const home = await findPool(context);
  if (home === undefined) {
    const pool = identityText(identity, 'pool') ?? '';
    throw new StepError(
      `${step.why}: there is no pool ${pool}`,
      'Give the name of a pool that exists, or of one in the same configuration: pool = libvirt_pool.NAME.name',
    );
  }
  const url = textAt(attributes, ['create', 'content', 'url']);
  const content = url === undefined ? undefined : await inspectContent(url, context);
  const xml = writeXml(
    encode(volume, content === undefined ? attributes : roomFor(content, attributes, step)),
  );
  try {
    await whenPoolIsFree(context, () => host.call('STORAGE_VOL_CREATE_XML', { pool: home, xml, flags: 0 }));
  } catch (error) {
    throw await explained(error, step, context, home);
  }
}

/** The volume that takes the content: as large as the image says, or as is wanted; in the image's format unless said otherwise. */
function roomFor(content: Content, attributes: Attributes, step: Step): Attributes {
  const asked = capacityOf(attributes);
  if (asked !== undefined && asked < content.capacity) {
    throw new StepError(
      `${step.why}: its content, ${content.path}, is a disk of ${content.capacity} bytes, more than the ${asked} that are asked for`,
      'Take the capacity out, or make it at least as large as the image.',
    );
  }
  const format = textAt(attributes, ['target', 'format', 'type']) ?? content.format;
  return {
    ...withoutAttribute(attributes, ['capacity_unit']),
    // A raw volume is cut to size before its content comes; a qcow2 image brings its own size along.
    capacity: format === 'raw' ? (asked ?? content.capacity) : content.capacity,
    target: { ...attributesFrom(attributes.target), format: { type: format } },
  };
}

/** libvirt refuses to write over a file that it did not know of, and does not say what it is. */
async function explained(
  error: unknown,
  step: Step,
  context: StepContext,
  home: StoragePool,
): Promise<unknown> {
  if (!(error instanceof LibvirtError) || !error.message.includes('exists')) return error;
  await whenPoolIsFree(context, () =>
    context.host.call('STORAGE_POOL_REFRESH', { pool: home, flags: 0 }),
  ).catch(() => undefined);
  const name = identityText(context.identity, 'name') ?? '';
  return new StepError(
    `${step.why}: libvirt says ${error.message}`,
    `Look at it with: virsh vol-info ${name} --pool ${home.name}; then give yours another name, or rename that one.`,
    { cause: error },
  );
}

async function upload(step: Step, context: StepContext, vol: StorageVolume): Promise<void> {
  const url = step.args.url;
  if (typeof url !== 'string') throw new TypeError('what is to be uploaded is not known');
  const { host, files, signal } = context;
  try {
    const content = await inspectContent(url, context);
    let sent = 0;
    const counted = counting(files.stream(content.path), (bytes) => (sent += bytes));
    await host.upload(
      'STORAGE_VOL_UPLOAD',
      { vol, offset: 0n, length: BigInt(content.size), flags: 0 },
      counted,
      { signal, onProgress: (bytes) => context.progress(bytes, content.size, 'bytes') },
    );
    if (sent !== content.size) {
      throw new StepError(
        `${step.why}: ${content.path} had ${content.size} bytes, and ${sent} were sent`,
        'The file changed while it was uploaded: apply again when it is complete.',
      );
    }
    await checkArrived(step, host, vol, content);
  } catch (error) {
    // Half an image must not be taken for a whole one. Where even this fails, the intent says that it cannot be trusted.
    await host.call('STORAGE_VOL_DELETE', { vol, flags: 0 }).catch(() => undefined);
    throw error;
  }
}

/** libvirt takes an upload that is too short without a word. */
async function checkArrived(step: Step, host: Caller, vol: StorageVolume, content: Content): Promise<void> {
  const { xml } = await host.call('STORAGE_VOL_GET_XML_DESC', { vol, flags: 0 });
  const there = decode(volume, parseXml(xml));
  const capacity = capacityOf(there);
  if (capacity === undefined || capacity >= content.capacity) return;
  throw new StepError(
    `${step.why}: the volume has ${capacity} bytes, the image ${content.capacity}`,
    'Apply again; look whether the pool is full.',
  );
}

async function* counting(
  source: AsyncIterable<Uint8Array>,
  count: (bytes: number) => void,
): AsyncIterable<Uint8Array> {
  for await (const chunk of source) {
    count(chunk.length);
    yield chunk;
  }
}

async function resize(step: Step, context: StepContext, vol: StorageVolume): Promise<void> {
  const { host } = context;
  const bytes = bytesFrom(step.args.bytes);
  if (bytes === undefined) throw new TypeError('the size is not known');
  const shrink = step.args.shrink === true;
  const { xml } = await host.call('STORAGE_VOL_GET_XML_DESC', { vol, flags: 0 });
  const now = capacityOf(decode(volume, parseXml(xml)));
  if (now === bytes) return;
  if (now !== undefined && bytes < now && !shrink) throw shrinks(step, now, bytes);
  await whenPoolIsFree(context, () =>
    host.call('STORAGE_VOL_RESIZE', { vol, capacity: bytes, flags: shrink ? RESIZE_SHRINK : 0 }),
  );
}

async function blockResize({ args, why }: Step, { host }: StepContext): Promise<void> {
  const [uuid, disk, size] = [args.domain, args.disk, bytesFrom(args.bytes)];
  if (typeof uuid !== 'string' || typeof disk !== 'string' || size === undefined) {
    throw new TypeError('the disk or its size is not known');
  }
  const { dom } = await host.call('DOMAIN_LOOKUP_BY_UUID', { uuid });
  const { capacity } = await host.call('DOMAIN_GET_BLOCK_INFO', { dom, path: disk, flags: 0 });
  // Block resize cuts a disk off without asking (seen).
  if (size < capacity && args.shrink !== true) throw shrinks({ why }, capacity, size);
  await host.call('DOMAIN_BLOCK_RESIZE', { dom, disk, size, flags: BLOCK_RESIZE_BYTES });
}

function shrinks({ why }: Pick<Step, 'why'>, now: bigint, then: bigint): StepError {
  return new StepError(
    `${why}: it has ${now} bytes now, and ${then} would cut it`,
    'Plan again: somebody has grown it since.',
  );
}

async function remove(step: Step, context: StepContext, vol: StorageVolume): Promise<void> {
  const { host } = context;
  const { name: path } = await host.call('STORAGE_VOL_GET_PATH', { vol });
  const view = await readHostView(host);
  const users = view.usage.usersOf(path);
  if (users.length > 0) {
    throw new StepError(
      `${step.why}: it is in use by ${users.map(describeUser).join(', ')}`,
      'Take the disk out of that guest, or destroy the guest first.',
    );
  }
  await whenPoolIsFree(context, () => host.call('STORAGE_VOL_DELETE', { vol, flags: 0 }));
}
