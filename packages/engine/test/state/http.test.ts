import { realHttp } from '../../src/effects/http.js';
import type { LockInfo } from '../../src/state/lock-info.js';
import { httpBackend, type HttpBackendOptions } from '../../src/state/http.js';
import { itKeepsStates } from './conformance.js';
import { StateServer } from './state-server.js';

const info: LockInfo = {
  id: '11111111-2222-4333-8444-555555555555',
  operation: 'OperationTypeApply',
  info: '',
  who: 'me@here',
  version: '0.1.0',
  created: '2026-01-01T00:00:00.000Z',
  path: 'state',
};

/** Waits are noted and not waited for. */
function backendOf(
  url: string,
  waits: number[] = [],
  more: Partial<HttpBackendOptions> = {},
): ReturnType<typeof httpBackend> {
  return httpBackend({
    address: url,
    lockAddress: url,
    unlockAddress: url,
    send: realHttp(),
    clock: { now: () => 0, sleep: async (ms) => void waits.push(ms) },
    ...more,
  });
}

describe('the http backend', () => {
  itKeepsStates(async () => {
    const server = await StateServer.start();
    let broken = false;
    const send = realHttp();
    return {
      open: () =>
        backendOf(server.url, [], {
          send: (request) => {
            if (broken && request.method === 'POST') server.fail('POST', { kind: 'status', status: 507 });
            return send(request);
          },
        }),
      breakWrites: (now) => {
        broken = now;
      },
      breakLock: async (lock) => {
        const backend = backendOf(server.url);
        await backend.forceUnlock('default', lock.info.id);
        await backend.tryLock('default', { ...info, who: 'you@there' });
      },
      close: () => server.stop(),
    };
  });

  let server: StateServer;
  beforeEach(async () => {
    server = await StateServer.start();
  });
  afterEach(() => server.stop());

  it('sends the ID of its lock with each write, and keeps what the address asks already', async () => {
    const backend = backendOf(`${server.url}?team=a`);
    const attempt = await backend.tryLock('default', info);
    if (attempt.outcome !== 'locked') throw new Error('the lock is free');
    await attempt.lock.write(Buffer.from('{}'));
    expect(server.requests).toEqual(['LOCK /state?team=a', `POST /state?team=a&ID=${info.id}`]);
  });

  it('takes a lock as its own when the answer to its first request got lost', async () => {
    server.fail('LOCK', { kind: 'lost-answer' });
    expect(await backendOf(server.url).tryLock('default', info)).toMatchObject({ outcome: 'locked' });
  });

  it('asks again, each time later, where the server says so or does not answer', async () => {
    server.state = Buffer.from('{}');
    server.fail('GET', { kind: 'status', status: 503 });
    server.fail('GET', { kind: 'lost-answer' });
    const waits: number[] = [];
    expect(await backendOf(server.url, waits).read('default')).toEqual(server.state);
    expect(waits).toEqual([1000, 2000]);
  });

  it('gives up after so many times', async () => {
    for (let time = 0; time < 3; time += 1) server.fail('GET', { kind: 'status', status: 503 });
    await expect(backendOf(server.url).read('default')).rejects.toThrow('the server answered 503');
    expect(server.requests).toHaveLength(3);
  });

  it('refuses a state that arrived damaged', async () => {
    server.state = Buffer.from('{}');
    server.fail('GET', { kind: 'damage' });
    await expect(backendOf(server.url).read('default')).rejects.toThrow('it arrived damaged');
  });

  it('proves who it is, and shows no password when it is refused', async () => {
    server.account = Buffer.from('me:s3cret').toString('base64');
    expect(
      await backendOf(server.url, [], { username: 'me', password: 's3cret' }).read('default'),
    ).toBeUndefined();
    const inAddress = server.url.replace('http://', 'http://me:wr0ng@');
    const refused = backendOf(inAddress).read('default');
    await expect(refused).rejects.toMatchObject({
      message: `The state ${server.url} could not be read: the server answered 401.`,
      action: expect.stringContaining('TF_HTTP_PASSWORD'),
    });
  });

  it('says where the server should be when it is not there', async () => {
    const { url } = server;
    await server.stop();
    await expect(backendOf(url).read('default')).rejects.toThrow(
      new RegExp(`The state ${url} could not be read: .*ECONNREFUSED`),
    );
    server = await StateServer.start();
  });

  it('breaks the lock that is named, and no other', async () => {
    const backend = backendOf(server.url);
    await backend.tryLock('default', info);
    await expect(backend.forceUnlock('default', 'another')).rejects.toMatchObject({
      problem: 'locked',
      message: expect.stringContaining(`ID ${info.id}`),
    });
    await backend.forceUnlock('default', info.id);
    expect(server.lock).toBeUndefined();
  });

  it('locks nothing where no address is given for it', async () => {
    const backend = httpBackend({
      address: server.url,
      send: realHttp(),
      clock: { now: () => 0, sleep: async () => undefined },
    });
    const attempt = await backend.tryLock('default', info);
    if (attempt.outcome !== 'locked') throw new Error('there is no lock');
    await attempt.lock.write(Buffer.from('{}'));
    await attempt.lock.release();
    expect(server.requests).toEqual(['POST /state']);
  });

  it('has one workspace', async () => {
    await expect(backendOf(server.url).read('blue')).rejects.toThrow('has no workspace "blue"');
  });
});
