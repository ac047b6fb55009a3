import { terraformData } from '@virtform/schema';
import { sameTyped } from '@virtform/values';
import { identityText, type Actual, type Attributes, type Identity, type Kind } from '../kind.js';
import { textAt } from '../shared/attributes.js';
import { attributesToMake } from '../shared/secrets.js';
import { proposeTerraformData } from './propose.js';

/** The objects that a state holds, by id: all that there is of them. */
export type StoredValues = Map<string, Attributes>;

/** `terraform_data`: a value that the state keeps. To make one is to write it down. */
export const terraformDataKind: Kind<StoredValues> = {
  type: 'terraform_data',
  schema: terraformData,
  identify: (_wanted, uuid) => ({ uuid }),
  locate: (attributes) => identityOf(textAt(attributes, ['id'])),
  read: (view, identity) => actualOf(view, identityText(identity, 'uuid')),
  propose: proposeTerraformData,
  judgeIntent: (_request, actual) => (actual === undefined ? 'absent' : 'complete'),
  async execute(step, { identity, wanted }, view) {
    const uuid = identityText(identity, 'uuid') ?? '';
    if (step.effect === 'drop') view.delete(uuid);
    else view.set(uuid, kept(uuid, attributesToMake(step.args, wanted), view.get(uuid)));
  },
  toState: ({ stored }) => stored ?? {},
  // Nobody but the state has such an object: to import one is to say its id, as it is for Terraform.
  import: (_view, id) => ({ actual: actualWith(id, { id }), attributes: { id } }),
  // The one move between types that Terraform's own provider allows.
  becomes: new Map([['null_resource', ofNullResource]]),
  validate: () => [],
};

function ofNullResource({ id, triggers }: Attributes): Attributes {
  return {
    ...(id === undefined ? {} : { id }),
    ...(triggers === undefined || triggers === null ? {} : { triggers_replace: triggers }),
  };
}

function identityOf(uuid: string | undefined): Identity | undefined {
  return uuid === undefined ? undefined : { uuid };
}

function actualOf(view: StoredValues, uuid: string | undefined): Actual | undefined {
  const stored = uuid === undefined ? undefined : view.get(uuid);
  return uuid === undefined || stored === undefined ? undefined : actualWith(uuid, stored);
}

function actualWith(uuid: string, stored: Attributes): Actual {
  return { identity: { uuid }, stored, running: stored, mark: undefined };
}

/** What the state will say. What did not change is what it was: the state may know the type of a null, which the program does not say. */
function kept(uuid: string, { input, ...others }: Attributes, before: Attributes | undefined): Attributes {
  const told: Attributes = {
    id: uuid,
    ...others,
    ...(input === undefined ? {} : { input, output: input }),
  };
  return Object.fromEntries(
    Object.entries(told).map(([name, value]) => {
      const prior = before?.[name];
      return [name, prior !== undefined && sameTyped(prior, value) ? prior : value];
    }),
  );
}
