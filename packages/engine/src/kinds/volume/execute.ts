import {
  DomainBlockResizeFlags,
  isNotFound,
  libvirt,
  LibvirtError,
  type StoragePool,
  type StorageVolume,
  StorageVolResizeFlags,
  type Volumes,
} from '@virtform/libvirt';
import { encode, parseXml, decode, volume, writeXml } from '@virtform/schema';
import { identityText, type Attributes, type Step, type StepContext } from '../kind.js';
import { StepError } from '../step-error.js';
import type { KnownHost } from '../read-host.js';
import { volumeUsersNow } from '../volume-users-now.js';
import { textAt, withoutAttribute } from '../shared/attributes.js';
import { executeStep, type Executors } from '../shared/execute.js';
import { found } from '../shared/found.js';
import { attributesFrom, attributesToMake } from '../shared/secrets.js';
import { inspectContent, type Content } from './content.js';
import { describeUser, runningGuestOn, type RunningGuest } from './users.js';
import { bytesFrom, capacityOf } from './size.js';

/** Runs one step of a volume. */
export function executeVolumeStep(step: Step, context: StepContext, view: KnownHost): Promise<void> {
  const run = (): Promise<void> => executeStep(volumeExecutors(view), step, context);
  return step.effect === 'delete'
    ? run().catch((error: unknown) => inOpenPool(error, step, context, run))
    : run();
}

/** Starts the pool where that is all that stands in the way, and tries again. It is stopped with the pool, which goes as well or is wanted up. */
async function inOpenPool(
  error: unknown,
  step: Step,
  context: StepContext,
  again: () => Promise<void>,
): Promise<void> {
  const { pools } = libvirt(context.host);
  if (!(error instanceof LibvirtError) || error.codeName !== 'VIR_ERR_OPERATION_INVALID') throw error;
  const home = await findPool(context);
  if (home === undefined) throw error;
  // Several volumes of one pool go at a time, and the first one starts it.
  if (!(await pools.isActive(home)))
    await pools.create(home).catch(async (cause: unknown) => {
      if (!(await pools.isActive(home))) throw doesNotStart(step, home, cause);
    });
  await again();
}

function doesNotStart({ why }: Step, { name }: StoragePool, cause: unknown): StepError {
  const said = cause instanceof Error ? cause.message : String(cause);
  return new StepError(
    `${why}: its pool ${name} is not active, and does not start: ${said}`,
    'Mend the pool. Where it is gone for good with all that was in it, take its volumes out of the state: virtform state rm ADDRESS',
    { cause },
  );
}

/** @param view what was read before; who uses a volume is always looked up anew */
const volumeExecutors = (view: KnownHost): Executors<StorageVolume> => ({
  what: 'volume',
  find: findVolume,
  make: { create },
  work: {
    upload,
    resize: (step, context, vol) => resize(step, context, vol, view),
    delete: (step, context, vol) => remove(step, context, vol, view),
  },
});

/** libvirt finds the pool of a volume by its UUID; only where there is none of that UUID, it is looked for. */
async function findVolume(context: StepContext): Promise<StorageVolume | undefined> {
  const { host, identity } = context;
  const [pool, uuid, name] = [
    identityText(identity, 'pool'),
    identityText(identity, 'poolUuid'),
    identityText(identity, 'name'),
  ];
  if (name === undefined) return undefined;
  const { volumes } = libvirt(host);
  if (pool !== undefined && uuid !== undefined) {
    try {
      return await volumes.lookupByName({ name: pool, uuid }, name);
    } catch (error) {
      if (!isNotFound(error)) throw error;
      if (error instanceof LibvirtError && error.codeName === 'VIR_ERR_NO_STORAGE_VOL') return undefined;
    }
  }
  const home = await findPool(context);
  return home === undefined ? undefined : found(volumes.lookupByName(home, name));
}

/** By UUID, or where the pool was made by the same apply, by name. */
async function findPool({
  host,
  identity,
}: Pick<StepContext, 'host' | 'identity'>): Promise<StoragePool | undefined> {
  const { pools } = libvirt(host);
  const uuid = identityText(identity, 'poolUuid');
  if (uuid !== undefined) {
    const known = await found(pools.lookupByUuid(uuid));
    if (known !== undefined) return known;
  }
  const name = identityText(identity, 'pool');
  return name === undefined ? undefined : found(pools.lookupByName(name));
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
  const { volumes } = libvirt(host);
  try {
    await volumes.createXml(home, xml);
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
  const { pools } = libvirt(context.host);
  await pools.refresh(home).catch(() => undefined);
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
  const { volumes } = libvirt(context.host);
  try {
    const content = await inspectContent(url, context);
    await send(step, context, volumes, vol, content);
    await checkArrived(step, volumes, vol, content);
  } catch (error) {
    // Half an image must not be taken for a whole one. Where even this fails, the intent says that it cannot be trusted.
    await volumes.delete(vol).catch(() => undefined);
    throw error;
  }
}

async function send(
  step: Step,
  context: StepContext,
  volumes: Volumes,
  vol: StorageVolume,
  { path, size }: Content,
): Promise<void> {
  try {
    await volumes.upload(
      vol,
      context.files.stream(path),
      { length: BigInt(size) },
      { signal: context.signal, onProgress: (bytes) => context.progress(bytes, size, 'bytes') },
    );
  } catch (error) {
    // A file that cannot be read, and an abort, come as the cause: without one, it is the length that was refused.
    const changed = error instanceof LibvirtError && error.fault === 'caller' && error.cause === undefined;
    if (!changed) throw error;
    throw new StepError(
      `${step.why}: ${path} had ${size} bytes: ${error.message}`,
      'The file changed while it was uploaded: apply again when it is complete.',
      { cause: error },
    );
  }
}

/** What libvirt says of the volume is what counts. */
async function checkArrived(
  step: Step,
  volumes: Volumes,
  vol: StorageVolume,
  content: Content,
): Promise<void> {
  const capacity = await capacityNow(volumes, vol);
  if (capacity === undefined || capacity >= content.capacity) return;
  throw new StepError(
    `${step.why}: the volume has ${capacity} bytes, the image ${content.capacity}`,
    'Apply again; look whether the pool is full.',
  );
}

async function capacityNow(volumes: Volumes, vol: StorageVolume): Promise<bigint | undefined> {
  return capacityOf(decode(volume, parseXml(await volumes.xmlDesc(vol))));
}

async function resize(step: Step, context: StepContext, vol: StorageVolume, view: KnownHost): Promise<void> {
  const { volumes } = libvirt(context.host);
  const bytes = bytesFrom(step.args.bytes);
  if (bytes === undefined) throw new TypeError('the size is not known');
  const shrink = step.args.shrink === true;
  if (step.impact !== 'none' && (await resizeWhileItRuns(step, context, vol, view, { bytes, shrink })))
    return;
  const now = await capacityNow(volumes, vol);
  if (now === bytes) return;
  if (now !== undefined && bytes < now && !shrink) throw shrinks(step, now, bytes);
  await volumes.resize(vol, bytes, shrink ? StorageVolResizeFlags.SHRINK : 0);
}

interface Size {
  readonly bytes: bigint;
  readonly shrink: boolean;
}

/**
 * Has the running guest that uses a volume resize it.
 *
 * @returns false where no such guest is found: one that had it when the plan was made may be off by now, or have let go of the disk, by the
 * same apply. Then its file is a volume as any other
 */
async function resizeWhileItRuns(
  step: Step,
  context: StepContext,
  vol: StorageVolume,
  view: KnownHost,
  size: Size,
): Promise<boolean> {
  const path = await libvirt(context.host).volumes.path(vol);
  const guestNow = async (): Promise<RunningGuest | undefined> => {
    const now = await context.share(volumeUsersNow(context, view));
    context.signal.throwIfAborted();
    return runningGuestOn(path, now);
  };
  const guest = await guestNow();
  if (guest === undefined) return false;
  try {
    await blockResize(step, context, guest, size);
    return true;
  } catch (error) {
    // What libvirt refuses because the guest has just ended or let go of the disk has many codes: so it is looked up.
    if (!(error instanceof LibvirtError) || error.fault !== 'host') throw error;
    if ((await guestNow()) !== undefined) throw error;
    return false;
  }
}

/** QEMU has the file open, and only it may change its size. */
async function blockResize(
  { why }: Step,
  { host }: StepContext,
  { uuid, disk }: RunningGuest,
  { bytes, shrink }: Size,
): Promise<void> {
  const { domains } = libvirt(host);
  const dom = await domains.lookupByUuid(uuid);
  const { capacity } = await domains.blockInfo(dom, disk);
  // Block resize cuts a disk off without asking (seen).
  if (bytes < capacity && !shrink) throw shrinks({ why }, capacity, bytes);
  await domains.blockResize(dom, disk, bytes, DomainBlockResizeFlags.BYTES);
}

function shrinks({ why }: Pick<Step, 'why'>, now: bigint, then: bigint): StepError {
  return new StepError(
    `${why}: it has ${now} bytes now, and ${then} would cut it`,
    'Plan again: somebody has grown it since.',
  );
}

async function remove(step: Step, context: StepContext, vol: StorageVolume, view: KnownHost): Promise<void> {
  const { volumes } = libvirt(context.host);
  const [path, usage] = await context.share(Promise.all([volumes.path(vol), volumeUsersNow(context, view)]));
  // The reading may have been waited for longer than there was time.
  context.signal.throwIfAborted();
  const users = usage.usersOf(path);
  if (users.length > 0) {
    throw new StepError(
      `${step.why}: it is in use by ${users.map(describeUser).join(', ')}`,
      'Take the disk out of that guest, or destroy the guest first.',
    );
  }
  await volumes.delete(vol);
}
