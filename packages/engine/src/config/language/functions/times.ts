import { unknownOf } from '../types.js';
import { asText, FunctionFamily, FunctionProblem, parameter } from './function.js';

/** A moment, and the offset from UTC that it was written with. */
interface Moment {
  /** Nanoseconds since 1970. */
  readonly at: bigint;
  /** Minutes. */
  readonly offset: number;
}

const RFC3339 = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d+))?(?:Z|([+-])(\d{2}):(\d{2}))$/;

const NANOSECONDS_IN_MS = 1_000_000n;

function parseMoment(text: string, argument: number): Moment {
  const match = RFC3339.exec(text);
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = (match ?? [])
    .slice(1, 7)
    .map(Number);
  const utc = new Date(0);
  utc.setUTCFullYear(year, month - 1, day);
  utc.setUTCHours(hour, minute, second);
  // A date that does not exist would silently become another one.
  const exists =
    utc.getUTCMonth() === month - 1 && utc.getUTCDate() === day && hour < 24 && minute < 60 && second < 60;
  const isOffset = Number(match?.[9] ?? 0) < 24 && Number(match?.[10] ?? 0) < 60;
  if (match === null || !exists || !isOffset)
    throw new FunctionProblem(
      `${JSON.stringify(text)} is no timestamp as RFC 3339 has it, such as 2024-01-31T12:00:00Z`,
      argument,
    );
  const offset = (match[8] === '-' ? -1 : 1) * (Number(match[9] ?? 0) * 60 + Number(match[10] ?? 0));
  const fraction = BigInt((match[7] ?? '').slice(0, 9).padEnd(9, '0'));
  return { at: BigInt(utc.getTime() - offset * 60_000) * NANOSECONDS_IN_MS + fraction, offset };
}

/** The parts of a moment as a clock at its offset shows them. */
function clockOf({ at, offset }: Moment): Date {
  const ms = at / NANOSECONDS_IN_MS - (at % NANOSECONDS_IN_MS < 0n ? 1n : 0n);
  return new Date(Number(ms) + offset * 60_000);
}

function offsetText(offset: number, colon: string): string {
  const size = Math.abs(offset);
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(size / 60))}${colon}${two(size % 60)}`;
}

function two(number: number): string {
  return number.toString().padStart(2, '0');
}

/** As RFC 3339 has it, to the second. */
function formatMoment(moment: Moment): string {
  // Years beyond four digits have a sign and six of them in JavaScript.
  const text = clockOf(moment)
    .toISOString()
    .replace(/^\+0*/, '')
    .replace(/^-00/, '-')
    .replace(/\.\d+Z$/, '');
  return text + (moment.offset === 0 ? 'Z' : offsetText(moment.offset, ':'));
}

const NANOSECONDS: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1000n,
  µs: 1000n,
  μs: 1000n,
  ms: NANOSECONDS_IN_MS,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
};

const DURATION = /^([+-]?)((?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+|0)$/;

/** A duration as Go writes it: `1h30m`, `-1.5h`. */
function parseDuration(text: string): bigint {
  const match = DURATION.exec(text);
  if (match === null)
    throw new FunctionProblem(
      `${JSON.stringify(text)} is no duration: write numbers with units, such as 1h30m`,
      1,
    );
  let total = 0n;
  for (const [, amount = '0', unit = 'ns'] of text.matchAll(/(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/g)) {
    const [whole = '', fraction = ''] = amount.split('.');
    const size = NANOSECONDS[unit] ?? 0n;
    total += BigInt(whole === '' ? 0 : whole) * size;
    if (fraction !== '') total += (BigInt(fraction) * size) / 10n ** BigInt(fraction.length);
  }
  // What an integer of 64 bits holds.
  if (total >= 1n << 63n)
    throw new FunctionProblem(`${JSON.stringify(text)} is longer than durations can be: 292 years`, 1);
  return match[1] === '-' ? -total : total;
}

const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);
const DAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');

/** What each run of letters stands for. */
const VERBS: Readonly<Record<string, (clock: Date, offset: number) => string>> = {
  YYYY: (clock) => clock.getUTCFullYear().toString().padStart(4, '0'),
  YY: (clock) => two(clock.getUTCFullYear() % 100),
  MMMM: (clock) => MONTHS[clock.getUTCMonth()] ?? '',
  MMM: (clock) => (MONTHS[clock.getUTCMonth()] ?? '').slice(0, 3),
  MM: (clock) => two(clock.getUTCMonth() + 1),
  M: (clock) => String(clock.getUTCMonth() + 1),
  DD: (clock) => two(clock.getUTCDate()),
  D: (clock) => String(clock.getUTCDate()),
  EEEE: (clock) => DAYS[clock.getUTCDay()] ?? '',
  EEE: (clock) => (DAYS[clock.getUTCDay()] ?? '').slice(0, 3),
  hh: (clock) => two(clock.getUTCHours()),
  h: (clock) => String(clock.getUTCHours()),
  HH: (clock) => two(clock.getUTCHours() % 12 || 12),
  H: (clock) => String(clock.getUTCHours() % 12 || 12),
  AA: (clock) => (clock.getUTCHours() < 12 ? 'AM' : 'PM'),
  aa: (clock) => (clock.getUTCHours() < 12 ? 'am' : 'pm'),
  mm: (clock) => two(clock.getUTCMinutes()),
  m: (clock) => String(clock.getUTCMinutes()),
  ss: (clock) => two(clock.getUTCSeconds()),
  s: (clock) => String(clock.getUTCSeconds()),
  ZZZZZ: (_, offset) => offsetText(offset, ':'),
  ZZZZ: (_, offset) => offsetText(offset, ''),
  ZZZ: (_, offset) => (offset === 0 ? 'UTC' : offsetText(offset, '')),
  Z: (_, offset) => (offset === 0 ? 'Z' : offsetText(offset, ':')),
};

const SEQUENCE = /''|'((?:[^']|'')+)'|'|([A-Za-z])\2*|[^A-Za-z']+/g;

function formatDate(format: string, moment: Moment): string {
  const clock = clockOf(moment);
  return format.replace(SEQUENCE, (whole, quoted: string | undefined, letter: string | undefined) => {
    if (whole === "''") return "'";
    if (quoted !== undefined) return quoted.replaceAll("''", "'");
    if (whole === "'") throw new FunctionProblem("a literal in quotes (') is not closed", 0);
    if (letter === undefined) return whole;
    const verb = VERBS[whole];
    if (verb === undefined)
      throw new FunctionProblem(
        `invalid date format verb ${JSON.stringify(whole)}; text stands between single quotes`,
        0,
      );
    return verb(clock, moment.offset);
  });
}

/** A moment without fractions of a second. */
function momentOf(date: Date): Moment {
  return { at: BigInt(date.getTime()) * NANOSECONDS_IN_MS, offset: 0 };
}

export const TIMES: FunctionFamily = {
  formatdate: {
    parameters: [parameter('format', 'string'), parameter('time', 'string')],
    returns: 'string',
    run: ([format, time]) => formatDate(asText(format), parseMoment(asText(time), 1)),
  },
  timeadd: {
    parameters: [parameter('timestamp', 'string'), parameter('duration', 'string')],
    returns: 'string',
    run: ([timestamp, duration]) => {
      const { at, offset } = parseMoment(asText(timestamp), 0);
      return formatMoment({ at: at + parseDuration(asText(duration)), offset });
    },
  },
  timecmp: {
    parameters: [parameter('timestamp_a', 'string'), parameter('timestamp_b', 'string')],
    returns: 'number',
    run: ([a, b]) => {
      const left = parseMoment(asText(a), 0).at;
      const right = parseMoment(asText(b), 1).at;
      return left < right ? -1 : left > right ? 1 : 0;
    },
  },
  timestamp: {
    parameters: [],
    returns: 'string',
    run: (_, { phase, started }) =>
      phase === 'plan' ? unknownOf('string') : formatMoment(momentOf(started)),
  },
  plantimestamp: {
    parameters: [],
    returns: 'string',
    run: (_, { started }) => formatMoment(momentOf(started)),
  },
};
