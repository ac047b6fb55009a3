import type { Backend, StateLock } from '../../src/state/backend.js';
import { stateCodec } from '../../src/state/format.js';
import { localBackend } from '../../src/state/local.js';
import { stateStore, type StateStore } from '../../src/state/store.js';
import { Disk } from './disk.js';

const PATH = '/work/terraform.tfstate';
const ACCESS = { operation: 'state-test' };
const STATE = `${JSON.stringify(
  {
    version: 4,
    terraform_version: '1.5.7',
    serial: 3,
    lineage: 'a',
    outputs: {},
    resources: [],
    check_results: null,
  },
  null,
  2,
)}\n`;

/** A store whose locks are given back as `release` says, which is called once they are. */
function storeWith(disk: Disk, release: () => void): StateStore {
  const backend = localBackend({
    path: PATH,
    workspaceFolder: '/work/terraform.tfstate.d',
    files: disk.effects,
  });
  const releasing = (lock: StateLock): StateLock => ({
    info: lock.info,
    read: () => lock.read(),
    write: (content, keptAs) => lock.write(content, keptAs),
    async release() {
      await lock.release();
      release();
    },
  });
  const wrapped: Backend = {
    ...backend,
    async tryLock(workspace, info) {
      const attempt = await backend.tryLock(workspace, info);
      return attempt.outcome === 'locked' ? { ...attempt, lock: releasing(attempt.lock) } : attempt;
    },
  };
  return stateStore({
    backend: wrapped,
    workspace: 'default',
    codec: stateCodec(() => undefined),
    effects: {
      clock: { now: () => 0, sleep: async () => undefined },
      random: { bytes: (length) => new Uint8Array(length) },
    },
    version: '0.1.0',
  });
}

function diskWith(content: string): Disk {
  const disk = new Disk();
  disk.content.set(PATH, Buffer.from(content));
  return disk;
}

describe('a lock that cannot be given back', () => {
  const cannot = (): never => {
    throw new Error('the server is gone');
  };

  it.each<[string, string, (store: StateStore) => Promise<unknown>, string]>([
    [
      'an edit',
      STATE,
      (store) => store.edit({ edit: 'remove', targets: ['libvirt_pool.p'] }, ACCESS),
      'holds nothing',
    ],
    ['a push', STATE, (store) => store.push('', 'pushed.tfstate', false, ACCESS), 'pushed.tfstate is empty'],
    [
      'the reading of what is stored',
      '{',
      (store) => store.edit({ edit: 'remove', targets: ['libvirt_pool.p'] }, ACCESS),
      PATH,
    ],
  ])('hides no error of %s under it', async (_, content, work, message) => {
    const released: string[] = [];
    const store = storeWith(diskWith(content), () => {
      released.push('tried');
      cannot();
    });
    await expect(work(store)).rejects.toThrow(message);
    expect(released).toEqual(['tried']);
  });

  it('is told of where nothing else went wrong', async () => {
    const pushed = STATE.replace('"serial": 3', '"serial": 4');
    const store = storeWith(diskWith(STATE), cannot);
    await expect(store.push(pushed, 'pushed.tfstate', false, ACCESS)).rejects.toThrow('the server is gone');
  });

  it('is given back after what succeeded and after what failed', async () => {
    let released = 0;
    const disk = diskWith(STATE);
    const store = storeWith(disk, () => (released += 1));
    await store.push(STATE.replace('"serial": 3', '"serial": 4'), 'pushed.tfstate', false, ACCESS);
    await expect(store.push('{', 'pushed.tfstate', false, ACCESS)).rejects.toThrow('pushed.tfstate');
    expect(released).toBe(2);
    expect([...disk.content.keys()].filter((name) => name.includes('lock.info'))).toEqual([]);
  });
});
