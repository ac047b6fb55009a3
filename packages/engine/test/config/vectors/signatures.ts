import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isList, isObject, type Json, parseType } from '@virtform/values';
import type { Type } from '../../../src/config/language/types';

/** A parameter as `terraform metadata functions -json` has it. */
interface SignatureParameter {
  readonly name: string;
  readonly type: Type;
  readonly takesNull: boolean;
}

/** What a function of Terraform takes and returns. */
export interface Signature {
  readonly name: string;
  readonly parameters: readonly SignatureParameter[];
  /** What all further arguments are. */
  readonly rest: SignatureParameter | undefined;
  readonly returns: Type;
}

export const SIGNATURES_FILE = join(__dirname, 'recorded', 'functions.jsonl');

/** All functions of Terraform, by name, without their copies in the namespace core. */
export function readSignatures(): readonly Signature[] {
  const lines = readFileSync(SIGNATURES_FILE, 'utf8').trim().split('\n');
  return lines.map((line) => readSignature(JSON.parse(line) as Json));
}

function readSignature(recorded: Json): Signature {
  if (!isObject(recorded) || typeof recorded.name !== 'string') throw new Error('A function has no name.');
  const { name, parameters, variadic_parameter: rest, return_type: returns = 'dynamic' } = recorded;
  return {
    name,
    parameters: parameters !== undefined && isList(parameters) ? parameters.map(readParameter) : [],
    rest: rest === undefined ? undefined : readParameter(rest),
    returns: parseType(returns),
  };
}

function readParameter(recorded: Json): SignatureParameter {
  if (!isObject(recorded) || typeof recorded.name !== 'string') throw new Error('A parameter has no name.');
  return {
    name: recorded.name,
    type: parseType(recorded.type ?? 'dynamic'),
    takesNull: recorded.is_nullable === true,
  };
}
