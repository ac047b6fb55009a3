import { CloudinitDisk } from '@cdktf/provider-libvirt/lib/cloudinit-disk';
import { DataLibvirtDomainInterfaceAddresses } from '@cdktf/provider-libvirt/lib/data-libvirt-domain-interface-addresses';
import { DataLibvirtNodeDevices } from '@cdktf/provider-libvirt/lib/data-libvirt-node-devices';
import { DataLibvirtNodeInfo } from '@cdktf/provider-libvirt/lib/data-libvirt-node-info';
import { Domain } from '@cdktf/provider-libvirt/lib/domain';
import { Network } from '@cdktf/provider-libvirt/lib/network';
import { Pool } from '@cdktf/provider-libvirt/lib/pool';
import { LibvirtProvider } from '@cdktf/provider-libvirt/lib/provider';
import { Volume } from '@cdktf/provider-libvirt/lib/volume';
import { formatDiagnostic, UNKNOWN, type Value } from '@virtform/values';
import * as fc from 'fast-check';
import {
  conditional,
  Fn,
  Op,
  TerraformCount,
  TerraformIterator,
  TerraformLocal,
  TerraformOutput,
  TerraformStack,
  TerraformVariable,
  Testing,
  Token,
} from 'cdktf';
import {
  type Configuration,
  dependenciesOf,
  evaluate,
  expand,
  instanceScope,
  NO_FILES,
  readVariables,
} from '../../src/config';
import { libvirtProvider } from '../../src/kinds';
import { validateConfiguration } from '../../src/plan/validate';
import { configurationOf, filesOf, scopeOf } from './given';

/** One program, written twice. */
interface Program {
  readonly constructs: (stack: TerraformStack) => void;
  readonly hcl: string;
}

const programs: Readonly<Record<string, Program>> = {
  'a guest with its disk and its network': {
    constructs: (stack) => {
      const east = new LibvirtProvider(stack, 'east', { alias: 'east', uri: 'qemu+ssh://east/system' });
      const pool = new Pool(stack, 'disks', { name: 'disks', type: 'dir', target: { path: '/srv/disks' } });
      const root = new Volume(stack, 'root', {
        name: 'root.qcow2',
        pool: pool.name,
        capacity: 8,
        capacityUnit: 'GiB',
        target: { format: { type: 'qcow2' } },
      });
      const net = new Network(stack, 'net', {
        name: 'lab',
        ips: [
          { address: '10.20.0.1', prefix: 24, dhcp: { ranges: [{ start: '10.20.0.9', end: '10.20.0.99' }] } },
        ],
      });
      new Domain(stack, 'web', {
        provider: east,
        name: 'web',
        type: 'kvm',
        memory: 1,
        memoryUnit: 'GiB',
        running: true,
        os: { type: 'hvm', typeArch: 'x86_64', typeMachine: 'q35', bootDevices: [{ dev: 'hd' }] },
        devices: {
          disks: [
            {
              source: { volume: { pool: root.pool, volume: root.name } },
              target: { dev: 'vda', bus: 'virtio' },
            },
          ],
          interfaces: [{ model: { type: 'virtio' }, source: { network: { network: net.name } } }],
        },
        dependsOn: [pool],
        lifecycle: {
          preventDestroy: true,
          ignoreChanges: ['title'],
          replaceTriggeredBy: ['libvirt_volume.root.id'],
        },
      });
    },
    hcl: `
      provider "libvirt" {
        alias = "east"
        uri   = "qemu+ssh://east/system"
      }
      resource "libvirt_pool" "disks" {
        name   = "disks"
        type   = "dir"
        target = { path = "/srv/disks" }
      }
      resource "libvirt_volume" "root" {
        name          = "root.qcow2"
        pool          = libvirt_pool.disks.name
        capacity      = 8
        capacity_unit = "GiB"
        target        = { format = { type = "qcow2" } }
      }
      resource "libvirt_network" "net" {
        name = "lab"
        ips  = [{ address = "10.20.0.1", prefix = 24, dhcp = { ranges = [{ start = "10.20.0.9", end = "10.20.0.99" }] } }]
      }
      resource "libvirt_domain" "web" {
        provider    = libvirt.east
        name        = "web"
        type        = "kvm"
        memory      = 1
        memory_unit = "GiB"
        running     = true
        os          = { type = "hvm", type_arch = "x86_64", type_machine = "q35", boot_devices = [{ dev = "hd" }] }
        devices = {
          disks = [{
            source = { volume = { pool = libvirt_volume.root.pool, volume = libvirt_volume.root.name } }
            target = { dev = "vda", bus = "virtio" }
          }]
          interfaces = [{ model = { type = "virtio" }, source = { network = { network = libvirt_network.net.name } } }]
        }
        depends_on = [libvirt_pool.disks]
        lifecycle {
          prevent_destroy      = true
          ignore_changes       = [title]
          replace_triggered_by = [libvirt_volume.root.id]
        }
      }`,
  },

  'what is repeated': {
    constructs: (stack) => {
      const count = TerraformCount.of(
        new TerraformVariable(stack, 'guests', { type: 'number', default: 2 }).numberValue,
      );
      const sizes = TerraformIterator.fromMap({ small: { memory: 512 }, large: { memory: 4096 } });
      const nets = TerraformIterator.fromList(['lab', 'wan']);
      new Domain(stack, 'counted', { count, name: Fn.format('guest-%d', [count.index]), type: 'kvm' });
      new Domain(stack, 'sized', {
        forEach: sizes,
        name: sizes.key,
        type: 'kvm',
        memory: sizes.getNumber('memory'),
        memoryUnit: 'MiB',
        devices: { interfaces: nets.dynamic({ source: { network: { network: nets.value } } }) },
      });
      new Network(stack, 'each', { forEach: nets, name: nets.value });
    },
    hcl: `
      variable "guests" {
        type    = number
        default = 2
      }
      resource "libvirt_domain" "counted" {
        count = var.guests
        name  = format("guest-%d", count.index)
        type  = "kvm"
      }
      resource "libvirt_domain" "sized" {
        for_each    = { small = { memory = 512 }, large = { memory = 4096 } }
        name        = each.key
        type        = "kvm"
        memory      = each.value.memory
        memory_unit = "MiB"
        devices     = { interfaces = [for net in toset(["lab", "wan"]) : { source = { network = { network = net } } }] }
      }
      resource "libvirt_network" "each" {
        for_each = toset(["lab", "wan"])
        name     = each.value
      }`,
  },

  'functions, operators and texts with marks of templates': {
    constructs: (stack) => {
      const cidr = new TerraformVariable(stack, 'cidr', { type: 'string', default: '10.30.0.0/24' });
      const big = new TerraformVariable(stack, 'big', { type: 'bool', default: true });
      const gateway = new TerraformLocal(stack, 'gateway', Fn.cidrhost(cidr.stringValue, 1));
      new Network(stack, 'net', { name: 'net', ips: [{ address: gateway.asString, prefix: 24 }] });
      new Domain(stack, 'web', {
        name: Fn.join('-', ['web', Fn.upper('a')]),
        type: 'kvm',
        vcpu: Token.asNumber(conditional(big.booleanValue, Op.mul(2, 4), 1)),
        description: 'costs 5 $${HOME} and 100 %%{if}',
      });
    },
    hcl: `
      variable "cidr" {
        type    = string
        default = "10.30.0.0/24"
      }
      variable "big" {
        type    = bool
        default = true
      }
      locals {
        gateway = cidrhost(var.cidr, 1)
      }
      resource "libvirt_network" "net" {
        name = "net"
        ips  = [{ address = local.gateway, prefix = 24 }]
      }
      resource "libvirt_domain" "web" {
        name        = join("-", ["web", upper("a")])
        type        = "kvm"
        vcpu        = var.big ? 2 * 4 : 1
        description = "costs 5 $\${HOME} and 100 %%{if}"
      }`,
  },

  'data sources, files and outputs': {
    constructs: (stack) => {
      const host = new DataLibvirtNodeInfo(stack, 'host');
      const devices = new DataLibvirtNodeDevices(stack, 'pci', { capability: 'pci' });
      const seed = new CloudinitDisk(stack, 'seed', {
        name: 'seed',
        userData: '#cloud-config',
        metaData: '',
      });
      const web = new Domain(stack, 'web', {
        name: 'web',
        type: 'kvm',
        memory: host.memoryTotalKb,
        devices: { disks: [{ device: 'cdrom', source: { file: { file: seed.path } } }] },
      });
      const addresses = new DataLibvirtDomainInterfaceAddresses(stack, 'addresses', { domain: web.uuid });
      new TerraformOutput(stack, 'ip', { value: addresses.interfaces.get(0).addrs.get(0).addr });
      new TerraformOutput(stack, 'first', { value: Fn.element(devices.devices, 0), sensitive: true });
    },
    hcl: `
      data "libvirt_node_info" "host" {}
      data "libvirt_node_devices" "pci" { capability = "pci" }
      resource "libvirt_cloudinit_disk" "seed" {
        name      = "seed"
        user_data = "#cloud-config"
        meta_data = ""
      }
      resource "libvirt_domain" "web" {
        name    = "web"
        type    = "kvm"
        memory  = data.libvirt_node_info.host.memory_total_kb
        devices = { disks = [{ device = "cdrom", source = { file = { file = libvirt_cloudinit_disk.seed.path } } }] }
      }
      data "libvirt_domain_interface_addresses" "addresses" { domain = libvirt_domain.web.uuid }
      output "ip" { value = data.libvirt_domain_interface_addresses.addresses.interfaces[0].addrs[0].addr }
      output "first" {
        value     = element(tolist(data.libvirt_node_devices.pci.devices), 0)
        sensitive = true
      }`,
  },
};

function stackOf({ constructs }: Program): TerraformStack {
  const stack = new TerraformStack(Testing.app(), 'stack');
  constructs(stack);
  return stack;
}

/** The JSON that a program's constructs become. */
function synthesized(program: Program): object {
  return JSON.parse(Testing.synth(stackOf(program))) as object;
}

/** The values of a configuration's variables. */
async function variablesOf(configuration: Configuration): Promise<ReadonlyMap<string, Value>> {
  return (await readVariables(configuration, filesOf({}), { options: [], environment: {} })).values;
}

/** All that a configuration asks for, by address and instance; what resources will be is unknown. */
async function asked(configuration: Configuration): Promise<unknown> {
  const scope = scopeOf(configuration, {
    variables: await variablesOf(configuration),
    resource: () => UNKNOWN,
  });
  const resources = [...configuration.resources].map(([address, block]) => {
    const { provider, dependsOn, lifecycle } = block;
    const instances = expand(block, scope).expansions.map((expansion) => ({
      key: expansion.key,
      ...evaluate(block.body, instanceScope(scope, expansion)),
    }));
    const { createBeforeDestroy, preventDestroy, ignoreChanges, replaceTriggeredBy } = lifecycle;
    const rules = { createBeforeDestroy, preventDestroy, ignoreChanges, triggers: replaceTriggeredBy.length };
    const dependencies = [...dependenciesOf(configuration, block)].sort();
    return [address, { provider, dependsOn, rules, dependencies, instances }] as const;
  });
  const outputs = [...configuration.outputs].map(([name, { value, sensitive }]) => [
    name,
    { ...evaluate(value, scope), sensitive },
  ]);
  const providers = configuration.providers.map(({ name, alias, config }) => ({
    name,
    alias,
    ...evaluate(config, scope),
  }));
  return {
    resources: Object.fromEntries(resources),
    outputs: Object.fromEntries(outputs) as unknown,
    providers,
  };
}

describe.each(Object.entries(programs))('as constructs and as HCL, %s', (_, program) => {
  it('is one configuration', async () => {
    const fromConstructs = await asked(await configurationOf(synthesized(program)));
    const fromHcl = await asked(await configurationOf({ 'main.tf': program.hcl }));
    expect(fromConstructs).toEqual(fromHcl);
    expect(JSON.stringify(fromConstructs)).not.toContain('summary');
    const rendered = String(Testing.synthHcl(stackOf(program)));
    expect(await asked(await configurationOf({ 'main.tf': rendered }))).toEqual(fromHcl);
  });
});

describe('a text is the same in JSON and in HCL', () => {
  /** What a guest's description says, once the configuration is read. */
  const read = async (file: string, content: string | object): Promise<Value> => {
    const configuration = await configurationOf({ [file]: content });
    const block = configuration.resources.get('libvirt_domain.web');
    if (block === undefined) throw new Error('there is no guest');
    const { value, diagnostics } = evaluate(block.body, scopeOf(configuration));
    expect(diagnostics).toEqual([]);
    return value;
  };

  /** A guest that says it in both places: the renderer takes one path for an attribute, another within an object. */
  const program = (text: unknown): Program => ({
    constructs: (stack) => {
      const said: Readonly<Record<string, unknown>> = {
        description: text,
        os: { cmdline: text, initArgs: [text] },
      };
      new Domain(stack, 'web', { name: 'web', type: 'kvm', ...said });
    },
    hcl: '',
  });

  const both = async (text: unknown): Promise<readonly Value[]> => [
    await read('cdk.tf.json', synthesized(program(text))),
    await read('main.tf', String(Testing.synthHcl(stackOf(program(text))))),
  ];

  const texts: readonly unknown[] = [
    ...['two\nlines\r\nand\ta tab', 'a "quoted" word', 'C:\\new\\table', '\\"', '', 'ä 𝒳 €', null],
    ...['[1]', '{ a = 1 }', '"quoted"', '42', '007', 'true', 'null', '<<EOF'],
    ...['${upper("a}b")} and "c"\n', '${"x${"}"}y"}', '%{ if true }yes\n%{ endif }'],
    ...['$${HOME} \n', '%%{x}', '$', '%', '$$', '100 % {'],
  ];
  it.each(texts.map((text) => [text]))('%j', async (text) => {
    const [json, hcl] = await both(text);
    expect(hcl).toEqual(json);
  });

  it('whatever it is', async () => {
    const marks = ['$${', '%%{', '}', '{', '$', '%', '${1}', '['];
    const parts = fc.constantFrom('"', '\\', '\n', '\r', '\t', 'a', 'é', ...marks);
    await fc.assert(
      fc.asyncProperty(
        fc.array(parts).map((list) => list.join('')),
        async (text) => {
          // An expression is one of those above: another would have to be whole.
          fc.pre(!/[$%]\{/.test(text.replace(/\$\$\{|%%\{|\$\{1\}/g, '')));
          const [json, hcl] = await both(text);
          expect(hcl).toEqual(json);
        },
      ),
      { numRuns: 100, seed: 20240501 },
    );
  });
});

describe('constructs are held against the schemas', () => {
  const validated = async (constructs: Program['constructs']): Promise<readonly string[]> => {
    const configuration = await configurationOf(synthesized({ constructs, hcl: '' }));
    return validateConfiguration({
      configuration,
      variables: await variablesOf(configuration),
      providers: [libvirtProvider],
      files: NO_FILES,
      started: new Date('2024-01-02T03:04:05Z'),
    }).map(formatDiagnostic);
  };

  it.each(Object.entries(programs).filter(([title]) => !title.includes('data sources')))(
    'nothing is wrong with %s',
    async (_, { constructs }) => {
      expect(await validated(constructs)).toEqual([]);
    },
  );

  it('a key that no type stopped is refused, with what was meant', async () => {
    const untyped: Readonly<Record<string, unknown>> = {
      memroy: 1,
      devices: { disks: [{ readonly: true }] },
    };
    const problems = await validated((stack) => {
      new Domain(stack, 'web', { name: 'web', type: 'kvm', ...untyped });
    });
    expect(problems.join('\n')).toMatch(/"memroy"[^]*libvirt_domain\.web[^]*Did you mean memory\?/);
    expect(problems.join('\n')).toMatch(/"readonly"[^]*devices\.disks\[0\][^]*Did you mean read_only\?/);
  });

  it('null counts as not given', async () => {
    const nothing: Readonly<Record<string, unknown>> = { title: null, devices: { disks: null } };
    expect(
      await validated((stack) => {
        new Domain(stack, 'web', { name: 'web', type: 'kvm', memory: 1, ...nothing });
      }),
    ).toEqual([]);
  });
});
