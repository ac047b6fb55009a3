// Who may know whom, between the rooms and inside them. Each package's package.json says the same of other
// packages; the finer rules stand only here.

/** What each room may know, downwards only; the order is that of the house. */
const mayKnow = {
  values: [],
  libvirt: [],
  schema: ['values'],
  'provider-libvirt': ['schema'],
  constructs: ['provider-libvirt'],
  engine: ['libvirt', 'schema', 'values'],
  virtform: ['constructs', 'engine', 'values'],
};

/** A room's files, whether reached by their sources or, from another room, as they were built. */
const room = (name) => `^packages/${name}/(src|lib)/`;
const rooms = Object.keys(mayKnow);

const betweenRooms = rooms.map((name) => ({
  name: `${name}-knows-only-what-is-below`,
  severity: 'error',
  comment: `${name} may know: ${mayKnow[name].join(', ') || 'no other room'}.`,
  from: { path: room(name) },
  to: {
    path: rooms.filter((other) => other !== name && !mayKnow[name].includes(other)).map(room),
  },
}));

const engine = (...folders) => folders.map((folder) => `^packages/engine/src/${folder}/`);

module.exports = {
  forbidden: [
    ...betweenRooms,
    {
      name: 'rooms-by-their-front-door',
      severity: 'error',
      comment: 'Another room is imported by its package name, never by a path into its folder.',
      from: { path: '^packages/([^/]+)/' },
      to: { path: '^packages/([^/]+)/src/', pathNot: '^packages/$1/' },
    },
    {
      name: 'product-knows-no-tests-or-tools',
      severity: 'error',
      from: { path: '^packages/[^/]+/src/' },
      to: { path: ['^(test|bench|scripts|stacks)/', '^packages/[^/]+/test/', '^main\\.ts$'] },
    },
    {
      name: 'kinds-know-no-engine',
      severity: 'error',
      comment:
        'A kind is asked by plan and apply; it knows neither them, nor where configuration and state come from.',
      from: { path: engine('kinds') },
      to: { path: engine('config', 'state', 'plan', 'apply', 'provision') },
    },
    {
      name: 'kinds-by-their-interface',
      severity: 'error',
      comment:
        'plan, apply, config and state know kinds by kinds/kind.ts and kinds/data-kind.ts, their providers by kinds/provider.ts, and the registry in kinds/index.ts.',
      from: { path: engine('plan', 'apply', 'config', 'state') },
      to: { path: engine('kinds/[^/]+') },
    },
    {
      name: 'kinds-know-no-other-kind',
      severity: 'error',
      comment:
        'A kind is one folder; what several share stands in shared/, or in a file beside those folders.',
      from: { path: '^packages/engine/src/kinds/([^/]+)/' },
      to: { path: engine('kinds/[^/]+'), pathNot: '^packages/engine/src/kinds/($1|shared)/' },
    },
    {
      name: 'plan-does-not-apply',
      severity: 'error',
      from: { path: engine('plan') },
      to: { path: engine('apply') },
    },
    {
      name: 'provisioners-do-not-apply',
      severity: 'error',
      comment: 'An apply runs them; they know their object as its attributes alone.',
      from: { path: engine('provision') },
      to: { path: engine('apply', 'state', 'kinds') },
    },
    {
      name: 'config-and-state-stand-alone',
      severity: 'error',
      comment: 'Reading configuration and keeping state know nothing of planning.',
      from: { path: engine('config', 'state') },
      to: { path: engine('plan', 'apply') },
    },
    {
      name: 'configuration-runs-nothing',
      severity: 'error',
      comment:
        'Nothing that a configuration says starts a program, opens a connection or becomes code; what its expressions read goes through files.ts.',
      from: { path: engine('config'), pathNot: '^packages/engine/src/config/files\\.ts$' },
      to: {
        path: '^(node:)?(fs|fs/promises|child_process|cluster|vm|module|worker_threads|inspector|tls|http|https|http2|dgram)$',
      },
    },
    {
      name: 'effects-at-the-edge',
      severity: 'error',
      comment: 'Effects are what the engine is given; they know none of it.',
      from: { path: engine('effects') },
      to: { path: engine('config', 'state', 'plan', 'apply', 'provision') },
    },
    {
      name: 'outside-only-through-effects',
      severity: 'error',
      comment:
        'Kinds, plan and provisioners reach hosts, files, programs and the clock through effects, so that they run on simulated ones.',
      from: { path: engine('kinds', 'plan', 'apply', 'provision') },
      to: { path: '^(node:)?(fs|fs/promises|child_process|net|tls|http|https|dgram|worker_threads)$' },
    },
    {
      name: 'schema-is-pure',
      severity: 'error',
      from: { path: ['^packages/(schema|values)/src/'] },
      to: { dependencyTypes: ['core'] },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'resolvable',
      severity: 'error',
      comment: 'Resolves only after a build, as other rooms are reached by their package.',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'declared',
      severity: 'error',
      comment:
        'What a package imports stands in its package.json (what installs nothing of its own is a peer).',
      from: { path: '^packages/[^/]+/src/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-dev', 'npm-unknown'] },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    exclude: { path: ['\\.virtform/', 'cdktf\\.out/', '/lib/.*\\.d\\.ts$'] },
    doNotFollow: { path: ['(^|/)node_modules/', '/lib/'] },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['require', 'node', 'default', 'types'],
    },
  },
};
