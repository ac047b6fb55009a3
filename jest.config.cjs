// Two projects: `unit` runs on the sources alone, without libvirt; `e2e` drives real libvirt and real guests.
const fs = require('node:fs');
const path = require('node:path');

// Packages are tested from their sources, so that a unit test needs no build.
const packages = path.join(__dirname, 'packages');
const sources = Object.fromEntries(
  fs.readdirSync(packages).map((folder) => {
    const { name } = JSON.parse(fs.readFileSync(path.join(packages, folder, 'package.json'), 'utf8'));
    return [folder, name];
  }),
);
const moduleNameMapper = Object.fromEntries(
  Object.entries(sources).flatMap(([folder, name]) => [
    [`^${name}$`, `<rootDir>/packages/${folder}/src/index.ts`],
    [`^${name}/lib/(.*)$`, `<rootDir>/packages/${folder}/src/$1`],
  ]),
);

const common = {
  rootDir: __dirname,
  testEnvironment: 'node',
  transform: {
    '^.+\\.tsx?$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
    ],
  },
  moduleNameMapper,
  modulePathIgnorePatterns: ['/lib/', '/\\.virtform/', '/\\.cache/', '/cdktf\\.out/'],
};

module.exports = {
  cacheDirectory: path.join(__dirname, '.cache', 'jest'),
  projects: [
    {
      ...common,
      displayName: 'unit',
      testMatch: ['<rootDir>/packages/*/test/**/*.test.ts', '<rootDir>/test/*.test.ts'],
    },
    { ...common, displayName: 'e2e', testMatch: ['<rootDir>/test/e2e/**/*.test.ts'] },
  ],
};
