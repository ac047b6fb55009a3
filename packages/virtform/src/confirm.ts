import type { Invocation } from './command.js';
import { usage } from './options.js';

/** What a person is asked before something is done. */
export interface Question {
  /** `Do you want to make these changes?` */
  readonly question: string;
  /** The option that stands for the answer where nobody is there. */
  readonly option: 'auto-approve' | 'force';
  /** What to do instead, where nobody is there. */
  readonly otherwise: string;
}

/**
 * Asks for a literal `yes`, as Terraform does.
 *
 * @throws DiagnosticsError where nobody is there to answer and the option is not given
 */
export async function confirmed(
  { question, option, otherwise }: Question,
  { io, options, json }: Invocation,
): Promise<boolean> {
  if (options.flag(option)) return true;
  const mayAsk = options.flag('input', true) && !json;
  const answer = mayAsk ? await io.ask(`\n${question} Only "yes" is taken as yes: `) : undefined;
  if (answer === 'yes') return true;
  if (answer === undefined) {
    throw usage('Nobody is there to say yes, so nothing was changed', otherwise);
  }
  io.out.write('\nNothing was changed.\n');
  return false;
}
