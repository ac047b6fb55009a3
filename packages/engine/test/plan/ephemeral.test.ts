import { mark, type Json, type Value } from '@virtform/values';
import { gunzipSync } from 'node:zlib';
import { evaluate, realFiles, type Scope } from '../../src/config';
import { FAMILIES } from '../../src/config/language/functions';
import { parseExpression } from '../../src/config/language/parser';
import { SourceText } from '../../src/config/language/source';
import { createClock } from '../../src/effects/simulated/clock.js';
import { createDisk } from '../../src/effects/simulated/disk.js';
import { createGate } from '../../src/effects/simulated/gate.js';
import { createRandom } from '../../src/effects/simulated/random.js';
import { writePlanFile } from '../../src/plan/plan-file.js';
import type { Plan } from '../../src/plan/plan.js';
import { Workbench } from '../support/workbench.js';

const token = { variable: { token: { ephemeral: true, default: 'hush-hush' } } };

/** What a plan of it says is wrong; where Terraform 1.11 refuses it was recorded from it, and its words too but for outputs. */
async function problems(things: Readonly<Record<string, Json>>, more: Readonly<Record<string, Json>>) {
  const bench = new Workbench();
  bench.write(things, { ...token, ...more });
  const { diagnostics } = await bench.plan();
  return diagnostics.filter(({ severity }) => severity === 'error').map(({ summary }) => summary);
}

test.each<[string, Readonly<Record<string, Json>>, Readonly<Record<string, Json>>, readonly string[]]>([
  ['an argument', { a: { name: '${var.token}' } }, {}, ['Invalid use of ephemeral value']],
  ['a part of one', { a: { name: 'x-${upper(var.token)}' } }, {}, ['Invalid use of ephemeral value']],
  ['what nulls it', { a: { name: 'x', note: '${ephemeralasnull(var.token)}' } }, {}, []],
  ['a count', { a: { name: 'x', count: '${length(var.token)}' } }, {}, ['Invalid count argument']],
  ['a for_each', { a: { name: 'x', for_each: '${toset([var.token])}' } }, {}, ['Invalid for_each argument']],
  ['an output', {}, { output: { o: { value: ['${var.token}'] } } }, ['Invalid use of ephemeral value']],
  [
    'an ephemeral output of the root',
    {},
    { output: { o: { value: '${var.token}', ephemeral: true } } },
    ['Ephemeral output not allowed'],
  ],
  ['a local value', {}, { locals: { l: '${var.token}' } }, []],
])('an ephemeral value in %s', async (_, things, more, summaries) => {
  expect(await problems(things, more)).toEqual(summaries);
});

const scope: Scope = {
  module: [],
  surroundings: { folder: '/', files: realFiles, started: new Date(), phase: 'apply' },
  lookup: () => mark('aGk=', ['ephemeral']),
  names: () => [],
};

function ask(text: string): Value {
  const { expression } = parseExpression(text, { source: new SourceText('test', text) });
  return evaluate(expression, scope).value;
}

/** Functions of one text; the mark travels through every one of them. */
const OF_ONE_TEXT = Object.values(FAMILIES)
  .flatMap(({ load }) => Object.entries(load()))
  .filter(([name, { parameters, rest }]) => {
    const [only, ...others] = parameters;
    return name !== 'ephemeralasnull' && only?.type === 'string' && others.length === 0 && rest === undefined;
  })
  .map(([name]) => name);

test.each(OF_ONE_TEXT)('%s makes of an ephemeral value another one', (name) => {
  expect(ask(`${name}(var.token)`)).toMatchObject({ marks: new Set(['ephemeral']) });
});

test('ephemeralasnull leaves nothing of what is ephemeral, and the rest as it is', () => {
  expect(ask('ephemeralasnull({ a = var.token, b = "x", c = [var.token, 1] })')).toEqual({
    a: null,
    b: 'x',
    c: [null, 1],
  });
});

test('neither a saved plan nor a state holds what is ephemeral; it is given again where a saved plan is applied', async () => {
  const bench = new Workbench();
  const given = { TF_VAR_token: 'hush-hush' };
  bench.write(
    { a: { name: 'one', note: '${ephemeralasnull(var.token)}' } },
    { variable: { token: { ephemeral: true } } },
  );
  const planning = await bench.unit(given).begin({ operation: 'plan' });
  const plan = await planning.plan();
  await planning.end();
  expect(await textOf(plan)).not.toContain('hush');
  await expect(bench.unit({}, undefined, plan).begin({ operation: 'apply' })).rejects.toThrow(
    'No value for required variable "token"',
  );
  const applying = await bench.unit(given, undefined, plan).begin({ operation: 'apply' });
  expect(await applying.apply(plan)).toMatchObject({ added: 1, diagnostics: [] });
  await applying.end();
  expect(JSON.stringify(await bench.state())).not.toContain('hush');
});

describe('a provider whose host is ephemeral', () => {
  const written = {
    provider: { memory: { uri: '${var.uri}' } },
    variable: { uri: { ephemeral: true } },
  };
  const given = { TF_VAR_uri: 'memory:///hush-hush' };

  test('is asked, and no saved plan says where it is', async () => {
    const bench = new Workbench();
    bench.write({ a: { name: 'one' } }, written);
    const planning = await bench.unit(given).begin({ operation: 'plan' });
    const plan = await planning.plan();
    await planning.end();
    expect(plan.diagnostics).toEqual([]);
    expect(plan.hosts).toMatchObject([{ uri: 'provider["registry.terraform.io/test/memory"]' }]);
    expect(await textOf(plan)).not.toContain('hush');
    const applying = await bench.unit(given, undefined, plan).begin({ operation: 'apply' });
    expect(await applying.apply(plan)).toMatchObject({ added: 1, diagnostics: [] });
    await applying.end();
    expect(bench.host('memory:///hush-hush').things.size).toBe(1);
    expect(JSON.stringify(await bench.state())).not.toContain('hush');
  });

  test('is not named where it does not answer', async () => {
    const bench = new Workbench();
    bench.down.add('memory:///hush-hush');
    bench.write({ a: { name: 'one' } }, written);
    const planning = await bench.unit(given).begin({ operation: 'plan' });
    const { diagnostics } = await planning.plan();
    await planning.end();
    expect(diagnostics).toHaveLength(1);
    expect(JSON.stringify(diagnostics)).not.toContain('hush');
  });
});

/** What a file with the plan holds. */
async function textOf(plan: Plan): Promise<string> {
  const disk = createDisk(createRandom(1), () => createClock(0).now()).effects(createGate(() => undefined));
  await writePlanFile(disk, '/plan', plan);
  const written = await disk.read('/plan');
  return gunzipSync(written ?? Buffer.alloc(0)).toString();
}
