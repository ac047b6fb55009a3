import { dependenciesOf, findCycle, formatCycle, referencesOf } from '../../src/config';
import { parseExpression } from '../../src/config/language/parser';
import { formatReference } from '../../src/config/language/references';
import { SourceText } from '../../src/config/language/source';
import { configurationOf } from './given';

test.each<[expression: string, references: readonly string[]]>([
  ['1', []],
  ['var.a + local.b', ['var.a', 'local.b']],
  ['var.a + var.a', ['var.a']],
  ['libvirt_domain.web[0].name', ['libvirt_domain.web']],
  ['data.libvirt_node_info.here.cpu', ['data.libvirt_node_info.here']],
  ['resource.libvirt_domain.web.name', ['libvirt_domain.web']],
  ['libvirt_domain.web.*.name', ['libvirt_domain.web']],
  ['module.lab.ip', ['module.lab.ip']],
  ['module.lab.nic.ip', ['module.lab.nic']],
  ['module.lab["a"].ip', ['module.lab["a"].ip']],
  ['module.lab[each.key].ip', ['module.lab', 'each.key']],
  ['module.lab[*].ip', ['module.lab']],
  ['[for x in var.list : x.name if x != local.not]', ['var.list', 'local.not']],
  ['{for k, v in var.map : k => "${v}${path.module}"}', ['var.map', 'path.module']],
  ['var.map[libvirt_pool.p.name]', ['var.map', 'libvirt_pool.p']],
  [
    'each.key == count.index ? self.a : terraform.workspace',
    ['each.key', 'count.index', 'self', 'terraform.workspace'],
  ],
  ['"%{ for v in var.list }${v}%{ endfor }"', ['var.list']],
])('%s refers to %j', (text, references) => {
  const { expression } = parseExpression(text, { source: new SourceText('test', text) });
  expect(referencesOf(expression).map(formatReference)).toEqual(references);
});

it('finds what a block depends on, through locals and depends_on', async () => {
  const configuration = await configurationOf({
    locals: { network: '${libvirt_network.net.name}', again: '${local.network}' },
    resource: {
      libvirt_network: { net: { name: 'n' } },
      libvirt_pool: { p: { name: 'p' }, q: { name: 'q' } },
      libvirt_domain: {
        web: {
          count: '${length(libvirt_pool.p.name)}',
          name: '${local.again}',
          depends_on: ['libvirt_pool.q'],
          lifecycle: { replace_triggered_by: ['${libvirt_pool.p.id}'] },
        },
      },
    },
    output: { o: { value: '${libvirt_domain.web[0].name}', depends_on: ['${libvirt_pool.q}'] } },
    provider: { libvirt: { alias: 'east', uri: '${libvirt_pool.p.name}' } },
  });
  const domain = configuration.resources.get('libvirt_domain.web');
  const output = configuration.outputs.get('o');
  const [provider] = configuration.providers;
  if (domain === undefined || output === undefined || provider === undefined)
    throw new Error('blocks are missing');
  expect(dependenciesOf(configuration, domain)).toEqual([
    'libvirt_network.net',
    'libvirt_pool.p',
    'libvirt_pool.q',
  ]);
  expect(dependenciesOf(configuration, output)).toEqual(['libvirt_domain.web', 'libvirt_pool.q']);
  expect(dependenciesOf(configuration, provider)).toEqual(['libvirt_pool.p']);
});

describe('cycles', () => {
  test.each<[edges: Record<string, readonly string[]>, cycle: string | undefined]>([
    [{}, undefined],
    [{ a: ['b'], b: ['c'], c: [] }, undefined],
    [{ a: ['b', 'c'], b: ['d'], c: ['d'], d: [] }, undefined],
    [{ a: ['a'] }, 'a => a'],
    [{ a: ['b'], b: ['c'], c: ['a'] }, 'a => b => c => a'],
    [{ start: ['a'], a: ['b'], b: ['a'] }, 'a => b => a'],
    [{ a: ['elsewhere'] }, undefined],
  ])('in %j: %s', (edges, expected) => {
    const cycle = findCycle(new Map(Object.entries(edges)));
    expect(cycle === undefined ? undefined : formatCycle(cycle)).toBe(expected);
  });

  it('are looked for in chains of any length', () => {
    const length = 50_000;
    const edges = new Map(Array.from({ length }, (_, index) => [`n${index}`, [`n${(index + 1) % length}`]]));
    expect(findCycle(edges)).toHaveLength(length + 1);
  });
});
