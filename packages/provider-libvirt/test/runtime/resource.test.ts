import { TerraformIterator, TerraformOutput, TerraformStack, Testing } from 'cdktf';
import type { Construct } from 'constructs';
import { Machine } from './machine.js';

interface Synthesized {
  readonly resource: {
    readonly libvirt_machine: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  };
  readonly output?: Readonly<Record<string, { readonly value: unknown }>>;
  readonly import?: unknown;
}

function synth(build: (stack: TerraformStack) => void): Synthesized {
  return JSON.parse(Testing.synthScope((scope: Construct) => build(scope as TerraformStack))) as Synthesized;
}

/** The classes have the members that their declarations say; here they are built at run time, and looked up by name. */
function member(owner: unknown, name: string): unknown {
  return Reflect.get(owner as object, name);
}

function call(owner: unknown, name: string, ...values: unknown[]): unknown {
  return Reflect.apply(member(owner, name) as () => unknown, owner, values);
}

/** The attributes that one machine synthesizes, without cdktf's own notes. */
function attributes(build: (machine: InstanceType<typeof Machine>) => void, config = {}): unknown {
  const { resource } = synth((stack) => {
    build(new Machine(stack, 'web', { name: 'web', ...config }));
  });
  return Object.fromEntries(
    Object.entries(resource.libvirt_machine.web ?? {}).filter(([name]) => name !== '//'),
  );
}

const DEVICES = { disks: [{ readOnly: true, target: { dev: 'vda' } }] };

describe('a resource class', () => {
  it('synthesizes what it was told', () => {
    expect(attributes(() => undefined, { devices: DEVICES, running: true })).toEqual({
      name: 'web',
      running: true,
      devices: { disks: [{ read_only: true, target: { dev: 'vda' } }] },
    });
  });

  it('passes the meta-arguments on', () => {
    expect(
      attributes(() => undefined, {
        count: 2,
        lifecycle: { preventDestroy: true },
        provisioners: [{ type: 'local-exec', command: 'true' }],
        connection: { type: 'ssh', host: 'h' },
      }),
    ).toEqual({
      name: 'web',
      count: 2,
      lifecycle: { prevent_destroy: true },
      provisioner: [{ 'local-exec': { command: 'true' } }],
      connection: { type: 'ssh', host: 'h' },
    });
  });

  it('waits for what it depends on', () => {
    const { resource } = synth((stack) => {
      const first = new Machine(stack, 'first', { name: 'first' });
      new Machine(stack, 'second', { name: 'second', dependsOn: [first] });
    });
    expect(resource.libvirt_machine.second).toMatchObject({ depends_on: ['libvirt_machine.first'] });
  });

  it('repeats itself for each element of an iterator', () => {
    const iterator = TerraformIterator.fromList(['a', 'b']);
    expect(attributes(() => undefined, { forEach: iterator, name: iterator.value })).toMatchObject({
      for_each: '${toset(["a", "b"])}',
      name: '${each.value}',
    });
  });

  it('reads as HCL too', () => {
    const stack = new TerraformStack(Testing.app(), 'stack');
    new Machine(stack, 'web', { name: 'web', devices: DEVICES });
    const lines = String(Testing.synthHcl(stack))
      .split('\n')
      .map((line) => line.trim());
    expect(lines).toEqual(
      expect.arrayContaining(['name = "web"', 'devices = {', 'disks = [', 'dev = "vda"']),
    );
  });

  it('knows its Terraform type by its class', () => {
    expect(Machine.tfResourceType).toBe('libvirt_machine');
    expect(Machine.name).toBe('Machine');
  });

  it('takes over an existing object, and asks Terraform for the code of one', () => {
    const { import: imports } = synth((stack) => {
      new Machine(stack, 'web', { name: 'web' }).importFrom('uuid-1');
      Machine.generateConfigForImport(stack, 'db', 'uuid-2');
    });
    expect(imports).toEqual([
      { id: 'uuid-1', to: 'libvirt_machine.web' },
      { id: 'uuid-2', to: 'libvirt_machine.db' },
    ]);
  });
});

describe('what was said can be changed', () => {
  it.each<[string, (machine: InstanceType<typeof Machine>) => void, unknown]>([
    ['a value is set', (m) => Reflect.set(m, 'memoryUnit', 'GiB'), { memory_unit: 'GiB' }],
    [
      'an object is put',
      (m) => call(m, 'putDevices', DEVICES),
      { devices: { disks: [{ read_only: true, target: { dev: 'vda' } }] } },
    ],
    [
      'a value within it is set',
      (m) =>
        Reflect.set(
          member(call(member(member(m, 'devices'), 'disks'), 'get', 0), 'target') as object,
          'dev',
          'vdb',
        ),
      { devices: { disks: [{ target: { dev: 'vdb' } }] } },
    ],
    [
      'an object that was never said comes into being',
      (m) => call(member(m, 'devices'), 'putDisks', [{}]),
      { devices: { disks: [{}] } },
    ],
  ])('%s', (_, change, expected) => {
    expect(attributes(change)).toEqual({ name: 'web', ...(expected as object) });
  });

  it('is taken back, and read back', () => {
    expect(
      attributes(
        (m) => {
          expect(member(m, 'devicesInput')).toEqual(DEVICES);
          expect(member(call(member(member(m, 'devices'), 'disks'), 'get', 0), 'readOnlyInput')).toBe(true);
          call(m, 'resetDevices');
          expect(member(m, 'devicesInput')).toBeUndefined();
        },
        { devices: DEVICES },
      ),
    ).toEqual({ name: 'web' });
  });

  it('does not change the configuration that the program gave', () => {
    const devices = { disks: [{ serial: 'a' }] };
    attributes(
      (m) => Reflect.set(call(member(member(m, 'devices'), 'disks'), 'get', 0) as object, 'serial', 'b'),
      { devices },
    );
    expect(devices).toEqual({ disks: [{ serial: 'a' }] });
  });

  it.each(['idInput', 'resetId', 'resetName'])('has no %s: it is not the program that decides', (name) => {
    attributes((m) => expect(member(m, name)).toBeUndefined());
  });
});

describe('what others refer to', () => {
  const reference = (refer: (machine: InstanceType<typeof Machine>) => unknown, config = {}): unknown => {
    const { output } = synth((stack) => {
      const machine = new Machine(stack, 'web', { name: 'web', devices: DEVICES, ...config });
      new TerraformOutput(stack, 'out', { value: refer(machine) });
    });
    return output?.out?.value;
  };

  it.each<[string, (machine: InstanceType<typeof Machine>) => unknown, string]>([
    ['a text', (m) => member(m, 'id'), '${libvirt_machine.web.id}'],
    ['a number', (m) => member(m, 'ioThreadIDs'), '${libvirt_machine.web.io_thread_i_ds}'],
    ['a truth value', (m) => member(m, 'running'), '${libvirt_machine.web.running}'],
    ['a list of texts', (m) => member(m, 'features'), '${libvirt_machine.web.features}'],
    ['an object', (m) => member(m, 'devices'), '${libvirt_machine.web.devices}'],
    ['a list', (m) => member(member(m, 'devices'), 'disks'), '${libvirt_machine.web.devices.disks}'],
    [
      'an element of a list',
      (m) => call(member(member(m, 'devices'), 'disks'), 'get', 1),
      '${libvirt_machine.web.devices.disks[1]}',
    ],
    [
      'a value deep within',
      (m) => member(member(call(member(member(m, 'devices'), 'disks'), 'get', 1), 'target'), 'dev'),
      '${libvirt_machine.web.devices.disks[1].target.dev}',
    ],
  ])('%s', (_, refer, expected) => {
    expect(reference(refer)).toBe(expected);
  });

  it('reaches into every instance of a repeated resource', () => {
    const forEach = TerraformIterator.fromList(['a']);
    expect(reference((m) => member(m, 'id'), { forEach })).toBe('${libvirt_machine.web.*.id}');
  });

  it('gives the same reference every time', () => {
    synth((stack) => {
      const machine = new Machine(stack, 'web', { name: 'web' });
      expect(member(machine, 'devices')).toBe(member(machine, 'devices'));
    });
  });
});
