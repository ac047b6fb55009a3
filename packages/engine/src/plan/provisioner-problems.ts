import { concealing, UNKNOWN } from '@virtform/values';
import type { Diagnostic } from '@virtform/values';
import type { ResourceBlock, Scope } from '../config/index.js';
import { evaluateProvisioner } from '../provision/evaluate.js';
import { concealDiagnostics } from './secrets.js';

/** What can be known wrong with the provisioners of an instance before it is there: `self` is unknown, and so is what rests on it. */
export function provisionerProblems(
  block: ResourceBlock,
  scope: Scope,
  address: string,
): readonly Diagnostic[] {
  const subject = { address, ...(block.construct === undefined ? {} : { construct: block.construct }) };
  const around = withSelf(scope);
  return block.provisioners.flatMap((provisioner) => {
    const { diagnostics, secrets } = evaluateProvisioner(provisioner, around, subject);
    return concealDiagnostics(diagnostics, concealing(secrets));
  });
}

function withSelf(scope: Scope): Scope {
  return {
    ...scope,
    lookup: (reference) => (reference.to === 'self' ? UNKNOWN : scope.lookup(reference)),
    names: (to) => scope.names(to),
  };
}
