import type { Result } from './compare.js';
import { digits, judge, type Measurement } from './measurement.js';

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
    unit === undefined ? `${digits(time).padStart(7)} ms` : `${digits(1000 / time).padStart(7)} ${unit}/s`;
  const [low, high] = unit === undefined ? [fastest, slowest] : [slowest, fastest];
  const range = `${amount(low).trimStart()} to ${amount(high).trimStart()}`;
  return `    ${name.padEnd(20)} ${amount(median)}  (${range})  ${memory.toFixed(0)} MiB`;
}
