import type { CheckStatus, Judgement } from '../config/index.js';

/** What conditions can belong to, as states name it. */
export type CheckedKind = 'resource' | 'output' | 'check' | 'var';

/** What the conditions of one object came to: of an instance, an output, a check, a variable. */
export interface CheckedObject {
  readonly address: string;
  readonly status: CheckStatus;
  /** Of the conditions that do not hold, those that may be shown. */
  readonly messages: readonly string[];
}

/** What the conditions of one block came to. */
export interface CheckResult {
  readonly kind: CheckedKind;
  /** Without instance keys. */
  readonly address: string;
  readonly status: CheckStatus;
  /** undefined: how many there are was not found out. */
  readonly objects?: readonly CheckedObject[];
}

/** From the worst on. */
const WORST: readonly CheckStatus[] = ['error', 'fail', 'unknown', 'pass'];

/** The worst of these; where there are none, there is nothing that does not hold. */
export function worstStatus(statuses: readonly CheckStatus[]): CheckStatus {
  return WORST.find((status) => statuses.includes(status)) ?? 'pass';
}

/** What conditions came to as a whole. */
export function checkedObject(address: string, judgements: readonly Judgement[]): CheckedObject {
  return {
    address,
    status: worstStatus(judgements.map(({ status }) => status)),
    messages: judgements.flatMap(({ message }) => message ?? []),
  };
}
