import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { schemaOf } from '@virtform/schema';
import { upsertInstance } from '../../src/state/edit.js';
import { stateCodec } from '../../src/state/format.js';
import { attributeFormsOf } from '../../src/state/schemas.js';

const codec = stateCodec(attributeFormsOf(schemaOf));

describe('a domain that Terraform with dmacvicar/libvirt wrote', () => {
  const text = readFileSync(join(__dirname, 'fixtures', 'libvirt-domain.tfstate'), 'utf8');

  it('is written again byte for byte, each null where it was, once its attributes are printed anew', () => {
    const state = codec.parse(text, 'terraform.tfstate');
    const [resource] = state?.resources ?? [];
    const [instance] = resource?.instances ?? [];
    if (state === undefined || resource === undefined || instance === undefined)
      throw new Error('there is one');
    expect(JSON.stringify(instance.attributes)).not.toContain('null');
    const copy = upsertInstance(state, resource.address, resource.provider, { ...instance });
    expect(codec.print(copy)).toBe(text);
  });
});

describe('values of any type', () => {
  const text = readFileSync(join(__dirname, 'fixtures', 'every-feature.tfstate'), 'utf8');

  it('stand for themselves, and are written again byte for byte with their types beside them', () => {
    const state = codec.parse(text, 'terraform.tfstate');
    if (state === undefined) throw new Error('there is one');
    const resources = state.resources.map((resource) => ({
      ...resource,
      instances: resource.instances.map((instance) => ({ ...instance })),
    }));
    expect(codec.print({ ...state, resources })).toBe(text);
  });
});
