import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startHypervisor } from '../scripts/hypervisor.js';
import type { Comparison, Result } from './compare.js';
import { openBench, type Figure } from './figure.js';
import { idlePlan } from './figures/idle-plan.js';

const FIGURES: readonly Figure[] = [idlePlan];

/**
 * Measures the figures that are named, or all, each on a private hypervisor of its own.
 *
 * @param rounds how often each contender runs
 * @returns the exit code: 1 where a name is unknown
 */
export async function bench(names: readonly string[], rounds: number): Promise<number> {
  const unknown = names.filter((name) => !FIGURES.some((figure) => figure.name === name));
  if (unknown.length > 0) {
    console.error(
      `There is no figure ${unknown.join(', ')}. There are: ${FIGURES.map(({ name }) => name).join(', ')}.`,
    );
    return 1;
  }
  for (const figure of FIGURES) {
    if (names.length > 0 && !names.includes(figure.name)) continue;
    const folder = mkdtempSync(path.join(tmpdir(), 'virtform-bench-'));
    const hypervisor = await startHypervisor({ folder, owner: 'process' });
    try {
      console.log(`${figure.name}: ${figure.title}`);
      console.log(report(figure, await figure.measure(openBench(hypervisor, rounds)), rounds));
    } finally {
      await hypervisor.stop();
    }
  }
  return 0;
}

function report(figure: Figure, { ours, theirs, ratio }: Comparison, rounds: number): string {
  const line = ({ name, median, fastest, slowest, memory }: Result): string =>
    `  ${name.padEnd(20)} ${milliseconds(median)}  (${milliseconds(fastest)} to ${milliseconds(slowest)})  ${memory.toFixed(0)} MiB`;
  const verdict =
    ratio <= figure.limit ? `within the limit of ${figure.limit}` : `ABOVE THE LIMIT OF ${figure.limit}`;
  return [
    line(ours),
    line(theirs),
    `  ratio ${ratio.toFixed(2)}, ${verdict}; medians of ${rounds} rounds in turns`,
    '',
  ].join('\n');
}

function milliseconds(time: number): string {
  return `${time.toFixed(0).padStart(6)} ms`;
}
