import { formatDiagnostic, UNKNOWN, type Value } from '@virtform/values';
import {
  assignVariables,
  dependenciesOf,
  expand,
  instanceScope,
  judge,
  type Judged,
  type Judgement,
} from '../../src/config';
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
    expect(await problemsWith(8, [atMost, { condition: '${var.size > 0}', error_message: 'x' }])).toEqual([]);
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
    expect(await problemsWith(1, { condition: '${var.size > 0 ? null : null}', error_message: 'x' })).toEqual(
      [expect.stringContaining('Error: Invalid condition result')],
    );
  });

  it('wait for resources where they refer to them', async () => {
    const limit = { condition: '${var.size < libvirt_pool.p.id}', error_message: 'Not below.' };
    const configuration = await configurationOf({
      variable: { size: { type: 'number', validation: limit } },
      resource: { libvirt_pool: { p: { name: 'p' }, q: { name: 'q${var.size}' } } },
    });
    expect(assignVariables(configuration, new Map([['size', 3]])).diagnostics).toEqual([]);
    const q = configuration.resources.get('libvirt_pool.q');
    expect(q && dependenciesOf(configuration, q)).toEqual(['libvirt_pool.p']);
  });

  it('must not rest on what rests on their variable', async () => {
    const limit = { condition: '${var.size == libvirt_pool.p.name}', error_message: 'x' };
    const { diagnostics } = await loaded({
      variable: { size: { validation: limit } },
      resource: { libvirt_pool: { p: { name: '${var.size}' } } },
    });
    expect(diagnostics.map(({ summary }) => summary)).toEqual([
      'Cycle: var.size => libvirt_pool.p => var.size',
    ]);
  });

  it('are refused where they refer only to others', async () => {
    const { diagnostics } = await loaded({
      variable: { w: {}, v: { validation: { condition: '${var.w > 1}', error_message: 'x' } } },
    });
    expect(diagnostics.map(({ summary }) => summary)).toEqual(['Invalid variable validation condition']);
  });

  it('are refused where they refer to nothing', async () => {
    const { diagnostics } = await loaded({
      variable: { v: { validation: { condition: true, error_message: 'x' } } },
    });
    expect(diagnostics.map(({ summary }) => summary)).toEqual(['Invalid validation expression']);
  });

  it('are refused without a message', async () => {
    const { diagnostics } = await loaded({ variable: { v: { validation: { condition: true } } } });
    expect(diagnostics.map(({ summary }) => summary)).toEqual(['Missing required argument']);
  });
});

/** What asking the conditions of a resource in this scope comes to. */
const TELLING = { summary: 'It failed', severity: 'error' } as const;

describe('conditions of a resource', () => {
  const precondition = {
    condition: '${each.value < local.most}',
    error_message: '${each.key} is too big.',
  };

  it('stand beside its body, and are asked for each instance', async () => {
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
      judge(block.lifecycle.preconditions, instanceScope(scope, expansion), {}, TELLING),
    );
    expect(answers.map(({ judgements }) => judgements)).toEqual([
      [{ status: 'fail', message: 'big is too big.' }],
      [{ status: 'pass' }],
    ]);
    expect(answers[0]?.diagnostics).toMatchObject([
      {
        summary: 'It failed',
        detail: 'big is too big.',
        values: [
          { traversal: 'each.value', statement: 'is 9' },
          { traversal: 'local.most', statement: 'is 5' },
        ],
      },
    ]);
  });

  it('know the instance itself as self, in a postcondition alone', async () => {
    const condition = { condition: '${self.name == "p"}', error_message: 'Not p.' };
    const of = async (name: string): Promise<readonly string[]> => {
      const lifecycle = { [name]: condition };
      const { diagnostics } = await loaded({ resource: { libvirt_pool: { p: { lifecycle } } } });
      return diagnostics.map(({ summary }) => summary);
    };
    expect(await of('postcondition')).toEqual([]);
    expect(await of('precondition')).toEqual(['Invalid "self" reference']);
  });

  it('count as what the resource or the output depends on', async () => {
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
    const answer = (resource: Value | undefined): readonly Judgement[] =>
      judge(output.preconditions, scopeOf(configuration, { resource: () => resource }), {}, TELLING)
        .judgements;
    expect(answer({ name: 'q' })).toEqual([{ status: 'pass' }]);
    expect(answer(undefined)).toEqual([{ status: 'unknown' }]);
    expect(answer({ name: 'p' })).toEqual([{ status: 'fail', message: 'It is not q.' }]);
  });
});

describe('an error message', () => {
  const judged = async (condition: string, message: string, resource?: Value): Promise<Judged> => {
    const configuration = await configurationOf({
      variable: { secret: { default: 'hush', sensitive: true }, none: { default: null, nullable: true } },
      resource: { libvirt_pool: { p: { name: 'p' } } },
      output: { o: { value: 1, precondition: { condition, error_message: message } } },
    });
    const { values } = assignVariables(configuration, new Map());
    const scope = scopeOf(configuration, { variables: values, resource: () => resource ?? UNKNOWN });
    return judge(configuration.outputs.get('o')?.preconditions ?? [], scope, {}, TELLING);
  };
  const SENSITIVE = 'Error message refers to sensitive values';

  // What Terraform 1.11.4 does with each of them.
  test.each([
    [
      'sensitive, of what fails',
      '${var.secret == "x"}',
      'no ${var.secret}',
      ['fail'],
      ['It failed', SENSITIVE],
    ],
    ['sensitive, of what holds', '${var.secret == "hush"}', 'no ${var.secret}', ['pass'], [SENSITIVE]],
    ['not known yet', '${var.secret == "x"}', 'no ${libvirt_pool.p.id}', ['fail'], ['It failed']],
    ['null', '${var.secret == "hush"}', '${var.none}', ['error'], ['Invalid error message']],
    ['of what is not known yet', '${libvirt_pool.p.id == "x"}', 'no', ['unknown'], []],
    ['of what is no condition', 'yes${var.none == null}', 'no', ['error'], ['Invalid condition result']],
    [
      'of what cannot be asked',
      '${var.none.name == 1}',
      'no',
      ['error'],
      ['Attempt to get attribute from null value'],
    ],
  ])('%s', async (_, condition, message, statuses, summaries) => {
    const { judgements, diagnostics } = await judged(condition, message);
    expect(judgements.map(({ status }) => status)).toEqual(statuses);
    expect(diagnostics.map(({ summary }) => summary).sort()).toEqual([...summaries].sort());
    expect(judgements.flatMap(({ message: shown }) => shown ?? [])).toEqual([]);
    expect(JSON.stringify(diagnostics)).not.toContain('hush');
  });
});

test('an ephemeral block is refused rather than ignored', async () => {
  const { diagnostics } = await loaded({ ephemeral: [] });
  const action =
    'Give the value from outside, as a variable with "ephemeral = true": it is stored nowhere, and may stand in provisioners, connections and conditions.';
  expect(diagnostics).toMatchObject([{ summary: 'An ephemeral block is not supported', action }]);
});
