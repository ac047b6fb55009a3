import { nodeDevices, provider } from '@virtform/schema';
import { declarations } from '../../scripts/generator/declarations.js';
import { machine } from '../runtime/machine.js';

/** A declaration without comments and indentation, one line a member. */
function lines(text: string): readonly string[] {
  return text
    .replace(/\/\*\*[^]*?\*\//g, '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** The members between a declaration's braces. */
function members(header: string): readonly string[] {
  const all = lines(declarations(machine));
  const start = all.indexOf(`${header} {`);
  return all.slice(start + 1, all.indexOf('}', start));
}

describe('the configuration', () => {
  it('has what a program may say: required attributes have to be given, those that the host tells cannot', () => {
    expect(members('export interface MachineConfig extends cdktf.TerraformMetaArguments')).toEqual([
      'readonly name: string;',
      'readonly memoryUnit?: string | undefined;',
      'readonly ioThreadIDs?: number | undefined;',
      'readonly running?: boolean | cdktf.IResolvable | undefined;',
      'readonly features?: readonly string[] | undefined;',
      'readonly devices?: MachineDevices | cdktf.IResolvable | undefined;',
    ]);
  });

  it('has its objects by the path that leads to them', () => {
    expect(members('export interface MachineDevices')).toEqual([
      'readonly disks?: readonly MachineDevicesDisks[] | cdktf.IResolvable | undefined;',
    ]);
    expect(members('export interface MachineDevicesDisksTarget')).toEqual([
      'readonly dev?: string | undefined;',
    ]);
  });
});

describe('the class', () => {
  it('reads, writes and takes back', () => {
    expect(members('export declare class Machine extends cdktf.TerraformResource')).toEqual(
      expect.arrayContaining([
        "static readonly tfResourceType = 'libvirt_machine';",
        'constructor(scope: Construct, id: string, config: MachineConfig);',
        'get id(): string;',
        'get name(): string;',
        'set name(value: string);',
        'get nameInput(): string | undefined;',
        'resetMemoryUnit(): void;',
        'get running(): cdktf.IResolvable;',
        'get devices(): MachineDevicesOutputReference;',
        'putDevices(value: MachineDevices | cdktf.IResolvable): void;',
      ]),
    );
  });

  it('reads only what the host tells', () => {
    const text = declarations(machine);
    expect(text).not.toContain('idInput');
    expect(text).not.toContain('set id(');
    expect(text).not.toContain('resetName');
  });

  it('refers into lists', () => {
    expect(members('export interface MachineDevicesDisksList extends cdktf.ComplexList')).toContain(
      'get(index: number): MachineDevicesDisksOutputReference;',
    );
  });
});

describe('a data source', () => {
  it('is one for cdktf too, and may need no configuration', () => {
    const all = lines(declarations({ ...nodeDevices, type: 'libvirt_things' }));
    expect(all).toEqual(
      expect.arrayContaining([
        'export declare class DataLibvirtThings extends cdktf.TerraformDataSource {',
        "static readonly tfResourceType = 'libvirt_things';",
        'constructor(scope: Construct, id: string, config?: DataLibvirtThingsConfig);',
        'get devices(): string[];',
      ]),
    );
  });
});

describe('the provider', () => {
  it('can be left out of its own configuration, and have an alias', () => {
    expect(lines(declarations(provider))).toEqual(
      expect.arrayContaining([
        'export declare class LibvirtProvider extends cdktf.TerraformProvider {',
        'constructor(scope: Construct, id: string, config?: LibvirtProviderConfig);',
        'readonly uri?: string | undefined;',
        'set uri(value: string | undefined);',
        'readonly alias?: string | undefined;',
      ]),
    );
  });
});

/** The machine with its devices under another name too. */
function devicesAlsoAs(name: string): string {
  const devices = machine.attributes.devices;
  if (devices === undefined) throw new Error('no devices');
  return declarations({ ...machine, attributes: { ...machine.attributes, [name]: devices } });
}

describe('a shape that recurs', () => {
  it('is declared once, with all below, and has a name for each of its places', () => {
    const text = devicesAlsoAs('mirror');
    expect(text.match(/interface Machine\w*Disks /g)).toHaveLength(1);
    expect(lines(text)).toEqual(
      expect.arrayContaining([
        'export type MachineMirror = MachineDevices;',
        'export type MachineMirrorDisksList = MachineDevicesDisksList;',
        'export type MachineMirrorDisksTargetOutputReference = MachineDevicesDisksTargetOutputReference;',
      ]),
    );
  });
});

it('calls a type by the name of its attribute, even where the property needs another', () => {
  expect(lines(devicesAlsoAs('system'))).toContain(
    'readonly systemAttribute?: MachineSystem | cdktf.IResolvable | undefined;',
  );
});
