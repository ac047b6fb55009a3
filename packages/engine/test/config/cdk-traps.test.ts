import { Domain } from '@cdktf/provider-libvirt/lib/domain';
import { Pool } from '@cdktf/provider-libvirt/lib/pool';
import { formatDiagnostic } from '@virtform/values';
import {
  Fn,
  TerraformCount,
  TerraformLocal,
  type TerraformStack,
  TerraformStack as Stack,
  TerraformVariable,
  Testing,
  Token,
} from 'cdktf';
import { trapInNumber, trapInText } from '../../src/config/cdk-traps';
import { loaded } from './given';

/** What is said of a program, once it was synthesized. */
async function toldOf(constructs: (stack: TerraformStack) => void): Promise<readonly string[]> {
  const stack = new Stack(Testing.app(), 'lab');
  constructs(stack);
  stack.prepareStack();
  const { diagnostics } = await loaded(stack.toTerraform() as object);
  return diagnostics.map(formatDiagnostic);
}

const JOINED = 'Error: A number of CDK was joined to a text before it was known';
const CALCULATED = 'Error: A number of CDK was calculated with before it was known';
const CHANGED = 'Error: A text of CDK was changed before it was known';
const RAW = 'Warning: Each quotation mark in this text has a backslash before it';
const WHERE = '\n  in libvirt_domain.web, at description\n  from construct lab/web\n  cdk.tf.json:';

/** A guest whose description comes of a pool's id, of a number that is a variable, and of what counts the guests. */
function described(
  describe: (given: { readonly id: string; readonly size: number; readonly index: number }) => unknown,
): (stack: TerraformStack) => void {
  return (stack) => {
    const count = TerraformCount.of(2);
    const pool = new Pool(stack, 'pool', { name: 'p', type: 'dir' });
    const size = new TerraformVariable(stack, 'size', { type: 'number', default: 3 }).numberValue;
    const description = describe({ id: pool.id, size, index: count.index }) as string;
    new Domain(stack, 'web', { count, name: 'web', type: 'kvm', description });
  };
}

describe('what a program did to a value that is not known while it runs is told with what to write instead', () => {
  test.each<[what: string, describe: Parameters<typeof described>[0], told: readonly string[]]>([
    ['a number joined to a text', ({ index }) => `v-${index}`, [JOINED + WHERE, 'Token.asString']],
    ['a number behind a point', ({ index }) => `10.0.0.${index}`, [JOINED]],
    ['a number with a digit behind it', ({ index }) => `${index}0`, [JOINED]],
    ['a number calculated with, then joined', ({ size }) => `v${size * 2}`, [JOINED, 'Fn.format']],
    ['the negative of a number', ({ size }) => -size, [CALCULATED + WHERE, 'Op.negate(size)']],
    ['half of a number', ({ size }) => size / 2, [CALCULATED, 'Op.mul(size, 2)']],
    ['a number in bytes', ({ size }) => size * 1024 ** 2, [CALCULATED]],
    ['a text in capitals', ({ id }) => id.toUpperCase(), [CHANGED + WHERE, 'Fn.upper(…)']],
    ['a text in small letters', ({ id }) => `is ${id.toLowerCase()}`, [CHANGED]],
    ['the beginning of a text', ({ id }) => id.slice(0, 8), [CHANGED, 'Fn.substr(…)']],
    ['the end of a text', ({ id }) => id.slice(-10), [CHANGED]],
    ['a text in a URL', ({ id }) => `?id=${encodeURIComponent(id)}`, [CHANGED, 'Fn.urlencode(…)']],
    ...['', 'a', 'ab'].map((before): [string, Parameters<typeof described>[0], readonly string[]] => [
      `a text in base64, behind ${before.length} bytes`,
      ({ id }) => Buffer.from(before + id).toString('base64'),
      [CHANGED, 'Fn.base64encode(…)'],
    ]),
    ['a raw string', () => Fn.rawString('say "x" ${HOME}\n'), [RAW + WHERE, 'Fn.rawString']],
    [
      'a raw string with a directive',
      () => Fn.rawString('say "x" %{http_code}'),
      ['Error: Invalid template directive' + WHERE, 'Fn.rawString is for arguments of functions only'],
    ],
    [
      'a script that is not escaped',
      () => '#!/bin/sh\necho ${HOME} ${1:-x}',
      ['Error: Invalid reference' + WHERE, 'write "$${" or "%%{"', 'Error: Unclosed template sequence'],
    ],
  ])('%s', async (_, describe, told) => {
    const problems = (await toldOf(described(describe))).join('\n\n');
    for (const words of told) expect(problems).toContain(words);
    // Nothing follows from it: what it stood for is unknown.
    if (told[0]?.startsWith('Error: A ') === true) expect(problems.match(/^Error/gm)).toHaveLength(1);
  });

  test('in a list, in an object and in a local', async () => {
    const problems = await toldOf((stack) => {
      const size = new TerraformVariable(stack, 'size', { type: 'number' });
      new TerraformLocal(stack, 'sizes', { all: [1, -size.numberValue], [`n${size.numberValue / 3}`]: 1 });
    });
    expect(problems.map((problem) => problem.split('\n').slice(0, 2))).toEqual([
      [CALCULATED, '  in local.sizes, at all[1]'],
      [JOINED, expect.stringMatching(/^ {2}in local\.sizes, at \["n-?\d\.\d+e\+\d+"\]$/)],
    ]);
  });
});

describe('what is right is left alone', () => {
  test.each<[what: string, describe: Parameters<typeof described>[0]]>([
    ['a number in a text', ({ index }) => `v-${Token.asString(index)}`],
    ['a text in a text', ({ id }) => `is ${id}`],
    ['functions', ({ id, size }) => Fn.join('-', [Fn.upper(id), Fn.format('%d', [size])])],
    ['a raw string as an argument', () => Fn.upper(Fn.rawString('say "x"'))],
    ['quoted words in quoted words', () => 'sh -c "echo \\"x\\""'],
    ['words and numbers that look alike', () => 'API_TOKEN=x token[0] 1e+29 TOKEN.1'],
    ['a script that is escaped', () => 'echo $${HOME} %%{x}'],
  ])('%s', async (_, describe) => {
    expect(await toldOf(described(describe))).toEqual([]);
  });

  test('great numbers, and texts of all kinds', () => {
    for (const number of [0, 2 ** 53, -1e100, 10n ** 40n, 1e289])
      expect(trapInNumber(number)).toBeUndefined();
    for (const text of ['', '${tf_x.y.z}', '\\\\"', 'a "quoted" word', 'x = \\"y\\"\n'])
      expect(trapInText(text)).toBeUndefined();
  });
});
