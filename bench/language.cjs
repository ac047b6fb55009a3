// What a configuration costs whose blocks are repeated by for_each and refer to one another: node language.cjs PART RESOURCES [after], where
// PART is `evaluate` (its files are read, and every instance is evaluated and held against its schema) or `plan` (all of that, and planned on
// a simulated host where nothing is there yet), and `after` does the same once before, for which nothing counts. Prints the milliseconds that
// the processor was busy with it: those do not grow when other programs run beside it.
const { readFileSync } = require('node:fs');
const path = require('node:path');

const engine = path.dirname(require.resolve('@virtform/engine'));
const part = (file) => require(path.join(engine, file));
const { createSimulation } = part('effects/simulated/simulation.js');
const { openUnit } = part('open-unit.js');
const config = part('config/index.js');
const { buildGraph } = part('plan/build-graph.js');
const { createResourceValues } = part('plan/resource-values.js');
const { configureProviders, schemaOfBlock } = part('plan/providers.js');
const { evaluateWanted } = part('plan/wanted.js');
const { PROVIDERS } = part('kinds/index.js');
const { UNKNOWN } = require('@virtform/values');
const { expectToEndSoon } = require(path.join(path.dirname(require.resolve('virtform')), 'short-lived.js'));

const FOLDER = '/work';
const [, , name, count, after] = process.argv;

/** The resources that do not belong to a guest: a network, a pool and the images. */
const AROUND = 5;
const IMAGES = 3;
/** Of each guest: what it is told, its disk, itself, and what is told of it. */
const PER_GUEST = 4;

function guests() {
  const length = Math.ceil((Number(count) - AROUND) / PER_GUEST);
  return Object.fromEntries(
    Array.from({ length }, (_, index) => [
      `guest${String(index).padStart(5, '0')}`,
      { memory: 1024 + (index % 4) * 512, image: `image${index % IMAGES}` },
    ]),
  );
}

const PARTS = {
  /** What a plan does before it asks any kind, and without any of what it does behind that. */
  async evaluate(effects) {
    const { configuration, diagnostics } = await config.loadConfiguration(effects.files, FOLDER);
    const variables = await config.readVariables(configuration, effects.files, {
      options: [],
      environment: {},
    });
    const values = createResourceValues();
    const scope = config.createScope({
      configuration,
      variables: variables.values,
      resource: (address) => values.value(address),
      files: config.realFiles,
      started: new Date(effects.clock.now()),
      phase: 'plan',
    });
    const configured = configureProviders(configuration, scope, PROVIDERS, {});
    const found = [...diagnostics, ...variables.diagnostics, ...configured.diagnostics];
    const graph = buildGraph({ configuration, resources: [] });
    let instances = 0;
    for (const id of graph.order) {
      const { node, block } = graph.nodes.get(id);
      if (node === 'output') {
        found.push(...config.evaluate(block.value, scope).diagnostics);
        continue;
      }
      const schema = schemaOfBlock(block, PROVIDERS);
      const computed = Object.fromEntries(schema.computed.map((name) => [name, UNKNOWN]));
      const { expansions } = config.expand(block, scope);
      values.declare(id, expansions[0].key === undefined ? 'single' : 'for-each', schema);
      for (const expansion of expansions) {
        const inner = config.instanceScope(scope, expansion);
        const wanted = evaluateWanted(block, `${id}[${expansion.key}]`, schema, inner, undefined);
        found.push(...wanted.diagnostics);
        values.set(id, expansion.key, { ...wanted.attributes, ...computed }, wanted.sensitive);
        instances += 1;
      }
    }
    return { instances, diagnostics: [...found, ...scope.diagnostics] };
  },

  async plan(effects) {
    const begun = await openUnit({ folder: FOLDER, effects, environment: {}, version: '0' }).begin({
      operation: 'plan',
    });
    try {
      const { nodes, diagnostics } = await begun.plan();
      return { instances: nodes.length, diagnostics };
    } finally {
      await begun.end();
    }
  },
};

async function main() {
  // As the command does.
  expectToEndSoon();
  if (after !== undefined) await once();
  const before = process.cpuUsage();
  await once();
  const { user, system } = process.cpuUsage(before);
  console.log((user + system) / 1000);
}

async function once() {
  const simulation = createSimulation(1);
  const given = guests();
  simulation.disk.put(
    `${FOLDER}/main.tf`,
    readFileSync(path.join(__dirname, 'language', 'guests.tf'), 'utf8'),
  );
  simulation.disk.put(`${FOLDER}/guests.auto.tfvars.json`, JSON.stringify({ guests: given }));
  const { instances, diagnostics } = await PARTS[name](simulation.live().effects);
  const { length } = Object.keys(given);
  const expected = AROUND - IMAGES + Math.min(IMAGES, length) + PER_GUEST * length;
  if (diagnostics.length > 0 || instances !== expected)
    throw new Error(`${instances} instances instead of ${expected}, ${JSON.stringify(diagnostics[0])}`);
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
