import type { Result } from './compare.js';
import { judge, type Measurement } from './measurement.js';

/** What a measurement says, in lines: ours, theirs, how they compare, and how each limit was kept. */
export function report(measurement: Measurement, rounds: number): string {
  const { title, unit, ours, theirs, speed, limits } = measurement;
  const verdicts = limits.map((limit) => judge(measurement, limit));
  const asked = limits.some((limit) => limit.of === 'time' || limit.of === 'speed');
  const comparison = `${speed.toFixed(2)} times as fast`;
  return [
    ...(title === undefined ? [] : [`  ${title}`]),
    line(ours, unit),
    line(theirs, unit),
    ...(asked ? verdicts : [comparison, ...verdicts]).map((text) => `    ${text}`),
    `    medians of ${rounds} rounds in turns, of times and of ratios`,
    '',
  ].join('\n');
}

function line({ name, median, fastest, slowest, memory }: Result, unit: string | undefined): string {
  const amount = (time: number): string =>
    unit === undefined ? `${precise(time)} ms` : `${precise(1000 / time)} ${unit}/s`;
  const [low, high] = unit === undefined ? [fastest, slowest] : [slowest, fastest];
  const range = `${amount(low).trimStart()} to ${amount(high).trimStart()}`;
  return `    ${name.padEnd(20)} ${amount(median)}  (${range})  ${memory.toFixed(0)} MiB`;
}

/** A number with the digits that tell something, right-aligned. */
function precise(value: number): string {
  return value.toFixed(value < 100 ? 1 : 0).padStart(7);
}
