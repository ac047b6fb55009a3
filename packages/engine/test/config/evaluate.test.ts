import { formatDiagnostic, Marked, Unknown, UNKNOWN, type Value } from '@virtform/values';
import { evaluate, expand, instanceScope } from '../../src/config';
import { parseExpression } from '../../src/config/language/parser';
import { SourceText } from '../../src/config/language/source';
import { configurationOf, scopeOf } from './given';

const variables = {
  name: 'web',
  size: 'large',
  secret: new Marked('pass', new Set(['sensitive'])),
  later: new Unknown('string'),
  list: ['a', 'b'],
};

async function answer(text: string): Promise<{ readonly value: Value; readonly said: string }> {
  const configuration = await configurationOf({
    variable: Object.fromEntries(Object.keys(variables).map((name) => [name, {}])),
    resource: { libvirt_network: { net: {} }, libvirt_pool: { p: {} } },
  });
  const scope = scopeOf(configuration, {
    variables: new Map(Object.entries(variables)),
    resource: (address) => (address === 'libvirt_pool.p' ? { name: 'default', path: null } : undefined),
  });
  const { expression } = parseExpression(text, { source: new SourceText('main.tf', text) });
  const { value, diagnostics } = evaluate(expression, scope, { address: 'output.o', construct: 'lab/o' });
  return { value, said: diagnostics.map(formatDiagnostic).join('\n\n') };
}

test.each<[expression: string, value: Value]>([
  ['libvirt_pool.p.name', 'default'],
  ['libvirt_pool.p.path', null],
  ['libvirt_network.net.name', UNKNOWN],
  ['terraform.workspace', 'default'],
  ['path.module', '.'],
  ['path.cwd', '/stack'],
  ['"${var.name}-${var.later}"', new Unknown('string')],
  ['"x${var.secret}"', new Marked('xpass', new Set(['sensitive']))],
])('%s is %j', async (text, value) => {
  expect(await answer(text)).toEqual({ value, said: '' });
});

describe('what is wrong', () => {
  it('is said with place, values and suggestion', async () => {
    expect((await answer('var.list[5]')).said).toBe(`Error: Invalid index
  in output.o
  from construct lab/o
  main.tf:1:1
    var.list[5]

The given key does not identify an element: the index 5 is not below the length 2.
  var.list is tuple with 2 elements`);
    expect((await answer('libvirt_pool.p.nmae')).said).toContain('Did you mean "name"?');
    expect((await answer('var.nmae')).said).toContain('Did you mean var.name?');
    expect((await answer('uper(var.name)')).said).toContain('Did you mean upper?');
  });

  it('shows what the failing part worked on, and no secret', async () => {
    expect((await answer('var.size + 1')).said).toContain('\n  var.size is "large"');
    const { said } = await answer('tonumber("${var.secret}${var.name}${var.later}")');
    expect(said).toBe('');
    const failing = await answer('tonumber("${var.secret}${var.name}")');
    expect(failing.said).toContain('var.secret is a sensitive value');
    expect(failing.said).toContain('var.name is "web"');
    expect(failing.said).not.toContain('pass');
  });

  it('leaves the rest of the value as it is', async () => {
    const { value, said } = await answer('{ a = var.name, b = var.size + 1 }');
    expect(value).toEqual({ a: 'web', b: new Unknown('number') });
    expect(said.match(/Error:/g)).toHaveLength(1);
  });
});

describe('instances', () => {
  const expansionOf = async (argument: object): Promise<readonly unknown[] | string> => {
    const configuration = await configurationOf({
      variable: { later: {}, secret: {} },
      resource: { libvirt_pool: { p: argument } },
    });
    const block = configuration.resources.get('libvirt_pool.p');
    if (block === undefined) throw new Error('the block is missing');
    const values = { later: UNKNOWN, secret: variables.secret };
    const scope = scopeOf(configuration, { variables: new Map<string, Value>(Object.entries(values)) });
    const { expansions, diagnostics } = expand(block, scope);
    return diagnostics[0] === undefined
      ? expansions
      : `${diagnostics[0].summary}: ${diagnostics[0].detail ?? ''}`;
  };

  test.each<[argument: object, expected: readonly unknown[] | string]>([
    [{}, [{ key: undefined }]],
    [{ count: 0 }, []],
    [{ count: '2' }, [{ key: 0 }, { key: 1 }]],
    [{ for_each: {} }, []],
    [
      { for_each: { b: 1, a: null } },
      [
        { key: 'a', eachValue: null },
        { key: 'b', eachValue: 1 },
      ],
    ],
    [
      { for_each: '${toset(["b", "a"])}' },
      [
        { key: 'a', eachValue: 'a' },
        { key: 'b', eachValue: 'b' },
      ],
    ],
    [{ count: -1 }, 'Invalid count argument: The value is -1; it must be a whole number from zero on.'],
    [{ count: 1.5 }, 'Invalid count argument: The value is 1.5; it must be a whole number from zero on.'],
    [{ count: null }, 'Invalid count argument: The value is null, and a number is required.'],
    [{ count: 'x' }, 'Invalid count argument: The value is no number.'],
    [
      { count: 1e9 },
      'Invalid count argument: The value is 1000000000; a block has at most 100000 instances.',
    ],
    [
      { for_each: ['a'] },
      'Invalid for_each argument: The value is a list; instances are told apart by the keys of a map or the elements of a set.',
    ],
    [
      { for_each: '${toset([1])}' },
      'Invalid for_each argument: The value is a set, but one of its elements is no string.',
    ],
    [
      { for_each: null },
      'Invalid for_each argument: The value is null, and a map or a set of strings is required.',
    ],
    [
      { for_each: '${var.later}' },
      'Invalid for_each argument: The value depends on what is known only after apply, so it cannot be said yet how many instances there will be.',
    ],
    [
      { for_each: '${toset([var.secret])}' },
      'Invalid for_each argument: The value is sensitive, and would show in the addresses of the instances.',
    ],
  ])('%j makes %j', async (argument, expected) => {
    expect(await expansionOf(argument)).toEqual(expected);
  });

  it('know their key and value, and themselves where they are given', async () => {
    const scope = scopeOf(await configurationOf({ locals: { x: 1 } }));
    const inner = instanceScope(scope, { key: 'a', eachValue: 1 }, { ip: '10.0.0.1' });
    expect(inner.lookup({ to: 'each', name: 'key' })).toBe('a');
    expect(inner.lookup({ to: 'each', name: 'value' })).toBe(1);
    expect(inner.lookup({ to: 'self' })).toEqual({ ip: '10.0.0.1' });
    expect(inner.lookup({ to: 'count' })).toBeUndefined();
    expect(inner.lookup({ to: 'local', name: 'x' })).toBe(1);
  });
});

describe('locals', () => {
  it('are evaluated once, and their problems told once', async () => {
    const configuration = await configurationOf({
      variable: { x: {} },
      locals: { bad: '${var.x + 1}', worse: '${local.bad}${local.bad}' },
    });
    const variables = new Map<string, Value>([['x', 'text']]);
    const asked = jest.spyOn(variables, 'get');
    const scope = scopeOf(configuration, { variables });
    scope.lookup({ to: 'local', name: 'worse' });
    scope.lookup({ to: 'local', name: 'bad' });
    expect(scope.diagnostics.map(({ address }) => address)).toEqual(['local.bad']);
    // Once for its value, and once to show it in the message.
    expect(asked).toHaveBeenCalledTimes(2);
  });
});
