import { moduleJson } from '../../src/plan/module-json.js';

const at = (name: string, ...module: readonly { name: string; key?: string | number }[]) => ({
  module,
  json: { address: name },
});

test('resources stand in the tree of modules, each module with its address', () => {
  expect(
    moduleJson([
      at('root'),
      at('one', { name: 'lab', key: 'a' }),
      at('deep', { name: 'lab', key: 'a' }, { name: 'rack' }),
      at('lonely', { name: 'outer' }, { name: 'inner', key: 0 }),
    ]),
  ).toEqual({
    resources: [{ address: 'root' }],
    child_modules: [
      {
        address: 'module.lab["a"]',
        resources: [{ address: 'one' }],
        child_modules: [{ address: 'module.lab["a"].module.rack', resources: [{ address: 'deep' }] }],
      },
      {
        address: 'module.outer',
        child_modules: [{ address: 'module.outer.module.inner[0]', resources: [{ address: 'lonely' }] }],
      },
    ],
  });
});

test('nothing is an empty module', () => {
  expect(moduleJson([])).toEqual({});
});
