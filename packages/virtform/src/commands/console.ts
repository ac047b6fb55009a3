import type { Answer, Console } from '@virtform/engine';
import { concealing, hasErrors } from '@virtform/values';
import { EXIT, type Runner } from '../command.js';
import { isUnfinished } from '../console/unfinished.js';
import { GIVEN_UP } from '../io.js';
import { usage } from '../options.js';
import { reportDiagnostics } from '../report/failure.js';
import { formatTyped, formatType } from '../report/typed-value.js';
import { openOne, planOptions, withRun } from '../session.js';
import { stateFilesOf } from '../state-files.js';

const HELP = `Type an expression as it would stand in the configuration, and see what it comes to:
variables, locals, resources that the state has, functions. type(…) tells of what type one is.
An open bracket goes on in the next line; Ctrl-C gives up what was begun. "exit" or Ctrl-D leaves.`;

/** Evaluates expressions: those that somebody types, or every one of the standard input. */
export const console: Runner = async (invocation) => {
  const { io, json } = invocation;
  if (json)
    throw usage(
      'virtform console answers in the language of configurations',
      'Ask for jsonencode(…), without -json.',
    );
  const { unit } = await openOne(invocation, stateFilesOf(invocation));
  // The lock is held while the plan is made, and not while somebody thinks about what to type.
  const planned = invocation.options.flag('plan')
    ? await withRun(unit, invocation, 'plan', (run) => run.plan(planOptions(invocation, 'normal')))
    : undefined;
  reportDiagnostics(planned?.diagnostics ?? [], io, invocation);
  if (hasErrors(planned?.diagnostics ?? [])) return EXIT.error;
  const expressions = await unit.console(planned);
  const conversation = await io.converse();
  if (conversation === undefined) {
    const lines = (await io.input()).split('\n');
    return answerAll(invocation, expressions, lines[Symbol.iterator](), 'ends');
  }
  try {
    return await answerAll(
      invocation,
      expressions,
      { next: async (begun) => ({ value: await conversation.ask(begun ? '. ' : '> ', begun) }) },
      'goes on',
    );
  } finally {
    conversation.close();
  }
};

/** A line; undefined: there are no more. */
interface Line {
  readonly value?: string | typeof GIVEN_UP | undefined;
}

/** Lines one after the other. */
interface Lines {
  next(begun: boolean): Promise<Line> | Line;
}

/** As with Terraform, an error ends what a script asks, and nothing that a person does. */
async function answerAll(
  invocation: Parameters<Runner>[0],
  expressions: Console,
  lines: Lines,
  afterError: 'ends' | 'goes on',
): Promise<number> {
  const { io } = invocation;
  const conceal = concealing(expressions.secrets);
  let begun = '';
  for (;;) {
    const { value: line } = await lines.next(begun !== '');
    if (line === GIVEN_UP) {
      begun = '';
      continue;
    }
    // Of a script what is never closed is wrong; whoever types may leave at any time.
    if (line === undefined && (begun === '' || afterError === 'goes on')) return EXIT.done;
    const text = begun === '' ? (line ?? '') : `${begun}\n${line ?? ''}`;
    begun = line !== undefined && isUnfinished(text) ? text : '';
    if (begun !== '' || text.trim() === '') continue;
    if (text.trim() === 'exit') return EXIT.done;
    if (text.trim() === 'help') {
      io.out.write(`${HELP}\n`);
      continue;
    }
    const answer = expressions.answer(text);
    reportDiagnostics(answer.diagnostics, io, invocation);
    if (!hasErrors(answer.diagnostics)) io.out.write(`${conceal(formatAnswer(answer))}\n`);
    else if (afterError === 'ends') return EXIT.error;
  }
}

function formatAnswer({ value, type, asksForType }: Answer): string {
  return asksForType ? formatType(type) : formatTyped(value, type);
}
