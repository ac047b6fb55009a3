import type { CallOptions, Caller } from '../../src/caller.js';
import { type ArgsOf, procedureNamed, type ProcedureName, type ResultOf } from '../../src/wire/procedures.js';
import type { Xdr } from '../../src/wire/xdr.js';
import { XdrReader } from '../../src/wire/xdr-reader.js';
import { XdrWriter } from '../../src/wire/xdr-writer.js';

/** A call as it was made: which procedure, with what. */
export type Called = readonly [procedure: ProcedureName, args: object];

/** How the host answers a procedure. */
type Behaviour<P extends ProcedureName> = (args: ArgsOf<P>) => ResultOf<P> | Promise<ResultOf<P>>;

/** What the host answers, or how; a procedure that is not among them is answered with zeros, which every result can be read from. */
export type Answers = { readonly [P in ProcedureName]?: ResultOf<P> | Behaviour<P> };

/** A caller that records what is called. Arguments and answers go through the wire's own types. */
export interface Recorder {
  readonly caller: Caller;
  readonly calls: Called[];
  readonly options: (CallOptions | undefined)[];
}

export function recorder(answers: Answers = {}): Recorder {
  const calls: Called[] = [];
  const given: (CallOptions | undefined)[] = [];
  const answerTo = async <P extends ProcedureName>(procedure: P, args: ArgsOf<P>): Promise<ResultOf<P>> => {
    const { result } = procedureNamed(procedure);
    const answer: ResultOf<P> | Behaviour<P> | undefined = answers[procedure];
    if (answer === undefined) return result.read(new XdrReader(Buffer.alloc(4_096)));
    return sent(result, isBehaviour(answer) ? await answer(args) : answer);
  };
  const unexpected = (): never => {
    throw new Error('no streams and no events here');
  };
  return {
    calls,
    options: given,
    caller: {
      uri: 'test:///default',
      call: async <P extends ProcedureName>(
        procedure: P,
        args: ArgsOf<P>,
        options?: CallOptions,
      ): Promise<ResultOf<P>> => {
        calls.push([procedure, sent(procedureNamed(procedure).args, args)]);
        given.push(options);
        return answerTo(procedure, args);
      },
      upload: unexpected,
      download: unexpected,
      converse: unexpected,
      events: unexpected,
      close: async () => undefined,
    },
  };
}

function isBehaviour<P extends ProcedureName>(answer: ResultOf<P> | Behaviour<P>): answer is Behaviour<P> {
  return typeof answer === 'function';
}

/** A value as it arrives. */
function sent<T>(type: Xdr<T>, value: T): T {
  const writer = new XdrWriter();
  type.write(writer, value);
  return type.read(new XdrReader(writer.finish()));
}
