import { formatDiagnostic, UNKNOWN, type Value } from '@virtform/values';
import { assignVariables, dependenciesOf, evaluate, expand, instanceScope } from '../../src/config';
import { configurationOf, loaded, scopeOf } from './given';

describe('validations of a variable', () => {
  const problemsWith = async (value: Value, validation: object): Promise<readonly string[]> => {
    const configuration = await configurationOf({
      variable: { size: { type: 'number', validation }, most: { default: 8 } },
    });
    return assignVariables(configuration, new Map([['size', value]])).diagnostics.map(formatDiagnostic);
  };
  const atMost = {
    condition: '${var.size <= var.most}',
    error_message: 'At most ${var.most}, not ${var.size}.',
  };

  it('pass', async () => {
    expect(await problemsWith(8, atMost)).toEqual([]);
    expect(await problemsWith(8, [atMost, { condition: true, error_message: 'x' }])).toEqual([]);
  });

  it('fail in their own words, with the values they looked at', async () => {
    expect(await problemsWith(9, atMost)).toEqual([
      expect.stringMatching(
        /^Error: Invalid value for variable "size"\n {2}in var\.size\n[^]*\n\nAt most 8, not 9\.\n {2}var\.size is 9\n {2}var\.most is 8$/,
      ),
    ]);
  });

  it('wait for what is not known yet', async () => {
    expect(await problemsWith(UNKNOWN, atMost)).toEqual([]);
  });

  it('have to give true or false', async () => {
    expect(await problemsWith(1, { condition: '${null}', error_message: 'x' })).toEqual([
      expect.stringContaining('Error: Invalid condition result'),
    ]);
  });

  it('are refused without a message', async () => {
    const { diagnostics } = await loaded({ variable: { v: { validation: { condition: true } } } });
    expect(diagnostics.map(({ summary }) => summary)).toEqual(['Missing required argument']);
  });
});

describe('preconditions', () => {
  const precondition = {
    condition: '${each.value < local.most}',
    error_message: '${each.key} is too big.',
  };

  it('of a resource are asked for each instance, whenever its body is evaluated', async () => {
    const configuration = await configurationOf({
      locals: { most: 5 },
      resource: {
        libvirt_pool: {
          p: { for_each: { small: 1, big: 9 }, name: '${each.key}', lifecycle: { precondition } },
        },
      },
    });
    const block = configuration.resources.get('libvirt_pool.p');
    if (block === undefined) throw new Error('the pool is missing');
    const scope = scopeOf(configuration);
    const answers = expand(block, scope).expansions.map((expansion) =>
      evaluate(block.body, instanceScope(scope, expansion)),
    );
    expect(answers.map(({ value }) => value)).toEqual([{ name: 'big' }, { name: 'small' }]);
    expect(answers.map(({ diagnostics }) => diagnostics.map(({ summary }) => summary))).toEqual([
      ['Precondition failed'],
      [],
    ]);
    expect(answers[0]?.diagnostics[0]?.detail).toMatch(/^big is too big\.\n/);
  });

  it('of an output stand by its value, and count as what it depends on', async () => {
    const configuration = await configurationOf({
      resource: { libvirt_pool: { p: { name: 'p' } } },
      output: {
        o: {
          value: 1,
          precondition: [{ condition: '${libvirt_pool.p.name == "q"}', error_message: 'It is not q.' }],
        },
      },
    });
    const output = configuration.outputs.get('o');
    if (output === undefined) throw new Error('the output is missing');
    expect(dependenciesOf(configuration, output)).toEqual(['libvirt_pool.p']);
    const answer = (resource: Value | undefined): readonly (string | undefined)[] =>
      evaluate(output.value, scopeOf(configuration, { resource: () => resource })).diagnostics.map(
        ({ detail }) => detail?.split('\n')[0],
      );
    expect(answer({ name: 'q' })).toEqual([]);
    expect(answer(undefined)).toEqual([]);
    expect(answer({ name: 'p' })).toEqual(['It is not q.']);
  });
});

test.each([
  ['module', 'Put what the module declares into this folder.'],
  ['moved', 'Keep the name that the resource has in the state.'],
  ['import', 'Leave the block out, and what it is to take over as it is: virtform makes its own objects.'],
  ['removed', 'Leave the block out and keep the resource: what leaves the program is destroyed.'],
  ['check', 'Say what has to hold in a precondition, of a resource or of an output.'],
])('a %s block is refused rather than ignored', async (name, action) => {
  const { diagnostics } = await loaded({ [name]: [] });
  expect(diagnostics).toMatchObject([{ summary: `A ${name} block is not supported`, action }]);
});

it('a postcondition is refused rather than ignored', async () => {
  const postcondition = { condition: true, error_message: 'x' };
  const { diagnostics } = await loaded({
    resource: { libvirt_pool: { p: { lifecycle: { postcondition } } } },
  });
  expect(diagnostics.map(({ summary }) => summary)).toEqual(['A postcondition is not supported']);
});
