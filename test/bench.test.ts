import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { compare, median, type Contender, type Result } from '../bench/compare.js';
import { judge, type Limit } from '../bench/measurement.js';
import { ownTime, wholeProcess, type Program } from '../bench/program.js';
import { report } from '../bench/report.js';
import { withSessions } from '../bench/session.js';

const node = (name: string, script: string): Program => ({ name, command: [process.execPath, '-e', script] });

describe('a comparison', () => {
  const contender = (name: string, times: readonly number[], order: string[]): Contender => {
    const left = [...times];
    return {
      name,
      run: async () => {
        order.push(name);
        return { time: left.shift() ?? NaN, memory: 1 };
      },
    };
  };

  it('runs both in turns, one round more than it counts', async () => {
    const order: string[] = [];
    const { ours, theirs, speed } = await compare(
      contender('a', [999, 3, 1, 2], order),
      contender('b', [999, 3, 10, 4], order),
      3,
    );
    expect(order.join('')).toBe('abababab');
    expect(ours).toMatchObject({ name: 'a', median: 2, fastest: 1, slowest: 3 });
    expect(theirs).toMatchObject({ name: 'b', median: 4, fastest: 3, slowest: 10 });
    // 1, 10 and 2 times: the middle of the rounds, whichever they were.
    expect(speed).toBe(2);
  });

  it('tells what a piece of the work costs, where a run of each does not do as much', async () => {
    const pieces = { ours: 10, theirs: 5 };
    const { ours, theirs } = await compare(
      contender('a', [1, 20], []),
      contender('b', [1, 20], []),
      1,
      pieces,
    );
    expect([ours.median, theirs.median]).toEqual([2, 4]);
  });

  it.each([
    [[7], 7],
    [[9, 1, 2], 2],
    [[10, 4, 9, 2], 6.5],
  ])('knows the median of %j', (numbers, expected) => {
    expect(median(numbers)).toBe(expected);
  });
});

describe('a program', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'virtform-bench-test-'));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('is measured as a whole, with its memory, after what has to come before', async () => {
    const log = path.join(folder, 'log');
    const cost = await wholeProcess({
      ...node('whole', `fs.appendFileSync(${JSON.stringify(log)}, 'run'); setTimeout(() => 0, 50)`),
      before: async () => appendFileSync(log, 'before '),
      check: ({ code }) => {
        assert.equal(code, 0);
        appendFileSync(log, ' checked');
      },
    }).run();
    expect(readFileSync(log, 'utf8')).toBe('before run checked');
    expect(cost.time).toBeGreaterThan(50);
    expect(cost.memory).toBeGreaterThan(1);
  });

  it('may measure a part of itself', async () => {
    await expect(ownTime(node('own', 'console.log(12.5)')).run()).resolves.toMatchObject({ time: 12.5 });
  });

  it.each([
    [
      'ends with an error',
      wholeProcess(node('failing', 'console.error("no host"); process.exit(1)')),
      /no host/,
    ],
    [
      'did something else',
      wholeProcess({ ...node('failing', ''), check: () => assert.fail() }),
      /failing did not/,
    ],
    [
      'prints no time',
      ownTime(node('failing', 'console.log("ready")')),
      /failing was to print milliseconds, not: ready/,
    ],
    ['cannot be started', wholeProcess({ name: 'failing', command: ['/nonexistent'] }), /ENOENT/],
  ])('gets no time where it %s', async (_, contender, expected) => {
    await expect(contender.run()).rejects.toThrow(expected);
  });
});

describe('a session', () => {
  const answering = (answer: string): string =>
    `console.log('ready'); process.stdin.on('data', () => { ${answer} })`;
  const open = (script: string): Promise<number> =>
    withSessions(node('ours', script), node('theirs', answering('console.log(7)')), async (ours, theirs) => {
      await ours.run();
      return (await theirs.run()).time + (await ours.run()).time;
    });

  it('does its part each time it is asked, in one process', async () => {
    await expect(open(`let n = 0; ${answering('console.log(++n)')}`)).resolves.toBe(9);
  });

  it.each([
    ['before it is ready', 'console.error("no host")'],
    ['when it is asked', answering('console.error("no host"); process.exit()')],
  ])('that ends %s says why', async (_, script) => {
    await expect(open(script)).rejects.toThrow(/ours did not do its part.\nno host/);
  });
});

describe('a limit', () => {
  const result = (name: string, time: number, memory: number): Result => ({
    name,
    median: time,
    fastest: time / 2,
    slowest: time * 2,
    memory,
  });
  const comparison = { ours: result('ours', 10, 90), theirs: result('theirs', 20, 30), speed: 2 };

  it.each<readonly [Limit, string]>([
    [{ of: 'time', atMost: 4 }, '0.50 times as long; within the limit: at most 4'],
    [{ of: 'time', atMost: 0.4 }, '0.50 times as long; BEYOND THE LIMIT: at most 0.4'],
    [{ of: 'speed', atLeast: 1.5 }, '2.00 times as fast; within the limit: at least 1.5'],
    [{ of: 'speed', atLeast: 2.5 }, '2.00 times as fast; BEYOND THE LIMIT: at least 2.5'],
    [{ of: 'milliseconds', atMost: 25 }, '10.0 ms; within the limit: at most 25'],
    [{ of: 'milliseconds', atMost: 9 }, '10.0 ms; BEYOND THE LIMIT: at most 9'],
    [{ of: 'memory', atMost: 64, idle: 50 }, '40 MiB over idle; within the limit: at most 64'],
    [{ of: 'memory', atMost: 64, idle: 20 }, '70 MiB over idle; BEYOND THE LIMIT: at most 64'],
  ])('of %j is held against what was measured', (limit, expected) => {
    expect(judge(comparison, limit)).toBe(expected);
  });

  it('stands in the report, below both in their own numbers', () => {
    const limits: readonly Limit[] = [{ of: 'milliseconds', atMost: 25 }];
    expect(report({ ...comparison, title: 'require', limits }, 5).split('\n')).toEqual([
      '  require',
      '    ours                    10.0 ms  (5.0 ms to 20.0 ms)  90 MiB',
      '    theirs                  20.0 ms  (10.0 ms to 40.0 ms)  30 MiB',
      '    2.00 times as fast',
      '    10.0 ms; within the limit: at most 25',
      '    medians of 5 rounds in turns, of times and of ratios',
      '',
    ]);
  });

  it('tells rates where the work has a unit, the slowest first', () => {
    const limits: readonly Limit[] = [{ of: 'speed', atLeast: 1.5 }];
    expect(report({ ...comparison, unit: 'calls', limits }, 5)).toMatch(
      /ours +100 calls\/s {2}\(50.0 calls\/s to 200 calls\/s\)[^]*theirs[^]*2.00 times as fast; within/,
    );
  });
});
