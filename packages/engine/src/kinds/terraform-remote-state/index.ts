import { terraformRemoteState } from '@virtform/schema';
import { isObject } from '@virtform/values';
import type { Attributes } from '../kind.js';
import { DataError, type DataKind } from '../data-kind.js';
import type { StatesSource } from '../sources.js';
import { attributeAt, textAt } from '../shared/attributes.js';

/**
 * `terraform_remote_state`: the outputs of another state. As in Terraform, what is sensitive there is not marked here: `sensitive()`
 * marks it anew.
 */
export const terraformRemoteStateKind: DataKind<StatesSource> = {
  type: 'terraform_remote_state',
  schema: terraformRemoteState,
  async read(wanted, source) {
    const workspace = textAt(wanted, ['workspace']) ?? 'default';
    const backend = textAt(wanted, ['backend']) ?? '';
    const outputs = await source.outputs({ backend, settings: settingsOf(wanted), workspace });
    if (outputs === undefined) {
      throw new DataError(
        `There is no state of the workspace ${JSON.stringify(workspace)} in the backend ${JSON.stringify(backend)} that config means.`,
        'Apply what it belongs to first, or mend config and workspace. Defaults stand for single outputs, not for a whole state.',
      );
    }
    return { attributes: { outputs: { ...objectAt(wanted, 'defaults'), ...outputs } }, diagnostics: [] };
  },
};

/** The object that an attribute of any type has to be; empty where it is not set. */
function objectAt(wanted: Attributes, name: string): Attributes {
  const value = attributeAt(wanted, [name]);
  if (value === undefined) return {};
  if (!isObject(value)) {
    throw new DataError(`${name} is no object.`, `Give ${name} as an object: ${name} = { NAME = VALUE }.`);
  }
  return value;
}

/** As in a backend's block, null says nothing. */
function settingsOf(wanted: Attributes): Attributes {
  const said = Object.entries(objectAt(wanted, 'config'));
  return Object.fromEntries(said.filter(([, part]) => part !== null));
}
