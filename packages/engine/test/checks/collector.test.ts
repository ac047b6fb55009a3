import { createCheckCollector } from '../../src/checks/collector';
import { configurationOf } from '../config/given';

const condition = { condition: '${path.cwd != ""}', error_message: 'x' };

const collector = async (): Promise<ReturnType<typeof createCheckCollector>> =>
  createCheckCollector(
    await configurationOf({
      variable: {
        v: { default: 1, validation: { condition: '${var.v > 0}', error_message: 'x' } },
        w: { default: 1 },
      },
      resource: {
        libvirt_pool: {
          p: { name: 'p', lifecycle: { precondition: condition, postcondition: condition } },
          bare: { name: 'q' },
        },
      },
      output: { o: { value: 1, precondition: condition }, bare: { value: 1 } },
      check: { c: { assert: [condition, condition] } },
    }),
  );

it('knows what has conditions, and nothing more at the beginning', async () => {
  expect((await collector()).results()).toEqual([
    { kind: 'check', address: 'check.c', status: 'unknown' },
    { kind: 'resource', address: 'libvirt_pool.p', status: 'unknown' },
    { kind: 'output', address: 'output.o', status: 'unknown' },
    { kind: 'var', address: 'var.v', status: 'unknown' },
  ]);
});

it('passes where there are no objects', async () => {
  const checks = await collector();
  checks.expand('libvirt_pool.p', []);
  expect(checks.results()[1]).toEqual({
    kind: 'resource',
    address: 'libvirt_pool.p',
    status: 'pass',
    objects: [],
  });
});

const PASS = { status: 'pass' } as const;
const FAIL = { status: 'fail', message: 'No.' } as const;
const UNKNOWN = { status: 'unknown' } as const;
const ERROR = { status: 'error' } as const;

test.each([
  ['not asked', [], 'unknown'],
  ['asked in part', [[PASS]], 'unknown'],
  ['asked in two parts', [[PASS], [PASS]], 'pass'],
  ['not known in part', [[PASS], [UNKNOWN]], 'unknown'],
  ['failing, whatever else is not known', [[UNKNOWN], [FAIL]], 'fail'],
  ['failing before all was asked', [[FAIL]], 'fail'],
  ['not to be asked, which is worst', [[FAIL], [ERROR]], 'error'],
])('an object %s', async (_, parts, status) => {
  const checks = await collector();
  checks.expand('libvirt_pool.p', ['libvirt_pool.p']);
  for (const judgements of parts) checks.record('libvirt_pool.p', 'libvirt_pool.p', judgements);
  const messages = parts.flat().flatMap((judgement) => ('message' in judgement ? [judgement.message] : []));
  const object = { address: 'libvirt_pool.p', status, messages };
  expect(checks.results()[1]).toEqual({
    kind: 'resource',
    address: 'libvirt_pool.p',
    status,
    objects: [object],
  });
});

it('forgets what it took over where it is asked again, and knows nothing of what has no conditions', async () => {
  const checks = await collector();
  checks.adopt('var.v', { address: 'var.v', status: 'fail', messages: ['No.'] });
  checks.adopt('var.w', { address: 'var.w', status: 'fail', messages: ['No.'] });
  expect(checks.results()[3]?.status).toBe('fail');
  checks.record('var.v', 'var.v', [PASS]);
  expect(checks.results().map(({ address, status }) => `${address} ${status}`)).toEqual([
    'check.c unknown',
    'libvirt_pool.p unknown',
    'output.o unknown',
    'var.v pass',
  ]);
});
