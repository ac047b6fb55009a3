import type { TerraformProviderGeneratorMetadata } from 'cdktf';

/** The provider whose resource shapes these classes have; any tool that runs it can run what they synthesize. */
export const PROVIDER_SOURCE = 'dmacvicar/libvirt';

/** Which provider a synthesized stack asks for. */
export const GENERATOR_METADATA: TerraformProviderGeneratorMetadata = {
  providerName: 'libvirt',
  providerVersion: '0.9.7',
  providerVersionConstraint: '~> 0.9.7',
};
