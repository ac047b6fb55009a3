import { dynamic, resource, str } from './dsl.js';
import { readOnly } from './facts.js';

/** What a `provider "terraform"` block may say: nothing. */
export const terraformBuiltin = resource(
  'terraform',
  { kind: 'provider', description: 'Values that the state alone holds.', root: undefined, computed: [] },
  () => ({}),
);

/** A value that is kept in the state, and a trigger for what has to be made anew with it. */
export const terraformData = resource(
  'terraform_data',
  { description: 'A value that the state keeps.', root: undefined, computed: ['id', 'output'] },
  () => ({
    id: str(undefined, 'UUID that is chosen when the value is first kept', readOnly),
    input: dynamic('Any value; a change of it changes the output in place'),
    output: dynamic('The input, known once it is applied', readOnly),
    triggers_replace: dynamic('Any value; a change of it destroys the object and makes a new one'),
  }),
);
