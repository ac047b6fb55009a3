import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Runs stages of which each keeps one processor busy, two at a time, and tells what each said when it has ended. Takes and
 * gives what `runStage` does, in the order of the stages.
 */
export async function runTogether(stages, options) {
  const results = [];
  const waiting = [...stages.entries()];
  const lane = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [index, stage] = next;
      results[index] = await runStage(stage, { ...options, gather: true });
      if (results[index].interrupted) waiting.length = 0;
    }
  };
  await Promise.all([lane(), lane()]);
  return results.filter((result) => result !== undefined);
}

/**
 * Runs one stage of the tests in a process group of its own, so that one which is interrupted or past its time ends with all
 * that it started.
 *
 * @param limit milliseconds after which it is ended and counts as failed
 * @param gather whether what it says is kept until it has ended
 * @returns whether it passed, whether it was interrupted by a signal, how long it took (ms), and jest's own count where it
 *   was jest
 */
export async function runStage(stage, { cwd, env, limit, gather = false }) {
  const title = `\n── ${stage.name} ${'─'.repeat(Math.max(3, 60 - stage.name.length))}`;
  if (!gather) console.log(title);
  const started = Date.now();
  const { code, reason, interrupted, said } = await runInGroup(stage.command, { cwd, env, limit, gather });
  if (gather) console.log([title, ...(said === '' ? [] : [said.trimEnd()])].join('\n'));
  const counts = stage.results === undefined ? undefined : readCounts(stage.results);
  if (reason !== undefined) console.error(`${stage.name}: ${reason}`);
  return { name: stage.name, passed: code === 0, interrupted, duration: Date.now() - started, counts };
}

function runInGroup([command, ...args], { cwd, env, limit, gather }) {
  return new Promise((resolve) => {
    const stdio = gather ? ['ignore', 'pipe', 'pipe'] : 'inherit';
    const child = spawn(command, args, { cwd, env, stdio, detached: true });
    const outcome = { code: 1, reason: undefined, interrupted: false, said: '' };
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text) => (outcome.said += text));
    }
    const end = (reason, signal) => {
      outcome.reason = reason;
      try {
        process.kill(-child.pid, signal);
      } catch (error) {
        if (error.code !== 'ESRCH') throw error;
      }
    };
    const timer = setTimeout(
      () => end(`ended after ${Math.round(limit / 60_000)} minutes`, 'SIGKILL'),
      limit,
    );
    const interrupt = (signal) => {
      outcome.interrupted = true;
      end(`interrupted by ${signal}`, signal);
    };
    const settle = () => {
      clearTimeout(timer);
      process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
      resolve(outcome);
    };
    process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
    child.once('error', (error) => {
      outcome.reason = `could not start: ${error.message}`;
      settle();
    });
    child.once('close', (code) => {
      outcome.code = code ?? 1;
      settle();
    });
  });
}

/** A stage that runs some of jest's projects, with the file in which jest leaves its count. */
export function jestStage(name, projects, args, { root, folder }) {
  const results = path.join(folder, `${projects.join('+')}.json`);
  const jest = path.join(root, 'node_modules', '.bin', 'jest');
  const command = [jest, '--selectProjects', ...projects, '--json', `--outputFile=${results}`, ...args];
  return { name, command, results };
}

function readCounts(file) {
  // A runner that died before it could count is one failure.
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0 };
  const report = JSON.parse(readFileSync(file, 'utf8'));
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** The counts of several runs in one line, as a person or a script reads it. */
export function countLine(results) {
  const sum = (key) => results.reduce((total, { counts }) => total + (counts?.[key] ?? 0), 0);
  const skipped = sum('skipped');
  return `${sum('passed')} passed, ${sum('failed')} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
