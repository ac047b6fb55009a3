import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { DiagnosticsError, isObject, type Json } from '@virtform/values';
import { createClock } from '../../src/effects/simulated/clock.js';
import { createDisk } from '../../src/effects/simulated/disk.js';
import { createGate } from '../../src/effects/simulated/gate.js';
import { createRandom } from '../../src/effects/simulated/random.js';
import { planJson } from '../../src/plan/plan-json.js';
import { readPlanFile, writePlanFile } from '../../src/plan/plan-file.js';
import { Workbench } from '../support/workbench.js';

const RUNS = process.env.VIRTFORM_TEST === 'full' ? 5_000 : 300;
const files = () =>
  createDisk(createRandom(1), () => createClock(0).now()).effects(createGate(() => undefined));

let original: Buffer;
beforeAll(async () => {
  const bench = new Workbench();
  bench.write({
    a: { name: 'one', size: 3, secret: 'x', ref: '${memory_thing.b.label}' },
    b: { name: 'two' },
  });
  await bench.apply();
  bench.write({ a: { name: 'one', size: 4, ref: '${memory_thing.c.label}' }, c: { name: 'three' } });
  const disk = files();
  await writePlanFile(disk, '/a.plan', await bench.plan());
  original = (await disk.read('/a.plan')) ?? Buffer.alloc(0);
});

/** Reads what may be damaged: it is refused with the file's name, or read as something that can be shown. */
async function readOrRefuse(content: Uint8Array): Promise<void> {
  const disk = files();
  await disk.overwrite('/a.plan', content, 0o600);
  try {
    planJson(await readPlanFile(disk, '/a.plan'));
  } catch (error) {
    if (!(error instanceof DiagnosticsError)) throw error;
    expect(error.diagnostics).toMatchObject([
      {
        severity: 'error',
        summary: '/a.plan cannot be read as a plan',
        action: 'Make a new one with plan -out.',
      },
    ]);
    expect(error.diagnostics[0]?.detail).toMatch(/\S/);
  }
  expect(await disk.read('/a.plan')).toEqual(Buffer.from(content));
}

test('a plan file is refused whatever happened to its bytes, and left as it is', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.constantFrom('flip', 'cut', 'double', 'drop'),
      fc.integer({ min: 1, max: 255 }),
      async (where, kind, amount) => {
        const at = Math.floor(where * (original.length - 1));
        const changed = Buffer.from(original);
        changed[at] = (changed[at] ?? 0) ^ amount;
        await readOrRefuse(
          {
            flip: changed,
            cut: original.subarray(0, at),
            double: Buffer.concat([original.subarray(0, at + amount), original.subarray(at)]),
            drop: Buffer.concat([original.subarray(0, at), original.subarray(at + amount)]),
          }[kind],
        );
      },
    ),
    { numRuns: RUNS },
  );
});

/** The plan's own JSON in a file that is whole: what somebody may write who wants to. */
function wrapped(body: string, more: object = {}): Buffer {
  const sha256 = createHash('sha256').update(body).digest('hex');
  return gzipSync(JSON.stringify({ format: 'virtform-plan-3', sha256, plan: body, ...more }));
}

/** The same JSON with another value in one place, counted over all of them. */
function withValueAt(json: Json, place: number, put: Json): Json {
  let left = place;
  const walk = (part: Json): Json => {
    left -= 1;
    if (left === -1) return put;
    if (Array.isArray(part)) return part.map(walk);
    if (!isObject(part)) return part;
    return Object.fromEntries(Object.entries(part).map(([name, inner]) => [name, walk(inner)]));
  };
  return walk(json);
}

test('a plan file with a right checksum over wrong content is refused', async () => {
  const { plan } = JSON.parse(gunzipSync(original).toString('utf8')) as { plan: string };
  const put = fc.constantFrom<Json[]>(
    null,
    true,
    0,
    'x',
    [],
    {},
    [null],
    { $: 'odd' },
    { $: 'integer', value: 'x' },
    { $: 'set' },
  );
  await fc.assert(
    fc.asyncProperty(fc.nat(400), put, async (place, value) => {
      await readOrRefuse(wrapped(JSON.stringify(withValueAt(JSON.parse(plan) as Json, place, value))));
    }),
    { numRuns: RUNS },
  );
});

test.each<[string, () => Buffer, RegExp]>([
  ['empty', () => Buffer.alloc(0), /./],
  [
    'of a version that is newer',
    () => wrapped('{}', { format: 'virtform-plan-4' }),
    /newer.*virtform-plan-4/s,
  ],
  ['a plan of Terraform', () => Buffer.from('PK\u0003\u0004tfplan', 'latin1'), /Terraform/],
  ['gzip of something else', () => gzipSync('hello'), /JSON/],
  [
    'nothing but zeros, much larger than it says',
    () => gzipSync(Buffer.alloc(260 * 1024 * 1024)),
    /larger than/,
  ],
  ['lists in lists without end', () => wrapped(`${'['.repeat(100_000)}${']'.repeat(100_000)}`), /./],
])('a file that is %s is refused with the reason', async (_, content, reason) => {
  const disk = files();
  await disk.overwrite('/a.plan', content(), 0o600);
  await expect(readPlanFile(disk, '/a.plan')).rejects.toMatchObject({
    diagnostics: [{ summary: '/a.plan cannot be read as a plan', detail: expect.stringMatching(reason) }],
  });
});
