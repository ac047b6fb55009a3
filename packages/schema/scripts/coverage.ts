// Holds the schemas against the lists of what dmacvicar/libvirt v0.9.7 takes and against libvirt's own schemas, and prints what is covered,
// missing and additional:
//   npm run coverage:schema [-- --verbose]
// contract.tsv was taken from that provider's pages. contract.measured.tsv is what its binary says (terraform providers schema
// -json); where the two differ the binary counts, because it decides which states and configurations are readable.
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { contractCoverage } from './coverage/contract.js';
import { describeGap } from './coverage/gaps.js';
import { hasRngSchemas, rngCoverage, rngExcess } from './coverage/rng.js';

const verbose = process.argv.includes('--verbose');

function report(count: number, title: string, lines: readonly string[] = []): void {
  console.log(`  ${String(count).padStart(5)} ${title}`);
  const shown = verbose ? lines : lines.slice(0, 8);
  for (const line of shown) console.log(`          ${line}`);
  if (shown.length < lines.length) console.log('          …');
}

function reportContract(file: string, strict: boolean): boolean {
  const { rows, types, covered, missing, retyped, otherwise, additional, unmarked } = contractCoverage(file);
  console.log(`${file}: ${rows} rows of ${types} resources and data sources`);
  report(covered, 'covered');
  report(missing.length, 'missing', missing);
  report(retyped.length, 'of another type', retyped);
  report(otherwise.length, 'of another presence', otherwise);
  if (!strict) return missing.length === 0;
  report(additional.length, 'additional', additional);
  report(unmarked.length, 'additional and not marked as ours', unmarked);
  return [missing, retyped, otherwise, unmarked].every(({ length }) => length === 0);
}

function reportRng(folder: string): boolean {
  const all = rngCoverage(folder);
  for (const { type, covered, missing, leftOut } of all) {
    console.log(`${type} in ${folder}`);
    report(covered, 'elements, attributes and texts covered');
    report(missing.length, 'missing, or with values that ours refuse', missing.map(describeGap));
    for (const [reason, gaps] of leftOut) report(gaps.length, `left out: ${reason}`, gaps.map(describeGap));
  }
  return all.every(({ missing }) => missing.length === 0);
}

function reportExcess(folders: readonly string[]): boolean {
  const all = rngExcess(folders);
  for (const { type, excess, explained } of all) {
    console.log(`${type} in all of them`);
    report(excess.length, 'with values that only ours take', excess.map(describeGap));
    for (const [reason, gaps] of explained)
      report(gaps.length, `taken by ours alone: ${reason}`, gaps.map(describeGap));
  }
  return all.every(({ excess }) => excess.length === 0);
}

/** Releases of libvirt that were unpacked for the tests: a folder each, and in it one for what was unpacked. */
function unpacked(cache: string): readonly string[] {
  const inside = (folder: string): readonly string[] =>
    existsSync(folder) ? readdirSync(folder).map((name) => path.join(folder, name)) : [];
  return inside(cache).flatMap(inside);
}

const roots = ['/', ...unpacked(path.join(__dirname, '../../../.cache/debian'))];
const folders = roots.map((root) => path.join(root, 'usr/share/libvirt/schemas')).filter(hasRngSchemas);
const results = [
  reportContract('contract.tsv', false),
  reportContract('contract.measured.tsv', true),
  ...folders.map(reportRng),
  folders.length === 0 || reportExcess(folders),
];
if (folders.length === 0)
  console.log("libvirt's own schemas are not installed here: they come with its daemon.");
process.exitCode = results.every(Boolean) ? 0 : 1;
