// `unit` runs on the sources alone, without libvirt; `e2e` drives real libvirt and real guests, `e2e-trixie` newer ones.
const fs = require('node:fs');
const path = require('node:path');

// Packages are tested from their sources, so that a unit test needs no build.
const packages = path.join(__dirname, 'packages');
const moduleNameMapper = Object.fromEntries(
  fs.readdirSync(packages).flatMap((folder) => {
    const { name } = JSON.parse(fs.readFileSync(path.join(packages, folder, 'package.json'), 'utf8'));
    // The provider's modules are generated into lib; `npm run build` makes them.
    if (folder === 'provider-libvirt') return [];
    return [
      [`^${name}$`, `<rootDir>/packages/${folder}/src/index.ts`],
      [`^${name}/lib/(.+?)(\\.js)?$`, `<rootDir>/packages/${folder}/src/$1`],
    ];
  }),
);

const common = {
  rootDir: __dirname,
  cacheDirectory: path.join(__dirname, '.cache', 'jest'),
  testEnvironment: path.join(__dirname, 'scripts', 'testing', 'environment.cjs'),
  transform: {
    '^.+\\.tsx?$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
    ],
  },
  // TypeScript names the file that a source becomes: './value.js' is './value.ts' here.
  moduleNameMapper: { ...moduleNameMapper, '^(\\.{1,2}/.*)\\.js$': '$1' },
  modulePathIgnorePatterns: ['<rootDir>/packages/[^/]+/lib/', '/\\.virtform/', '/\\.cache/', '/cdktf\\.out/'],
};

// What takes long stands in *.full.test.ts and runs with `npm run test:full` only.
const full = process.env.VIRTFORM_TEST === 'full';
const long = full ? [] : ['\\.full\\.test\\.ts$'];

/** Drives real libvirt of a release of Debian: test/testbed/release.ts knows them. */
const e2e = (displayName, debianRelease, files, others = []) => ({
  ...common,
  displayName,
  globals: { debianRelease },
  testMatch: files.map((file) => `<rootDir>/test/e2e/${file}`),
  setupFilesAfterEnv: ['<rootDir>/test/testbed/time.ts'],
  testPathIgnorePatterns: ['/node_modules/', ...others, ...long],
});

const notOnTrixie = [
  // The daemon of a user's session is the machine's.
  '/libvirt-session\\.test\\.ts$',
  // Run the client in the namespaces, where this machine's Node is out of sight.
  '/libvirt-(polkit|uris)\\.test\\.ts$',
  // Are about the client alone.
  '/libvirt-(long-run|package)\\.test\\.ts$',
  // Doubles the data of an upload, and libvirt 11.3 ends when it cannot write what comes.
  '/libvirt-fault-matrix\\.test\\.ts$',
];

module.exports = {
  // Jest would leave one processor free.
  maxWorkers: '100%',
  testSequencer: path.join(__dirname, 'scripts', 'testing', 'sequencer.cjs'),
  // Ends what hangs; how long a test takes on a busy machine is no finding.
  testTimeout: 300_000,
  projects: [
    {
      ...common,
      displayName: 'unit',
      testMatch: ['<rootDir>/packages/*/test/**/*.test.ts', '<rootDir>/test/*.test.ts'],
      globalSetup: '<rootDir>/scripts/testing/temporary-folder/make.cjs',
      globalTeardown: '<rootDir>/scripts/testing/temporary-folder/remove.cjs',
      testPathIgnorePatterns: ['/node_modules/', ...long],
    },
    e2e('e2e', 'bookworm', ['**/*.test.ts']),
    // The client's own tests once more, those that hold the schemas against a daemon, and what libvirt keeps of guests; containers, and what
    // others change in a guest that runs, where there is time.
    e2e(
      'e2e-trixie',
      'trixie',
      [
        'libvirt-*.test.ts',
        'schema-{checks,filled,fixed-point*}.test.ts',
        'domain-{destroy,secrets}.test.ts',
        ...(full ? ['domain-containers.test.ts', 'domain-running.test.ts'] : []),
      ],
      notOnTrixie,
    ),
  ],
};
