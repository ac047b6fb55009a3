import { createHash } from 'node:crypto';
import type { ClockEffects } from '../effects/effects.js';
import type { HttpRequest, HttpResponse, HttpSend } from '../effects/http.js';
import type { Backend, LockAttempt, StateLock } from './backend.js';
import { reasonOf, StateError } from './errors.js';
import { type LockInfo, parseLockInfo, printLockInfo } from './lock-info.js';
import { describeHolder } from './lock.js';

/** What a `backend "http"` block says; Terraform's names and defaults. */
export interface HttpBackendOptions {
  readonly address: string;
  /** POST by default. */
  readonly updateMethod?: string;
  /** Without it nothing is locked. */
  readonly lockAddress?: string;
  /** LOCK by default. */
  readonly lockMethod?: string;
  readonly unlockAddress?: string;
  /** UNLOCK by default. */
  readonly unlockMethod?: string;
  readonly username?: string;
  readonly password?: string;
  /** How often a request is sent again where no answer came, or one that says "later" (5xx); 2 by default. */
  readonly retryMax?: number;
  /** ms before the first retry, doubled with each up to the other; 1,000 and 30,000 by default. */
  readonly retryWaitMin?: number;
  readonly retryWaitMax?: number;
  readonly send: HttpSend;
  readonly clock: ClockEffects;
}

/**
 * A state on a web server, by the protocol of Terraform's `http` backend: GET, POST and DELETE for the state, LOCK and UNLOCK for
 * its lock, whose ID goes along with each write.
 */
export function httpBackend(options: HttpBackendOptions): Backend {
  const client = createClient(options);
  const { place } = client;
  return {
    place: () => place,
    workspaces: async () => ['default'],
    async removeWorkspace(workspace, lock) {
      requireDefault(workspace, place);
      const answer = await client.exchange('removed', 'DELETE', options.address);
      if (answer.status !== 200 && answer.status !== 404) throw client.refusal('removed', answer);
      await lock.release();
    },
    async read(workspace) {
      requireDefault(workspace, place);
      return readState(client, options.address);
    },
    async tryLock(workspace, info) {
      requireDefault(workspace, place);
      return tryLock(client, options, info);
    },
    async unlocked(workspace, info) {
      requireDefault(workspace, place);
      return httpLock(client, options, info, false);
    },
    async forceUnlock(workspace, id) {
      requireDefault(workspace, place);
      await unlock(client, options, JSON.stringify({ ID: id }));
    },
  };
}

interface Client {
  /** The address without what may be secret in it. */
  readonly place: string;
  /** One request, sent again where that may help. */
  exchange(attempt: string, method: string, url: string, body?: Uint8Array): Promise<HttpResponse>;
  refusal(attempt: string, answer: HttpResponse): StateError;
}

function createClient(options: HttpBackendOptions): Client {
  const { send, clock, retryMax = 2, retryWaitMin = 1000, retryWaitMax = 30_000 } = options;
  const shown = new URL(options.address);
  shown.username = '';
  shown.password = '';
  shown.search = '';
  const place = shown.href;
  const account = accountOf(options);
  return {
    place,
    async exchange(attempt, method, url, body) {
      const request: HttpRequest = {
        method,
        url,
        headers: {
          ...(account === undefined ? {} : { Authorization: `Basic ${account}` }),
          ...(body === undefined
            ? {}
            : {
                'Content-Type': 'application/json',
                'Content-Length': String(body.length),
                'Content-MD5': md5(body),
              }),
        },
        ...(body === undefined ? {} : { body }),
      };
      for (let sent = 1, wait = retryWaitMin; ; sent += 1, wait = Math.min(wait * 2, retryWaitMax)) {
        const answer = await send(request).catch((error: unknown) => {
          if (sent <= retryMax) return undefined;
          throw new StateError(
            'storage',
            `The state ${place} could not be ${attempt}: ${reasonOf(error)}`,
            'See that the server runs and can be reached, then try again.',
            { cause: error },
          );
        });
        if (answer !== undefined && (answer.status < 500 || sent > retryMax)) return answer;
        await clock.sleep(wait);
      }
    },
    refusal: (attempt, { status }) =>
      new StateError(
        'storage',
        `The state ${place} could not be ${attempt}: the server answered ${status}.`,
        HINTS[status] ?? "Look at the server's log, then try again.",
      ),
  };
}

const HINTS: Readonly<Record<number, string>> = {
  401: 'Give username and password of the backend (TF_HTTP_USERNAME, TF_HTTP_PASSWORD).',
  403: 'The server knows this user and forbids it: use another one, or let the server permit it.',
  413: 'The server takes no body that large: raise its limit.',
};

function accountOf({ username, password, address }: HttpBackendOptions): string | undefined {
  const url = new URL(address);
  const user = username ?? decodeURIComponent(url.username);
  if (user === '') return undefined;
  return Buffer.from(`${user}:${password ?? decodeURIComponent(url.password)}`, 'utf8').toString('base64');
}

function requireDefault(workspace: string, place: string): void {
  if (workspace === 'default') return;
  throw new StateError(
    'storage',
    `The state ${place} has no workspace "${workspace}": an http backend keeps one state.`,
    'Use the workspace default, or another backend.',
  );
}

async function readState(client: Client, address: string): Promise<Buffer | undefined> {
  const answer = await client.exchange('read', 'GET', address);
  if (answer.status === 204 || answer.status === 404) return undefined;
  if (answer.status !== 200) throw client.refusal('read', answer);
  const sum = answer.headers['content-md5'];
  if (typeof sum === 'string' && sum !== md5(answer.body)) {
    throw new StateError(
      'storage',
      `The state ${client.place} could not be read: it arrived damaged (its Content-MD5 is another).`,
      'Try again; if it stays so, look at the server and what stands before it.',
    );
  }
  return answer.body.length === 0 ? undefined : answer.body;
}

async function tryLock(client: Client, options: HttpBackendOptions, info: LockInfo): Promise<LockAttempt> {
  const { lockAddress, lockMethod = 'LOCK' } = options;
  if (lockAddress === undefined) return { outcome: 'locked', lock: httpLock(client, options, info, false) };
  const body = Buffer.from(printLockInfo(info), 'utf8');
  const answer = await client.exchange('locked', lockMethod, lockAddress, body);
  const held = { outcome: 'locked', lock: httpLock(client, options, info, true) } as const;
  if (answer.status === 200) return held;
  if (answer.status !== 423 && answer.status !== 409) throw client.refusal('locked', answer);
  const holder = parseLockInfo(answer.body.toString('utf8'));
  // The answer to a request that was sent before got lost: the lock is ours.
  return holder?.id === info.id ? held : { outcome: 'busy', holder };
}

async function unlock(client: Client, options: HttpBackendOptions, body: string): Promise<void> {
  const { unlockAddress, unlockMethod = 'UNLOCK' } = options;
  if (unlockAddress === undefined) return;
  const answer = await client.exchange('unlocked', unlockMethod, unlockAddress, Buffer.from(body, 'utf8'));
  if (answer.status === 200) return;
  if (answer.status !== 423 && answer.status !== 409) throw client.refusal('unlocked', answer);
  const holder = parseLockInfo(answer.body.toString('utf8'));
  throw new StateError(
    'locked',
    `The state ${client.place} could not be unlocked: another lock is on it, ${describeHolder(holder)}.`,
    'Give the ID of that lock, when you are sure that nobody uses it any more.',
  );
}

function httpLock(client: Client, options: HttpBackendOptions, info: LockInfo, isHeld: boolean): StateLock {
  const { updateMethod = 'POST' } = options;
  const target = new URL(options.address);
  if (isHeld) target.searchParams.set('ID', info.id);
  let isReleased = false;
  return {
    info,
    read: () => readState(client, options.address),
    async write(content) {
      const body = content instanceof Uint8Array ? content : Buffer.concat(content);
      if (isReleased) throw lockLost(client, 'its lock was released');
      const answer = await client.exchange('written', updateMethod, target.href, body);
      if ([200, 201, 204].includes(answer.status)) return;
      if (answer.status === 423 || answer.status === 409) {
        const holder = parseLockInfo(answer.body.toString('utf8'));
        throw lockLost(client, `its lock is not ours any more (${describeHolder(holder)})`);
      }
      throw client.refusal('written', answer);
    },
    async release() {
      if (isReleased) return;
      isReleased = true;
      if (isHeld) await unlock(client, options, printLockInfo(info));
    },
  };
}

function lockLost({ place }: Client, why: string): StateError {
  return new StateError(
    'lock-lost',
    `The state ${place} could not be written: ${why}.`,
    'Find out who broke the lock, and look at what was written since before you run the command again.',
  );
}

function md5(content: Uint8Array): string {
  return createHash('md5').update(content).digest('base64');
}
