import { dynamic, resource, str } from './dsl.js';
import { readOnly, required } from './facts.js';

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

/** The outputs of another state. */
export const terraformRemoteState = resource(
  'terraform_remote_state',
  { kind: 'data', description: 'The outputs of another state.', root: undefined, computed: ['outputs'] },
  () => ({
    backend: str(undefined, 'Where the state is kept: local or http', required),
    config: dynamic('What the block of that backend would say'),
    defaults: dynamic('Outputs that count where the state has none of the name'),
    outputs: dynamic('Its outputs by name', readOnly),
    workspace: str(undefined, 'Which of the states that are kept there; default where none is given'),
  }),
);
