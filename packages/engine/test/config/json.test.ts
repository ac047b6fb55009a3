import { formatDiagnostic, type Value } from '@virtform/values';
import { evaluate, expand, instanceScope, type Configuration } from '../../src/config';
import { configurationOf, loaded, scopeOf } from './given';

/** The bodies of all instances of the only resource. */
function bodiesOf(configuration: Configuration): readonly Value[] {
  const scope = scopeOf(configuration);
  return [...configuration.resources.values()].flatMap((block) =>
    expand(block, scope).expansions.map((expansion) => {
      const { value, diagnostics } = evaluate(block.body, instanceScope(scope, expansion));
      expect(diagnostics).toEqual([]);
      return value;
    }),
  );
}

function domain(body: object): object {
  return { resource: { libvirt_domain: { web: body } } };
}

describe('bodies in JSON', () => {
  test.each<[what: string, body: object, expected: readonly object[]]>([
    [
      'plain values',
      { name: 'web', vcpu: 2, on: true, none: null },
      [{ name: 'web', vcpu: 2, on: true, none: null }],
    ],
    ['a string that is one expression keeps its type', { list: '${["a"]}' }, [{ list: ['a'] }]],
    ['a string with text around is text', { text: 'a${1 + 1}' }, [{ text: 'a2' }]],
    ['escapes', { script: 'echo $${HOME} %%{x}' }, [{ script: 'echo ${HOME} %{x}' }]],
    ['names are templates in objects', { labels: { '${"k"}': 1 } }, [{ labels: { k: 1 } }]],
    ['comments are left out of blocks', { '//': 'a comment', name: 'web' }, [{ name: 'web' }]],
    [
      'objects and lists in one another, with expressions and without',
      {
        a: { b: [{ c: 1 }, { c: 'x${1}' }], '${"d"}': [null, true, [], {}] },
        e: [{ '//': 'no block', f: ['g'] }],
      },
      [{ a: { b: [{ c: 1 }, { c: 'x1' }], d: [null, true, [], {}] }, e: [{ '//': 'no block', f: ['g'] }] }],
    ],
    ['count', { count: 2, name: 'n${count.index}' }, [{ name: 'n0' }, { name: 'n1' }]],
    ['count as text', { count: '${1 + 1}', name: 'n' }, [{ name: 'n' }, { name: 'n' }]],
    [
      'for_each over an object, in the order of its keys',
      { for_each: { b: 2, a: 1 }, name: '${each.key}${each.value}' },
      [{ name: 'a1' }, { name: 'b2' }],
    ],
    ['for_each over a set', { for_each: '${toset(["x"])}', name: '${each.value}' }, [{ name: 'x' }]],
    [
      'for_each as CDK writes iterators',
      {
        for_each: '${{ for key, val in jsondecode("[{\\"name\\":\\"a\\"}]"): val.name => val }}',
        name: '${each.value.name}',
      },
      [{ name: 'a' }],
    ],
    [
      'a dynamic block, whose iterator is named each',
      {
        for_each: '${toset(["outer"])}',
        name: '${each.value}',
        dynamic: {
          labels: { for_each: '${["x", "y"]}', iterator: 'each', content: { label: '${each.value}' } },
        },
      },
      [{ name: 'outer', labels: [{ label: 'x' }, { label: 'y' }] }],
    ],
    [
      'a dynamic block without an iterator is named by its label',
      {
        dynamic: { labels: [{ for_each: { k: 'v' }, content: { label: '${labels.key}=${labels.value}' } }] },
      },
      [{ labels: [{ label: 'k=v' }] }],
    ],
    [
      'a dynamic block stands behind the blocks that are written out',
      {
        labels: { label: 'first' },
        dynamic: { labels: { for_each: ['second'], content: { label: '${labels.value}' } } },
      },
      [{ labels: [{ label: 'first' }, { label: 'second' }] }],
    ],
    [
      'a dynamic block deeper down',
      { devices: { dynamic: { disks: { for_each: ['vda'], content: { target: '${disks.value}' } } } } },
      [{ devices: { disks: [{ target: 'vda' }] } }],
    ],
    ['an attribute that is called dynamic', { dynamic: { a: 1 } }, [{ dynamic: { a: 1 } }]],
  ])('%s', async (_, body, expected) => {
    expect(bodiesOf(await configurationOf(domain(body)))).toEqual(expected);
  });

  it('keeps integers of any size', async () => {
    const text = '{"resource": {"libvirt_domain": {"web": {"memory": 9007199254740993}}}}';
    expect(bodiesOf(await configurationOf({ 'a.tf.json': text }))).toEqual([{ memory: 9007199254740993n }]);
  });

  it('takes blocks in arrays', async () => {
    const configuration = await configurationOf({
      resource: [{ libvirt_pool: [{ a: [{ name: 'a' }] }, { b: { name: 'b' } }] }],
      locals: [{ x: 1 }, { y: 2 }],
    });
    expect([...configuration.resources.keys()]).toEqual(['libvirt_pool.a', 'libvirt_pool.b']);
    expect([...configuration.locals.keys()]).toEqual(['x', 'y']);
  });
});

describe('what is wrong is said with file, place and construct', () => {
  const written = (body: object): object => ({
    resource: { libvirt_domain: { web: { '//': { metadata: { path: 'lab/web' } }, ...body } } },
  });

  test.each<[what: string, configuration: object, message: string]>([
    [
      'an unescaped shell variable',
      written({ user_data: 'echo ${HOME}' }),
      `Error: Invalid reference
  in libvirt_domain.web, at user_data
  from construct lab/web
  cdk.tf.json:10:30
    "user_data": "echo \${HOME}"

"HOME" alone refers to nothing: a resource is referred to by its type and its name, a variable as var.HOME, a local value as local.HOME.

Where "\${" or "%{" is meant as text, as in a shell script, write "$\${" or "%%{"; in a program, text with "\${" has to be escaped before it is handed to a construct.`,
    ],
    [
      'a shell expansion that is no expression',
      written({ user_data: 'a\n${#list[@]}' }),
      `Error: Missing expression
  in libvirt_domain.web, at user_data
  from construct lab/web
  cdk.tf.json:10:37
    "user_data": "a\\n\${#list[@]}"

`,
    ],
    [
      'a number token of CDK joined to text',
      written({ name: 'v-' + String(-8.109562212591381e298) }),
      `Error: A number of CDK was joined to a text before it was known
  in libvirt_domain.web, at name
  from construct lab/web
  cdk.tf.json:10:17
    "name": "v--8.109562212591381e+298"

Numbers such as count.index are stand-ins while the program runs; next to "-", "." or a digit, or calculated with before that, CDK does not recognise its own in a text.

In the program, write Token.asString(count.index), or use Fn.format("v-%d", [count.index]).`,
    ],
    [
      'a misspelt resource',
      { ...written({ name: '${libvirt_domian.db.name}' }), locals: {} },
      `Error: Reference to undeclared resource
  in libvirt_domain.web, at name
  from construct lab/web
  cdk.tf.json:10:20
    "name": "\${libvirt_domian.db.name}"

libvirt_domian.db is not declared in this configuration.`,
    ],
    [
      'each without for_each',
      written({ name: '${each.key}' }),
      `Error: Reference to "each" in context without for_each
  in libvirt_domain.web, at name
  from construct lab/web
  cdk.tf.json:10:20
    "name": "\${each.key}"

"each.key" has a meaning only in blocks that say "for_each".`,
    ],
    [
      'count and for_each',
      written({ count: 1, for_each: {} }),
      `Error: Invalid combination of "count" and "for_each"
  in libvirt_domain.web
  from construct lab/web
  cdk.tf.json:11:21
    "for_each": {}

A block says either how many instances there are, or for what each of them is.`,
    ],
    [
      'a misspelt argument of lifecycle',
      written({ lifecycle: { prevent_destory: true } }),
      `Error: Unsupported argument
  in libvirt_domain.web
  from construct lab/web
  cdk.tf.json:11:11
    "prevent_destory": true

An argument or block named "prevent_destory" is not expected here.

Did you mean "prevent_destroy"?`,
    ],
    [
      'lifecycle twice',
      written({ lifecycle: [{ prevent_destroy: true }, { create_before_destroy: true }] }),
      `Error: Duplicate lifecycle block
  in libvirt_domain.web
  from construct lab/web
  cdk.tf.json:14:11
    {

There is another lifecycle block here already, and there can be one only.

Write what both say into one of them.`,
    ],
    [
      'an alias that is not declared',
      written({ provider: 'libvirt.east' }),
      `Error: Provider configuration not present
  in libvirt_domain.web, at provider
  from construct lab/web`,
    ],
    [
      'depends_on of nothing',
      written({ depends_on: ['libvirt_network.net'] }),
      `Error: Reference to undeclared resource
  in libvirt_domain.web, at depends_on
  from construct lab/web
  cdk.tf.json:11:11
    "libvirt_network.net"
`,
    ],
    [
      'an unknown block',
      { resuorce: {} },
      'Error: Unsupported block type\n  cdk.tf.json:2:3\n    "resuorce": {}\n\nBlocks of the type "resuorce" are not expected here.\n\nDid you mean "resource"?',
    ],
    ['an output without a value', { output: { o: {} } }, 'Error: Missing required argument\n  in output.o\n'],
    [
      'a cycle, with its whole path',
      { locals: { a: '${local.b}', b: '${libvirt_domain.web.id}' }, ...written({ name: '${local.a}' }) },
      'Error: Cycle: local.a => local.b => libvirt_domain.web => local.a\n',
    ],
    [
      'a file that is no JSON',
      { 'x.tf.json': '{\n  "a": ,\n}' },
      'Error: x.tf.json is no JSON\n  x.tf.json:2:8\n    "a": ,\n\nWhile reading JSON: expected a value, found ",".',
    ],
    ['a list', { 'x.tf.json': '[]' }, 'Error: x.tf.json is no configuration\n'],
    ['nothing', { 'README.json': '' }, 'Error: No configuration files\n'],
  ])('%s', async (_, configuration, message) => {
    const { diagnostics } = await loaded(configuration);
    expect(diagnostics.map(formatDiagnostic).join('\n\n')).toContain(message);
  });

  it('all at once', async () => {
    const { diagnostics } = await loaded(written({ name: '${var.a}', title: '${var.b}', memory: '${' }));
    expect(diagnostics.map(({ summary }) => summary)).toEqual([
      'Missing expression',
      'Reference to undeclared input variable',
      'Reference to undeclared input variable',
    ]);
  });
});

describe('override files', () => {
  it('say a block twice no more than other files do', async () => {
    const { diagnostics } = await loaded({
      'cdk.tf.json': domain({ name: 'web', lifecycle: { prevent_destroy: true } }),
      'lab_override.tf.json': domain({ lifecycle: [{ prevent_destroy: false }, { prevent_destroy: true }] }),
    });
    expect(diagnostics.map(({ summary }) => summary)).toEqual(['Duplicate lifecycle block']);
  });

  it('replace arguments one by one and merge lifecycle', async () => {
    const configuration = await configurationOf({
      'cdk.tf.json': domain({ name: 'web', memory: 1, lifecycle: { prevent_destroy: true } }),
      'lab_override.tf.json': domain({ memory: 2, lifecycle: { create_before_destroy: true } }),
    });
    expect(bodiesOf(configuration)).toEqual([{ name: 'web', memory: 2 }]);
    expect(configuration.resources.get('libvirt_domain.web')?.lifecycle).toMatchObject({
      preventDestroy: true,
      createBeforeDestroy: true,
    });
  });

  it('replace all blocks of a type that they say, written out or dynamic', async () => {
    const base = domain({ disks: [{ name: 'a' }, { name: 'b' }], nics: [{ name: 'x' }], name: 'web' });
    const over = (body: object): Promise<Configuration> =>
      configurationOf({ 'main.tf.json': base, 'override.tf.json': domain(body) });
    expect(bodiesOf(await over({ disks: [{ name: 'c' }] }))).toEqual([
      { disks: [{ name: 'c' }], nics: [{ name: 'x' }], name: 'web' },
    ]);
    const dynamic = { disks: { for_each: ['d', 'e'], content: { name: '${disks.value}' } } };
    expect(bodiesOf(await over({ dynamic }))).toEqual([
      { disks: [{ name: 'd' }, { name: 'e' }], nics: [{ name: 'x' }], name: 'web' },
    ]);
  });

  it('need something to override', async () => {
    const { diagnostics } = await loaded({ 'cdk.tf.json': {}, 'override.tf.json': domain({ memory: 2 }) });
    expect(diagnostics.map(({ summary }) => summary)).toEqual(['Missing resource to override']);
  });
});

test('what says the same whatever is around it is one literal, however much it holds', async () => {
  const constant = { name: 'web', list: [{ on: true }, null, 'text'] };
  const configuration = await configurationOf({
    ...domain({ constant, other: [constant, '${var.name}'] }),
    variable: { name: {} },
  });
  const { body } = configuration.resources.get('libvirt_domain.web') ?? {};
  const attributes = body?.kind === 'body' ? body.attributes : new Map<string, never>();
  expect(attributes.get('constant')).toMatchObject({ kind: 'literal', value: constant });
  expect(attributes.get('other')).toMatchObject({
    kind: 'list',
    elements: [{ kind: 'literal', value: constant }, { kind: 'reference' }],
  });
});
