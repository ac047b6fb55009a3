import type { ProcessCommand, ProcessEffects, ProcessEnd } from '../effects.js';
import type { Gate } from './gate.js';

/** A program that was run, with all that it read. */
export interface RanProgram extends Pick<ProcessCommand, 'program' | 'args' | 'folder' | 'environment'> {
  readonly input: Buffer;
}

/** What a program does: what it writes, and its exit code; 0 where none is given. */
export interface ProgramAnswer {
  readonly code?: number;
  readonly output?: string;
}

/** Programs that only say that they were run. They outlive the processes that run them. */
export interface SimulatedPrograms {
  /** Every program that was run to its end, in that order. */
  readonly ran: RanProgram[];
  /** What programs answer. */
  answer: (program: RanProgram) => ProgramAnswer;
  /** Programs, as one life of a process sees them: each passes its gate. */
  effects(gate: Gate): ProcessEffects;
}

export function createPrograms(): SimulatedPrograms {
  const programs: SimulatedPrograms = {
    ran: [],
    answer: () => ({}),
    effects: (gate) => ({
      async run({ program, args, folder, environment, input, onOutput }): Promise<ProcessEnd> {
        const name = `run ${[program, ...args].join(' ')}`;
        await gate.pass(name);
        const chunks: Uint8Array[] = [];
        for await (const chunk of input ?? []) chunks.push(chunk);
        const ran = { program, args, folder, environment, input: Buffer.concat(chunks) };
        const { code = 0, output = '' } = programs.answer(ran);
        programs.ran.push(ran);
        if (output !== '') onOutput(Buffer.from(output), 'stdout');
        await gate.pass(`${name} done`);
        return { code, signal: undefined };
      },
    }),
  };
  return programs;
}
