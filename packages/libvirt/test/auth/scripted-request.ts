import type { Request } from '../../src/auth/login.js';
import type { ArgsOf, ProcedureName, ResultOf } from '../../src/wire/procedures.js';

/** How a daemon answers the calls of a login. */
export type Script = {
  readonly [P in ProcedureName]?: (args: ArgsOf<P>) => ResultOf<P>;
};

/** Makes the calls of a login on a script in place of a daemon, and keeps what was called. */
export function scripted(script: Script): { readonly request: Request; readonly called: ProcedureName[] } {
  const called: ProcedureName[] = [];
  const request: Request = async (procedure, args) => {
    called.push(procedure);
    const answer = script[procedure];
    if (answer === undefined) throw new Error(`${procedure} was not expected`);
    return Promise.resolve(answer(args));
  };
  return { request, called };
}
