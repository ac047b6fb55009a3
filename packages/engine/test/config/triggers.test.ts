import { triggerOf } from '../../src/config';
import { configurationOf, loaded } from './given';

const things = { a: { name: 'a' }, many: { count: 2, name: 'm' }, each: { for_each: { x: 1 }, name: 'e' } };

const withTriggers = (elements: readonly string[]): object => ({
  resource: {
    libvirt_pool: { ...things, t: { count: 1, name: 't', lifecycle: { replace_triggered_by: elements } } },
  },
});

// Bare, as Terraform writes them in JSON, and wrapped, as CDK does.
it.each([
  ['libvirt_pool.a', { address: 'libvirt_pool.a', path: [] }],
  ['${libvirt_pool.a}', { address: 'libvirt_pool.a', path: [] }],
  ['libvirt_pool.a.target.path', { address: 'libvirt_pool.a', path: ['target', 'path'] }],
  ['libvirt_pool.many[1]', { address: 'libvirt_pool.many', key: { value: 1 }, path: [] }],
  [
    '${libvirt_pool.many[count.index].id}',
    { address: 'libvirt_pool.many', key: { kind: 'reference' }, path: ['id'] },
  ],
  ['libvirt_pool.each["x"].id', { address: 'libvirt_pool.each', key: { value: 'x' }, path: ['id'] }],
])('%s names what it names', async (written, expected) => {
  const { resources } = await configurationOf(withTriggers([written]));
  const [element] = resources.get('libvirt_pool.t')?.lifecycle.replaceTriggeredBy ?? [];
  expect(element && triggerOf(element)).toMatchObject(expected);
});

it.each(['${path.cwd}', '${count.index}', '${libvirt_pool.many[*].id}', '${libvirt_pool.a.id == "x"}'])(
  '%s is no reference to a resource',
  async (written) => {
    const { diagnostics } = await loaded(withTriggers([written]));
    expect(diagnostics).toMatchObject([
      { summary: 'Invalid reference in replace_triggered_by expression', address: 'libvirt_pool.t' },
    ]);
  },
);

it('a list is asked for', async () => {
  const lifecycle = { replace_triggered_by: '${libvirt_pool.a}' };
  const { diagnostics } = await loaded({ resource: { libvirt_pool: { ...things, t: { lifecycle } } } });
  expect(diagnostics).toMatchObject([{ summary: 'Invalid value for replace_triggered_by' }]);
});
