import { formatDiagnostic } from '@virtform/values';
import { configurationOf, loaded } from './given';

const THINGS = { resource: { terraform_data: { b: { input: 1 }, many: { count: 2 } } } };

async function problems(more: object): Promise<readonly string[]> {
  const { diagnostics } = await loaded({ 'main.tf.json': { ...THINGS, ...more } });
  return diagnostics.map(({ summary }) => summary);
}

const move = (from: string, to: string): object => ({ from, to });

test('the blocks are read alike from both syntaxes, instances and modules with their keys', async () => {
  const native = await configurationOf({
    'main.tf': `
      resource "terraform_data" "b" { for_each = toset(["x"]) }
      moved {
        from = module.lab["a"].terraform_data.a
        to   = terraform_data.b["x"]
      }
      removed {
        from = module.old
        lifecycle {
          destroy = false
        }
      }
      import {
        for_each = { x = "one" }
        to       = terraform_data.b[each.key]
        id       = each.value
      }`,
  });
  const json = await configurationOf({
    'main.tf.json': {
      resource: { terraform_data: { b: { for_each: '${toset(["x"])}' } } },
      moved: move('module.lab["a"].terraform_data.a', 'terraform_data.b["x"]'),
      removed: { from: 'module.old', lifecycle: { destroy: false } },
      import: { for_each: { x: 'one' }, to: 'terraform_data.b[each.key]', id: '${each.value}' },
    },
  });
  for (const { moved, removed, imports } of [native, json]) {
    expect(moved).toMatchObject([
      {
        from: { kind: 'resource', address: { module: [{ name: 'lab', key: 'a' }], name: 'a' } },
        to: { kind: 'resource', address: { name: 'b', key: 'x' } },
      },
    ]);
    expect(removed).toMatchObject([{ from: { kind: 'module', module: [{ name: 'old' }] }, destroy: false }]);
    expect(imports).toMatchObject([
      { to: { type: 'terraform_data', name: 'b' }, key: { kind: 'reference' } },
    ]);
  }
});

test.each<[why: string, more: object, says: string]>([
  [
    'the same address twice',
    { moved: move('terraform_data.a', 'terraform_data.a') },
    'Redundant move statement',
  ],
  [
    'what is still there',
    { moved: move('terraform_data.b', 'terraform_data.c') },
    'Moved object still exists',
  ],
  [
    'two destinations',
    { moved: [move('terraform_data.a', 'terraform_data.b'), move('terraform_data.a', 'terraform_data.c')] },
    'Ambiguous move statements',
  ],
  [
    'two sources',
    { moved: [move('terraform_data.a', 'terraform_data.b'), move('terraform_data.c', 'terraform_data.b')] },
    'Ambiguous move statements',
  ],
  [
    'a circle',
    { moved: [move('terraform_data.a', 'terraform_data.c'), move('terraform_data.c', 'terraform_data.a')] },
    'Cyclic dependency in move statements',
  ],
  [
    'a circle of instances',
    {
      moved: [
        move('terraform_data.a[0]', 'terraform_data.a[1]'),
        move('terraform_data.a[1]', 'terraform_data.a[0]'),
      ],
    },
    'Cyclic dependency in move statements',
  ],
  ['a module and a resource', { moved: move('module.a', 'terraform_data.b') }, 'Invalid "moved" addresses'],
  ['no address', { moved: move('terraform_data', 'terraform_data.b') }, 'Invalid address'],
  ['no destination', { moved: { from: 'terraform_data.a' } }, 'Missing required argument'],
  ['what else', { moved: { ...move('terraform_data.a', 'terraform_data.b'), x: 1 } }, 'Unsupported argument'],
])('moved: %s is refused', async (_, more, says) => {
  expect(await problems(more)).toEqual([says]);
});

test.each<[why: string, more: object, says: string]>([
  ['what is still there', { removed: { from: 'terraform_data.b' } }, 'Removed resource still exists'],
  ['an instance', { removed: { from: 'terraform_data.a[0]' } }, 'Resource instance keys not allowed'],
  ['an instance of a module', { removed: { from: 'module.a[0]' } }, 'Module instance keys not allowed'],
  ['a data source', { removed: { from: 'data.terraform_data.a' } }, 'Data source address not allowed'],
  ['nothing', { removed: {} }, 'Missing required argument'],
  [
    'what is run when something is made',
    { removed: { from: 'terraform_data.a', provisioner: { 'local-exec': { command: 'x' } } } },
    'Invalid provisioner block',
  ],
  [
    'what is run for a module',
    { removed: { from: 'module.a', provisioner: { 'local-exec': { command: 'x', when: 'destroy' } } } },
    'Invalid provisioner block',
  ],
  [
    'what is run with something of others',
    {
      removed: {
        from: 'terraform_data.a',
        provisioner: { 'local-exec': { command: '${terraform_data.b.id}', when: 'destroy' } },
      },
    },
    'Invalid reference from destroy provisioner',
  ],
])('removed: %s is refused', async (_, more, says) => {
  expect(await problems(more)).toEqual([says]);
});

test.each<[why: string, block: object | readonly object[], says: string]>([
  [
    'what is not declared',
    { to: 'terraform_data.x', id: '1' },
    'Configuration for import target does not exist',
  ],
  ['a data source', { to: 'data.terraform_data.b', id: '1' }, 'Invalid import address'],
  ['no id', { to: 'terraform_data.b' }, 'Missing required argument'],
  ['an id of itself', { to: 'terraform_data.b', id: '${terraform_data.b.id}' }, 'Invalid import id argument'],
  [
    'a provider',
    { to: 'terraform_data.b', id: '1', provider: 'terraform' },
    'Invalid import provider argument',
  ],
  [
    'each without for_each',
    { to: 'terraform_data.b', id: '${each.key}' },
    'Reference to "each" in context without for_each',
  ],
  [
    'the same twice',
    [
      { to: 'terraform_data.b', id: '1' },
      { to: 'terraform_data.b', id: '2' },
    ],
    'Duplicate import configuration for "terraform_data.b"',
  ],
])('import: %s is refused', async (_, block, says) => {
  expect(await problems({ import: block })).toEqual([says]);
});

test('an override file cannot say what becomes of objects', async () => {
  const { diagnostics } = await loaded({
    'main.tf.json': THINGS,
    'override.tf.json': {
      moved: move('terraform_data.x', 'terraform_data.y'),
      removed: { from: 'terraform_data.y' },
      import: { to: 'terraform_data.b', id: '1' },
    },
  });
  expect(diagnostics.map(formatDiagnostic).map((text) => text.split('\n')[0])).toEqual([
    "Error: Cannot override 'moved' blocks",
    "Error: Cannot override 'removed' blocks",
    "Error: Cannot override 'import' blocks",
  ]);
});

describe('in modules', () => {
  const LAB = `
    resource "terraform_data" "a" {}
    resource "terraform_data" "many" { count = 2 }
  `;
  const found = async (root: string, lab = LAB): Promise<readonly string[]> => {
    const { diagnostics } = await loaded({
      'main.tf': `module "lab" { source = "./lab" }\nmodule "racks" {\n  source = "./lab"\n  count = 2\n}\n${root}`,
      'lab/main.tf': lab,
    });
    return diagnostics.map(({ summary, address }) => `${summary}: ${address ?? ''}`);
  };
  const moved = (from: string, to: string): string => `moved {\n  from = ${from}\n  to = ${to}\n}\n`;
  const removed = (from: string): string => `removed { from = ${from} }\n`;
  const imported = (to: string): string => `import {\n  to = ${to}\n  id = "x"\n}\n`;

  test.each<[why: string, root: string, says: string]>([
    [
      'a resource of a module that is still there',
      moved('module.lab.terraform_data.a', 'terraform_data.b'),
      'Moved object still exists: module.lab.terraform_data.a',
    ],
    [
      'a module that is still called',
      moved('module.lab', 'module.b'),
      'Moved object still exists: module.lab',
    ],
    [
      'a resource that is said to be removed',
      removed('module.racks.terraform_data.a'),
      'Removed resource still exists: module.racks.terraform_data.a',
    ],
    ['a module that is said to be removed', removed('module.lab'), 'Removed module still exists: module.lab'],
    [
      'an import into what the module does not have',
      imported('module.lab.terraform_data.b'),
      'Configuration for import target does not exist: module.lab.terraform_data.b',
    ],
    [
      'an import twice',
      imported('module.racks[0].terraform_data.a').repeat(2),
      'Duplicate import configuration for "module.racks[0].terraform_data.a": module.racks.terraform_data.a',
    ],
    ['a key where none can be', imported('module.lab.terraform_data[0].a'), 'Invalid address: import'],
  ])('%s is told', async (_, root, says) => {
    expect(await found(root)).toEqual([says]);
  });

  test.each<[why: string, root: string]>([
    ['an instance that may be gone, which a plan knows', moved('module.racks[5]', 'module.b')],
    [
      'a resource of an instance that may be gone',
      moved('module.racks[5].terraform_data.a', 'terraform_data.b'),
    ],
    [
      'imports into two instances',
      imported('module.racks[0].terraform_data.a') + imported('module.racks[1].terraform_data.a'),
    ],
  ])('%s is no problem yet', async (_, root) => {
    expect(await found(root)).toEqual([]);
  });

  test('a module that moves something which it still has says so of itself', async () => {
    expect(await found('', `${LAB}${moved('terraform_data.a', 'terraform_data.b')}`)).toEqual([
      'Moved object still exists: module.lab.terraform_data.a',
      'Moved object still exists: module.racks.terraform_data.a',
    ]);
  });

  test('the keys of an import may be expressions, of modules too', async () => {
    const { imports } = await configurationOf({
      'main.tf': `
        module "racks" {
          source   = "./lab"
          for_each = toset(["a]b"])
        }
        import {
          for_each = { "a]b" = 1 }
          to       = module.racks[each.key].terraform_data.many[each.value]
          id       = "x"
        }
        import {
          to = module.racks["a]b"].terraform_data.a
          id = "y"
        }`,
      'lab/main.tf': LAB,
    });
    expect(imports).toMatchObject([
      {
        to: { module: [{ name: 'racks' }], name: 'many' },
        moduleKeys: [{ kind: 'reference' }],
        key: { kind: 'reference' },
      },
      { to: { module: [{ name: 'racks' }], name: 'a' }, moduleKeys: [{ kind: 'literal', value: 'a]b' }] },
    ]);
  });
});
