import { DataLibvirtDomainInterfaceAddresses } from '@cdktf/provider-libvirt/lib/data-libvirt-domain-interface-addresses';
import { DataLibvirtNodeDeviceInfo } from '@cdktf/provider-libvirt/lib/data-libvirt-node-device-info';
import { DataLibvirtNodeDevices } from '@cdktf/provider-libvirt/lib/data-libvirt-node-devices';
import { DataLibvirtNodeInfo } from '@cdktf/provider-libvirt/lib/data-libvirt-node-info';
import { Domain } from '@cdktf/provider-libvirt/lib/domain';
import { Fn, TerraformDataSource, Testing, TerraformIterator } from 'cdktf';
// Declares the matchers that setupJest adds.
import 'cdktf/lib/testing/adapters/jest';
import { referenceTo, synthesized } from './synthesized.js';

Testing.setupJest();

describe('a data source', () => {
  it('stands under data, with its arguments and meta-arguments', () => {
    const { data } = synthesized((stack) => {
      const domain = new Domain(stack, 'web', { name: 'web', type: 'kvm' });
      new DataLibvirtDomainInterfaceAddresses(stack, 'addresses', {
        domain: domain.uuid,
        source: 'lease',
        dependsOn: [domain],
      });
      new DataLibvirtNodeInfo(stack, 'host', { count: 2 });
      new DataLibvirtNodeDevices(stack, 'all');
    });
    expect(data).toEqual({
      libvirt_domain_interface_addresses: {
        addresses: {
          domain: '${libvirt_domain.web.uuid}',
          source: 'lease',
          depends_on: ['libvirt_domain.web'],
        },
      },
      libvirt_node_info: { host: { count: 2 } },
      libvirt_node_devices: { all: {} },
    });
  });

  it('can be changed and read back', () => {
    const { data } = synthesized((stack) => {
      const devices = new DataLibvirtNodeDevices(stack, 'pci', { capability: 'usb' });
      expect(devices.capabilityInput).toBe('usb');
      devices.capability = 'pci';
      const all = new DataLibvirtNodeDevices(stack, 'all', { capability: 'usb' });
      all.resetCapability();
    });
    expect(data).toEqual({ libvirt_node_devices: { pci: { capability: 'pci' }, all: {} } });
  });

  it('is found by the matchers of cdktf', () => {
    const json = Testing.synthScope((scope) => {
      new DataLibvirtNodeDevices(scope, 'pci', { capability: 'pci' });
    });
    expect(json).toHaveDataSourceWithProperties(DataLibvirtNodeDevices, { capability: 'pci' });
  });

  it('is one for cdktf', () => {
    synthesized((stack) => {
      expect(TerraformDataSource.isTerraformDataSource(new DataLibvirtNodeInfo(stack, 'host'))).toBe(true);
    });
  });
});

describe('what others refer to', () => {
  test.each([
    [
      'a number',
      referenceTo((stack) => new DataLibvirtNodeInfo(stack, 'host').memoryTotalKb),
      '${data.libvirt_node_info.host.memory_total_kb}',
    ],
    [
      'an attribute within an object',
      referenceTo((stack) => new DataLibvirtNodeDeviceInfo(stack, 'nic', { name: 'n' }).capability.linkSpeed),
      '${data.libvirt_node_device_info.nic.capability.link_speed}',
    ],
    [
      'an attribute within lists',
      referenceTo(
        (stack) =>
          new DataLibvirtDomainInterfaceAddresses(stack, 'web', { domain: 'web' }).interfaces
            .get(0)
            .addrs.get(1).addr,
      ),
      '${data.libvirt_domain_interface_addresses.web.interfaces[0].addrs[1].addr}',
    ],
    [
      'a set of texts, which Terraform takes for no list',
      referenceTo((stack) => Fn.element(new DataLibvirtNodeDevices(stack, 'all').devices, 0)),
      '${element(tolist(data.libvirt_node_devices.all.devices), 0)}',
    ],
  ])('%s', (_, reference, expected) => {
    expect(reference).toBe(expected);
  });

  it('feeds an iterator', () => {
    const { data } = synthesized((stack) => {
      const devices = new DataLibvirtNodeDevices(stack, 'all');
      const iterator = TerraformIterator.fromList(devices.devices);
      new DataLibvirtNodeDeviceInfo(stack, 'each', { forEach: iterator, name: iterator.value });
    });
    expect(data?.libvirt_node_device_info).toEqual({
      each: { for_each: '${toset(tolist(data.libvirt_node_devices.all.devices))}', name: '${each.value}' },
    });
  });
});
