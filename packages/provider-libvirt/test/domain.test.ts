import { Domain, type DomainConfig } from '@cdktf/provider-libvirt/lib/domain';
import { Network } from '@cdktf/provider-libvirt/lib/network';
import { LibvirtProvider } from '@cdktf/provider-libvirt/lib/provider';
import { Volume } from '@cdktf/provider-libvirt/lib/volume';
import {
  Fn,
  Lazy,
  type ListTerraformIterator,
  TerraformCount,
  TerraformIterator,
  TerraformLocal,
  type TerraformStack,
  TerraformVariable,
  Token,
} from 'cdktf';
import { referenceTo, synthesized } from './synthesized.js';

const LEAST: DomainConfig = { name: 'web', type: 'kvm' };

/** What one guest says beside its name and type. */
function said(build: (stack: TerraformStack) => Domain): unknown {
  const { resource } = synthesized(build);
  const { name, type, ...rest } = resource?.libvirt_domain?.web ?? {};
  expect([name, type]).toEqual(['web', 'kvm']);
  return rest;
}

describe('an iterator', () => {
  const nics = (stack: TerraformStack): ListTerraformIterator =>
    TerraformIterator.fromList(new TerraformVariable(stack, 'nets', { type: 'list(string)' }).listValue);

  it('repeats a guest', () => {
    const { resource } = synthesized((stack) => {
      const each = TerraformIterator.fromMap({ web: { memory: 1 }, db: { memory: 2 } });
      new Domain(stack, 'web', {
        ...LEAST,
        forEach: each,
        name: each.key,
        memory: each.getNumber('memory'),
      });
    });
    expect(resource?.libvirt_domain?.web).toEqual({
      for_each: { db: { memory: 2 }, web: { memory: 1 } },
      name: '${each.key}',
      type: 'kvm',
      memory: '${each.value.memory}',
    });
  });

  it('repeats a part of a guest, in a list however deep', () => {
    expect(
      said((stack) => {
        const nets = nics(stack);
        return new Domain(stack, 'web', {
          ...LEAST,
          devices: {
            interfaces: nets.dynamic({
              model: { type: 'virtio' },
              source: { network: { network: nets.value } },
              virtualPort: { params: { openVSwitch: { interfaceId: nets.value } } },
            }),
          },
        });
      }),
    ).toEqual({
      devices: {
        interfaces:
          '${[ for key, val in toset(var.nets): {"model" = {"type" = "virtio"}, "source" = {"network" = {"network" = val}}, "virtual_port" = {"params" = {"open_v_switch" = {"interface_id" = val}}}}]}',
      },
    });
  });

  it('repeats a part that is put later', () => {
    const { resource } = synthesized((stack) => {
      const nets = nics(stack);
      const network = new Network(stack, 'net', { name: 'net' });
      network.dns.putHost(nets.dynamic({ ip: nets.value, hostnames: [{ hostname: 'a' }] }));
    });
    expect(resource?.libvirt_network?.net).toEqual({
      name: 'net',
      dns: {
        host: '${[ for key, val in toset(var.nets): {"ip" = val, "hostnames" = [{"hostname" = "a"}]}]}',
      },
    });
  });

  it('goes over what other resources will have', () => {
    const { resource } = synthesized((stack) => {
      const web = new Domain(stack, 'web', LEAST);
      const disks = TerraformIterator.fromComplexList(web.devices.disks, 'serial');
      const many = new Domain(stack, 'many', { ...LEAST, forEach: TerraformIterator.fromList(['a']) });
      const guests = TerraformIterator.fromResources(many);
      new Volume(stack, 'of_disk', { forEach: disks, name: disks.getString('serial'), pool: 'p' });
      new Volume(stack, 'of_guest', { forEach: guests, name: guests.getString('uuid'), pool: 'p' });
    });
    expect(resource?.libvirt_volume).toEqual({
      of_disk: {
        for_each: '${{ for key, val in libvirt_domain.web.devices.disks: val.serial => val }}',
        name: '${each.value.serial}',
        pool: 'p',
      },
      of_guest: { for_each: '${libvirt_domain.many}', name: '${each.value.uuid}', pool: 'p' },
    });
  });

  it('counts guests', () => {
    expect(
      said((stack) => {
        const count = TerraformCount.of(3);
        return new Domain(stack, 'web', { ...LEAST, count, title: `guest ${count.index}` });
      }),
    ).toEqual({ count: 3, title: 'guest ${count.index}' });
  });
});

describe('tokens and functions', () => {
  it.each<[string, (stack: TerraformStack) => Partial<DomainConfig>, unknown]>([
    [
      'stand for a text within a text',
      (stack) => ({ title: `on ${new TerraformVariable(stack, 'host', {}).stringValue}` }),
      { title: 'on ${var.host}' },
    ],
    [
      'stand for a number and a truth value',
      (stack) => ({
        memory: Fn.max([new TerraformVariable(stack, 'memory', {}).numberValue, 64]),
        running: new TerraformVariable(stack, 'running', {}).booleanValue,
      }),
      { memory: '${max(var.memory, 64)}', running: '${var.running}' },
    ],
    [
      'stand for a whole object',
      (stack) => ({ devices: Token.asAny(new TerraformLocal(stack, 'devices', {}).expression) }),
      { devices: '${local.devices}' },
    ],
    [
      'stand for a list and one of its elements',
      (stack) => ({
        devices: {
          disks: Token.asAny(Fn.concat([[], new TerraformVariable(stack, 'disks', {}).value])),
          rngs: [Fn.element(new TerraformVariable(stack, 'rngs', {}).value, 0)],
        },
      }),
      { devices: { disks: '${concat([], var.disks)}', rngs: ['${element(var.rngs, 0)}'] } },
    ],
    [
      'are asked when the program is complete',
      () => ({ devices: Lazy.anyValue({ produce: () => ({ rngs: [{ model: 'virtio' }] }) }) }),
      { devices: { rngs: [{ model: 'virtio' }] } },
    ],
  ])('%s', (_, config, expected) => {
    expect(said((stack) => new Domain(stack, 'web', { ...LEAST, ...config(stack) }))).toEqual(expected);
  });
});

describe('a reference', () => {
  const domain = (stack: TerraformStack): Domain => new Domain(stack, 'web', LEAST);

  it.each<[string, (domain: Domain) => unknown, string]>([
    ['to a text', ({ uuid }) => uuid, '${libvirt_domain.web.uuid}'],
    ['to a number within a text', ({ vcpu }) => `${vcpu} of them`, '${libvirt_domain.web.vcpu} of them'],
    [
      'through objects and lists',
      ({ devices }) => devices.interfaces.get(0).mac.address,
      '${libvirt_domain.web.devices.interfaces[0].mac.address}',
    ],
    [
      'through a list that is only known later',
      ({ devices }) => Fn.lengthOf(devices.disks),
      '${length(libvirt_domain.web.devices.disks)}',
    ],
    [
      'to a list of texts',
      ({ os }) => Fn.join(' ', os.initArgs),
      '${join(" ", libvirt_domain.web.os.init_args)}',
    ],
  ])('%s', (_, refer, expected) => {
    expect(referenceTo((stack) => refer(domain(stack)))).toBe(expected);
  });

  it('stands where another resource takes the whole object', () => {
    const { resource } = synthesized((stack) => {
      const first = new Domain(stack, 'first', { ...LEAST, name: 'first', cpu: { mode: 'host-model' } });
      new Domain(stack, 'second', {
        ...LEAST,
        name: 'second',
        cpu: first.cpu,
        devices: { disks: [first.devices.disks.get(0)], interfaces: first.devices.interfaces },
      });
    });
    expect(resource?.libvirt_domain?.second).toMatchObject({
      cpu: '${libvirt_domain.first.cpu}',
      devices: {
        disks: ['${libvirt_domain.first.devices.disks[0]}'],
        interfaces: '${libvirt_domain.first.devices.interfaces}',
      },
    });
  });
});

describe('what was said', () => {
  it('can be changed, taken back and read, however deep', () => {
    expect(
      said((stack) => {
        const domain = new Domain(stack, 'web', {
          ...LEAST,
          title: 'old',
          vcpu: 2,
          devices: { disks: [{ target: { dev: 'vda' } }, { target: { dev: 'vdb' } }] },
        });
        domain.title = 'new';
        domain.resetVcpu();
        domain.putOs({ type: 'hvm', typeArch: 'x86_64' });
        domain.os.resetTypeArch();
        domain.devices.disks.get(1).target.bus = 'virtio';
        domain.devices.putRngs([{ model: 'virtio' }]);
        expect(domain.titleInput).toBe('new');
        expect(domain.vcpuInput).toBeUndefined();
        expect(domain.osInput).toEqual({ type: 'hvm' });
        expect(domain.devices.disks.get(1).target.devInput).toBe('vdb');
        return domain;
      }),
    ).toEqual({
      title: 'new',
      os: { type: 'hvm' },
      devices: {
        disks: [{ target: { dev: 'vda' } }, { target: { dev: 'vdb', bus: 'virtio' } }],
        rngs: [{ model: 'virtio' }],
      },
    });
  });

  it('keeps null, which takes a default away, and drops undefined', () => {
    expect(
      said((stack) => {
        const domain = new Domain(stack, 'web', { ...LEAST, title: undefined, os: { type: 'hvm' } });
        Reflect.set(domain, 'description', null);
        domain.addOverride('os.type', null);
        return domain;
      }),
    ).toEqual({ description: null, os: { type: null } });
  });
});

describe('an object that exists', () => {
  it('is taken over, or asked for its code', () => {
    const { import: imports, resource } = synthesized((stack) => {
      const east = new LibvirtProvider(stack, 'east', { alias: 'east' });
      new Domain(stack, 'web', LEAST).importFrom('5d8e6b0a-4c54-4b8e-8f0c-6d6c2b1f6a11');
      Domain.generateConfigForImport(stack, 'db', '0a3cb5a8-5c6c-4d0b-8a0f-0c0b0a090807', east);
      Network.generateConfigForImport(stack, 'net', 'default');
    });
    expect(imports).toEqual([
      { id: '5d8e6b0a-4c54-4b8e-8f0c-6d6c2b1f6a11', to: 'libvirt_domain.web' },
      { id: '0a3cb5a8-5c6c-4d0b-8a0f-0c0b0a090807', to: 'libvirt_domain.db', provider: 'libvirt.east' },
      { id: 'default', to: 'libvirt_network.net' },
    ]);
    expect(Object.keys(resource?.libvirt_domain ?? {})).toEqual(['web']);
  });

  it('moves to another name, and to an element of what is repeated', () => {
    const { moved, resource } = synthesized((stack) => {
      new Domain(stack, 'old', LEAST).moveToId('libvirt_domain.new');
      new Domain(stack, 'new', LEAST);
      const each = TerraformIterator.fromList(['a', 'b']);
      new Domain(stack, 'many', { ...LEAST, forEach: each }).addMoveTarget('many');
      new Domain(stack, 'single', LEAST).moveTo('many', 'a');
    });
    expect(moved).toEqual([
      { from: 'libvirt_domain.old', to: 'libvirt_domain.new' },
      { from: 'libvirt_domain.single', to: 'libvirt_domain.many["a"]' },
    ]);
    expect(Object.keys(resource?.libvirt_domain ?? {})).toEqual(['many', 'new']);
  });
});
