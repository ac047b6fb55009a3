import type { Diagnostic } from '@virtform/values';
import type { Evaluated, Expansion, ResourceBlock, Scope } from './configuration.js';
import type { Expression } from './language/expression.js';

/** Whom an expression belongs to; stands in its diagnostics. */
export interface Subject {
  /** `libvirt_domain.web[0]`, `output.ip`. */
  readonly address?: string;
  readonly construct?: string;
}

/** Evaluates an expression. Where something is wrong, that part is unknown and the diagnostics say why; nothing is thrown. */
export function evaluate(expression: Expression, scope: Scope, subject: Subject = {}): Evaluated {
  throw new Error(`evaluation is not there yet ${JSON.stringify([expression.kind, scope.module, subject])}`);
}

/** The instances of a block: one without a key, or those of `count` and `for_each`. None where they are wrong or unknown. */
export function expand(
  block: ResourceBlock,
  scope: Scope,
): { readonly expansions: readonly Expansion[]; readonly diagnostics: readonly Diagnostic[] } {
  throw new Error(`expansion is not there yet ${JSON.stringify([block.address, scope.module])}`);
}
