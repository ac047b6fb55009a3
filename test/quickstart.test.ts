import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Domain } from '@cdktf/provider-libvirt/lib/domain';
import { Network } from '@cdktf/provider-libvirt/lib/network';
import { LibvirtProvider } from '@cdktf/provider-libvirt/lib/provider';
import { Volume } from '@cdktf/provider-libvirt/lib/volume';
import { Testing } from 'cdktf';
// Declares the matchers that setupJest adds.
import 'cdktf/lib/testing/adapters/jest';
import { Quickstart } from '../stacks/quickstart';
import type { QuickstartSettings } from '../stacks/quickstart-settings';

Testing.setupJest();

const folder = mkdtempSync(path.join(tmpdir(), 'virtform-quickstart-'));
const image = path.join(folder, 'guest.qcow2');
writeFileSync(image, 'QFI\xfb', 'latin1');

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function synth(settings: Partial<QuickstartSettings> = {}): string {
  const stack = new Quickstart(Testing.app(), 'quickstart', {
    uri: 'qemu:///system',
    domainType: 'qemu',
    image,
    network: 'nat',
    poolPath: '/srv/quickstart',
    ...settings,
  });
  return Testing.synth(stack, true);
}

it('boots the uploaded image by an overlay, on a network of its own', () => {
  const json = synth();
  expect(json).toHaveProviderWithProperties(LibvirtProvider, { uri: 'qemu:///system' });
  expect(json).toHaveResourceWithProperties(Volume, { create: { content: { url: image } } });
  expect(json).toHaveResourceWithProperties(Volume, { backing_store: expect.anything() });
  expect(json).toHaveResource(Network);
  expect(json).toHaveResourceWithProperties(Domain, { name: 'hello', type: 'qemu', running: true });
});

it('has room for the changes that it invites to', () => {
  const { resource } = JSON.parse(synth()) as {
    readonly resource: {
      readonly libvirt_domain: Readonly<Record<string, Readonly<Record<string, number>>>>;
    };
  };
  const [domain = {}] = Object.values(resource.libvirt_domain);
  expect(domain.vcpu).toBeGreaterThan(domain.vcpu_current ?? Infinity);
  expect(domain.memory).toBeGreaterThan(domain.current_memory ?? Infinity);
});

it('does without a network of its own where bridges are not allowed', () => {
  const json = synth({ network: 'user' });
  expect(json).not.toHaveResource(Network);
  expect(json).toHaveResourceWithProperties(Domain, {
    devices: expect.objectContaining({ interfaces: [expect.objectContaining({ source: { user: {} } })] }),
  });
});

it('tells the name, the UUID and the MAC address', () => {
  const { output } = JSON.parse(synth()) as { readonly output: Readonly<Record<string, unknown>> };
  expect(Object.keys(output)).toEqual(['mac', 'name', 'uuid']);
});
