import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startHypervisor } from '../scripts/hypervisor.js';
import { openBench, type Figure } from './figure.js';
import { applyAndDestroy } from './figures/apply.js';
import { callsFar } from './figures/calls-far.js';
import { callsInFlight } from './figures/calls-in-flight.js';
import { callsSequential } from './figures/calls-sequential.js';
import { compareGuests } from './figures/compare-guests.js';
import { destroyGuests } from './figures/destroy-guests.js';
import { domainCodec } from './figures/domain-codec.js';
import { domainXml } from './figures/domain-xml.js';
import { download } from './figures/download.js';
import { hotPlug } from './figures/hot-plug.js';
import { idlePlan, idlePlanRunning } from './figures/idle-plan.js';
import { l1 } from './figures/l1.js';
import { language } from './figures/language.js';
import { requirePackage } from './figures/require.js';
import { scale } from './figures/scale.js';
import { startGuests } from './figures/start-guests.js';
import { start } from './figures/start.js';
import { state } from './figures/state.js';
import { upload } from './figures/upload.js';
import { report } from './report.js';

const FIGURES: readonly Figure[] = [
  idlePlan,
  idlePlanRunning,
  applyAndDestroy,
  startGuests,
  destroyGuests,
  hotPlug,
  compareGuests,
  start,
  scale,
  language,
  callsSequential,
  callsInFlight,
  callsFar,
  domainXml,
  domainCodec,
  l1,
  state,
  upload,
  download,
  requirePackage,
];

/**
 * Measures the figures that are named, or all, each on a private hypervisor of its own.
 *
 * @param rounds how often each contender runs; undefined: as often as the figure itself says
 * @returns the exit code: 1 where a name is unknown
 */
export async function bench(names: readonly string[], rounds: number | undefined): Promise<number> {
  const unknown = names.filter((name) => !FIGURES.some((figure) => figure.name === name));
  if (unknown.length > 0) {
    console.error(
      `There is no figure ${unknown.join(', ')}. There are: ${FIGURES.map(({ name }) => name).join(', ')}.`,
    );
    return 1;
  }
  for (const figure of FIGURES) {
    if (names.length > 0 && !names.includes(figure.name)) continue;
    await measure(figure, rounds ?? figure.rounds);
  }
  return 0;
}

async function measure(figure: Figure, rounds: number): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'virtform-bench-'));
  const hypervisor = await startHypervisor({ folder, owner: 'process' });
  try {
    console.log(`${figure.name}: ${figure.title}`);
    for (const measurement of await figure.measure(openBench(hypervisor, rounds))) {
      console.log(report(measurement, rounds));
    }
  } finally {
    await hypervisor.stop();
  }
}
