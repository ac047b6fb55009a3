// Holds the schemas against the two lists of what dmacvicar/libvirt v0.9.7 takes, and prints rows covered, missing and additional:
//   node packages/schema/scripts/coverage.mjs [--verbose]
// contract.tsv was taken from that provider's pages. contract.measured.tsv is what its binary says (terraform providers schema
// -json); where the two differ the binary counts, because it decides which states and configurations are readable.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const folder = path.dirname(import.meta.dirname);
const { dataSources, fileResources, resources, walk } = createRequire(import.meta.url)('../lib/index.js');

const TYPES = { string: 'String', number: 'Number', bool: 'Boolean' };

function typeOf(attribute) {
  if (attribute.kind === 'scalar') return TYPES[attribute.type];
  if (attribute.kind === 'object') return 'Attributes';
  if (attribute.element !== 'string') return 'Attributes List';
  return attribute.unordered === true ? 'Set of String' : 'List of String';
}

function read(file) {
  const lines = readFileSync(path.join(folder, file), 'utf8').split('\n');
  const rows = lines.filter((line) => line !== '' && !line.startsWith('#')).map((line) => line.split('\t'));
  return rows.map(([type, name, kind, presence]) => ({ type, name, kind, presence }));
}

/** Every spelling under which an attribute may be written. */
function spellings(schema, { path: names }) {
  let attributes = schema.attributes;
  let all = [''];
  for (const name of names) {
    const attribute = attributes[name];
    const own = [name, ...(attribute.alsoCalled ?? [])];
    all = all.flatMap((above) => own.map((last) => (above === '' ? last : `${above}.${last}`)));
    attributes = attribute.kind === 'object' ? attribute.attributes : attribute.element;
  }
  return all;
}

const ours = new Map();
const names = new Map();
const schemas = {
  ...resources,
  ...fileResources,
  ...Object.fromEntries(Object.entries(dataSources).map(([type, schema]) => [`data.${type}`, schema])),
};
for (const [type, schema] of Object.entries(schemas)) {
  for (const walked of walk(schema)) {
    const name = walked.path.join('.');
    const row = {
      type: typeOf(walked.attribute),
      presence: walked.attribute.presence,
      addition: walked.attribute.addition,
    };
    names.set(`${type} ${name}`, row);
    for (const spelling of spellings(schema, walked)) ours.set(`${type} ${spelling}`, row);
  }
}

const verbose = process.argv.includes('--verbose');
const types = new Set(Object.keys(schemas));
let failed = false;

function report(title, entries) {
  console.log(`  ${String(entries.length).padStart(5)} ${title}`);
  for (const entry of verbose ? entries : entries.slice(0, 8)) console.log(`          ${entry}`);
  if (!verbose && entries.length > 8) console.log('          …');
}

function compare(file, strict) {
  const rows = read(file).filter((row) => types.has(row.type));
  const key = (row) => `${row.type} ${row.name}`;
  const missing = rows.filter((row) => !ours.has(key(row)));
  const there = rows.filter((row) => ours.has(key(row)));
  const retyped = there.filter((row) => ours.get(key(row)).type !== row.kind);
  const presence = there.filter((row) => ours.get(key(row)).presence !== row.presence);
  console.log(`${file}: ${rows.length} rows of ${types.size} resources and data sources`);
  console.log(`  ${String(there.length).padStart(5)} covered`);
  report('missing', missing.map(key));
  report(
    'of another type',
    retyped.map((row) => `${key(row)}: ${row.kind}, ours ${ours.get(key(row)).type}`),
  );
  report(
    'of another presence',
    presence.map((row) => `${key(row)}: ${row.presence}, ours ${ours.get(key(row)).presence}`),
  );
  if (strict) {
    const known = new Set(rows.map(key));
    const additional = [...names].filter(([name]) => !known.has(name));
    report(
      'additional',
      additional.map(([name]) => name),
    );
    // Terraform refuses a state with a nested key that its provider lacks, so what is ours has to be marked.
    const below = (name) => [...names].some(([other, row]) => row.addition && name.startsWith(`${other}.`));
    const unmarked = additional.filter(([name, row]) => row.addition !== true && !below(name));
    report(
      'additional and not marked as ours',
      unmarked.map(([name]) => name),
    );
    failed ||= [missing, retyped, presence, unmarked].some((list) => list.length > 0);
  } else failed ||= missing.length > 0;
}

compare('contract.tsv', false);
compare('contract.measured.tsv', true);
process.exitCode = failed ? 1 : 0;
