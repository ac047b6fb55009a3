import { str } from '@virtform/schema/lib/dsl';
import { TerraformStack, Testing } from 'cdktf';
import { providerClass } from '../../src/runtime/index.js';

const LibvirtProvider = providerClass('LibvirtProvider', {
  type: 'libvirt',
  kind: 'provider',
  description: 'libvirt.',
  root: undefined,
  attributes: { uri: str(undefined, 'The connection.') },
  computed: [],
});

function synth(config: Readonly<Record<string, unknown>>, change?: (provider: object) => void): unknown {
  const stack = new TerraformStack(Testing.app(), 'stack');
  const provider = new LibvirtProvider(stack, 'libvirt', config);
  change?.(provider);
  return JSON.parse(Testing.synth(stack));
}

describe('the provider class', () => {
  it('says where it comes from, so that any tool finds it', () => {
    expect(synth({ uri: 'qemu:///system' })).toMatchObject({
      terraform: { required_providers: { libvirt: { source: 'dmacvicar/libvirt', version: '0.9.7' } } },
      provider: { libvirt: [{ uri: 'qemu:///system' }] },
    });
  });

  it('writes the alias beside the settings', () => {
    expect(synth({ uri: 'test:///default', alias: 'east' })).toMatchObject({
      provider: { libvirt: [{ uri: 'test:///default', alias: 'east' }] },
    });
  });

  it('may say nothing at all', () => {
    expect(synth({})).toMatchObject({ provider: { libvirt: [{}] } });
  });

  it('can be changed and read back', () => {
    expect(
      synth({ uri: 'a' }, (provider) => {
        Reflect.set(provider, 'uri', 'b');
        expect(Reflect.get(provider, 'uriInput')).toBe('b');
        Reflect.set(provider, 'alias', 'west');
      }),
    ).toMatchObject({ provider: { libvirt: [{ uri: 'b', alias: 'west' }] } });
  });

  it('is referred to by its alias', () => {
    const stack = new TerraformStack(Testing.app(), 'stack');
    expect(new LibvirtProvider(stack, 'east', { alias: 'east' }).fqn).toBe('libvirt.east');
  });
});
