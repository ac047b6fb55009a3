import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { LibvirtError } from '@virtform/libvirt';
import { parseXml, thaw, writeXml } from '@virtform/schema';
import { isList, isObject, type Json } from '@virtform/values';
import { StateServer } from '../../engine/test/state/state-server.js';
import { simulatedOutside, type SimulatedOutside } from '../../engine/test/support/simulated-outside.js';
import { COMMANDS } from '../src/commands.js';
import { resourceJson, stateJson } from './commands/lab.js';
import { leaksIn, secret } from './planted.js';
import { watchedLab, type WatchedLab } from './watched-lab.js';

// Hosts are simulated, so that every command meets every sort of object in one process; test/e2e/secrets.test.ts asks a real daemon.

let mockOutside: SimulatedOutside;
jest.mock('../../engine/src/effects/real.js', () => ({ realEffects: () => mockOutside.effects() }));

let lab: WatchedLab;
beforeEach(() => {
  mockOutside = simulatedOutside();
  lab = watchedLab();
});
afterEach(() => lab.remove());

/** What must be right once a command was run: nothing printed, and nothing written where others read it. */
function expectSilence(program: readonly string[] = ['main.tf']): void {
  expect([...lab.leaks, ...lab.spills(program)]).toEqual([]);
}

const PASSWORD = `
variable "password" {
  type      = string
  sensitive = true
}
`;

const LAB = `${PASSWORD}
variable "whole" {
  type      = object({ name = string, size = number })
  sensitive = true
  default   = { name = "${secret('Object')}", size = 7 }
}
locals {
  inner = { a = ["x-\${var.password}"], b = "plain" }
}
provider "libvirt" { uri = "qemu+tcp://ann:${secret('Uri')}@host.test/system" }
resource "libvirt_network" "net" {
  name        = "net-\${var.password}"
  title       = "about \${local.inner.a[0]}"
  description = local.inner.b
  domain      = { name = sensitive("${secret('Literal')}") }
  ips = [{
    address = "10.93.0.1"
    prefix  = 24
    dhcp = {
      ranges = [{ start = "10.93.0.100", end = "10.93.0.200" }]
      hosts  = [{ mac = "52:54:00:00:00:01", ip = "10.93.0.10", name = sensitive("${secret('Element')}") }]
    }
  }]
}
resource "libvirt_pool" "p" {
  name   = "pool-\${var.whole.name}"
  type   = "dir"
  target = { path = "/var/lib/\${var.whole.name}" }
}
resource "libvirt_volume" "root" {
  name     = "vol-\${var.whole.name}.qcow2"
  pool     = libvirt_pool.p.name
  capacity = 1048576
  target   = { format = { type = "qcow2" } }
}
resource "libvirt_cloudinit_disk" "setup" {
  name      = "setup"
  user_data = "password: ${secret('UserData')}"
  meta_data = "local-hostname: \${var.password}"
}
resource "libvirt_ignition" "setup" {
  name    = "setup"
  content = jsonencode({ password = "${secret('Ignition')}" })
}
resource "libvirt_domain" "web" {
  name        = "web-\${var.whole.name}"
  title       = "about \${var.password}"
  type        = "qemu"
  memory      = 96
  memory_unit = "MiB"
  vcpu        = 1
  running     = true
  os          = { type = "hvm", type_arch = "x86_64", type_machine = "q35" }
  devices = {
    graphics = [
      { vnc = { auto_port = true, passwd = "${secret('Vnc')}" } },
      { spice = { auto_port = true, passwd = "${secret('Spice')}" } },
    ]
    disks = [
      {
        source = { volume = { pool = libvirt_pool.p.name, volume = libvirt_volume.root.name } }
        target = { dev = "vda", bus = "virtio" }
      },
      {
        source = {
          network = { protocol = "https", name = "x", hosts = [{ name = "example.org" }] }
          cookies = { cookies = [{ name = "sid", value = "${secret('Cookie')}" }] }
        }
        target = { dev = "vdb", bus = "virtio" }
      },
    ]
    interfaces = [{ source = { network = { network = libvirt_network.net.name } }, model = { type = "virtio" } }]
  }
}
output "marked" {
  value     = libvirt_domain.web.title
  sensitive = true
}
output "deep" {
  value     = { list = [var.whole.name] }
  sensitive = true
}
output "plain" { value = "hello" }
`;

const ADDRESSES = ['libvirt_network.net', 'libvirt_pool.p', 'libvirt_volume.root', 'libvirt_domain.web'];

/** A command that is run as text and, unless `json` says otherwise, with -json. */
interface CommandLine {
  readonly command: string;
  readonly words?: readonly string[];
  /** What it is told on its standard input. */
  readonly input?: string;
  /** 0 unless said. */
  readonly code?: number;
  readonly json?: boolean;
  /** Where it prints secrets by Terraform's contract. */
  readonly prints?: 'never' | 'json' | 'always';
}

/** An app in a folder of its own, whose one stack holds secrets. */
function planApp(): void {
  mkdirSync(path.join(lab.folder, 'app'));
  lab.write(
    'app/stack.tf.json',
    JSON.stringify({ output: { o: { value: secret('Stack'), sensitive: true } } }),
  );
  const stacks = { a: { name: 'a', workingDirectory: 'stacks/a', dependencies: [] } };
  lab.write('app/manifest.json', JSON.stringify({ version: '0.24.0', stacks }));
  const app =
    'mkdir -p "$CDKTF_OUTDIR/stacks/a" && cp stack.tf.json "$CDKTF_OUTDIR/stacks/a/cdk.tf.json" && cp manifest.json "$CDKTF_OUTDIR/"';
  lab.write('app/cdktf.json', JSON.stringify({ language: 'other', app }));
  lab.environment.PATH = process.env.PATH ?? '';
}

interface PlanJson {
  readonly virtform?: object;
  readonly resource_changes?: readonly ChangeJson[];
  readonly resource_drift?: readonly ChangeJson[];
}

interface ChangeJson {
  readonly address: string;
  readonly change: {
    readonly before: Json;
    readonly after: Json;
    readonly before_sensitive: Json;
    readonly after_sensitive: Json;
  };
}

/** The secrets in a value that nothing beside it says to be sensitive. */
function inTheOpen(value: Json, sensitive: Json | undefined): readonly string[] {
  if (sensitive === true || value === null) return [];
  if (typeof value !== 'object') return leaksIn(String(value));
  const marks = new Map(partsOf(sensitive ?? null));
  return partsOf(value).flatMap(([name, part]) => inTheOpen(part, marks.get(name)));
}

function partsOf(value: Json): readonly (readonly [name: string, part: Json])[] {
  if (isList(value)) return value.map((part, index) => [String(index), part]);
  return isObject(value) ? Object.entries(value) : [];
}

describe('a program full of secrets', () => {
  const runAll = async (code: number, ...commands: readonly (readonly string[])[]): Promise<void> => {
    for (const words of commands) {
      const { code: actual, error } = await lab.run(...words);
      expect({ words, code: actual, error: actual === code ? '' : error }).toEqual({
        words,
        code,
        error: '',
      });
    }
  };

  test('shows none of them, in no command', async () => {
    lab.write('main.tf', LAB);
    lab.environment.TF_VAR_password = secret('Environment');
    await runAll(
      0,
      ['validate'],
      ['validate', '-json'],
      ['plan', '-virsh'],
      ['plan', '-json'],
      ['plan', '-out=a.plan', '-virsh'],
      ['plan', '-out=b.plan', '-json'],
      ['show', 'a.plan'],
      ['show', '-virsh', '-concise', 'a.plan'],
      ['apply', 'a.plan'],
    );
    await runAll(
      0,
      ['plan', '-detailed-exitcode'],
      ['show'],
      ['output'],
      ['state', 'list'],
      ...ADDRESSES.flatMap((address) => [
        ['state', 'show', address],
        ['state', 'show', '-json', address],
      ]),
      ['refresh'],
      ['refresh', '-json'],
      ['taint', 'libvirt_domain.web'],
      ['plan', '-virsh'],
      ['untaint', 'libvirt_domain.web'],
      ['state', 'mv', 'libvirt_network.net', 'libvirt_network.other'],
      ['state', 'mv', '-json', 'libvirt_network.other', 'libvirt_network.net'],
      ['state', 'replace-provider', '-auto-approve', 'dmacvicar/libvirt', 'example.org/dmacvicar/libvirt'],
      ['state', 'replace-provider', '-auto-approve', 'example.org/dmacvicar/libvirt', 'dmacvicar/libvirt'],
    );
    // Another value of the same: what was is a secret as much as what will be.
    lab.environment.TF_VAR_password = secret('Second');
    await runAll(
      0,
      ['plan', '-virsh', '-restart=all'],
      ['plan', '-json', '-restart=all'],
      ['apply', '-json', '-auto-approve', '-restart=all'],
      ['plan', '-destroy', '-virsh'],
      ['plan', '-destroy', '-json', '-out=c.plan'],
      ['show', 'c.plan'],
      ['state', 'rm', 'libvirt_network.net'],
      ['destroy', '-auto-approve'],
    );
    expectSilence();
  });

  /** Every command, in the order in which they run: a new one belongs into this list. */
  const EVERY: readonly CommandLine[] = [
    { command: 'version' },
    { command: 'synth', words: ['-chdir=app'] },
    { command: 'validate' },
    { command: 'plan', words: ['-virsh', '-out=every.plan'] },
    { command: 'apply', words: ['-auto-approve'] },
    { command: 'refresh' },
    { command: 'import', words: ['libvirt_network.net', 'net'], code: 1 },
    { command: 'show', words: ['every.plan'], prints: 'json' },
    { command: 'show', prints: 'json' },
    { command: 'output', prints: 'json' },
    { command: 'output', words: ['marked'], prints: 'always' },
    { command: 'output', words: ['-raw', 'plain'], json: false },
    { command: 'graph' },
    { command: 'console', input: `${[...ADDRESSES, 'var.password', 'var.whole'].join('\n')}\n`, json: false },
    { command: 'console', input: 'upper(var.password) + 1\n', json: false, code: 1 },
    { command: 'state list' },
    ...ADDRESSES.map((address) => ({ command: 'state show', words: [address] })),
    { command: 'state mv', words: ['-dry-run', 'libvirt_network.net', 'libvirt_network.x'] },
    { command: 'state mv', words: ['libvirt_network.gone', 'libvirt_network.x'], code: 1 },
    { command: 'state rm', words: ['-dry-run', 'libvirt_domain.web'] },
    {
      command: 'state replace-provider',
      words: ['-auto-approve', 'dmacvicar/libvirt', 'dmacvicar/libvirt'],
    },
    { command: 'state pull', prints: 'always' },
    { command: 'state push', words: ['terraform.tfstate'] },
    { command: 'state push', words: ['broken.tfstate'], code: 1 },
    { command: 'taint', words: ['libvirt_domain.web'] },
    { command: 'untaint', words: ['libvirt_domain.web'], json: false },
    { command: 'force-unlock', words: ['-force', 'none'], code: 1 },
    // The simulated guests count nothing and have no agent to ask; test/e2e/secrets.test.ts runs these on real ones.
    { command: 'ps', code: 1 },
    { command: 'wait', words: ['-for=off', '-timeout=0s'], code: 1 },
    { command: 'wait', words: ['-for=agent', '-timeout=0s'], code: 1 },
    { command: 'wait', words: ['nobody'], code: 1 },
    { command: 'evidence', code: 1 },
    { command: 'workspace list' },
    { command: 'workspace show' },
    { command: 'workspace new', words: ['-state=terraform.tfstate', 'blue'], json: false },
    { command: 'state list' },
    { command: 'workspace select', words: ['default'] },
    { command: 'workspace delete', words: ['blue'], code: 1 },
    { command: 'workspace delete', words: ['-force', 'blue'], json: false },
    { command: 'destroy', words: ['-auto-approve'] },
  ];

  test('is run by every command there is', () => {
    const run = new Set(EVERY.map(({ command }) => command));
    expect(COMMANDS.map(({ name }) => name).filter((name) => !run.has(name))).toEqual([]);
  });

  test.each(['Environment', 'Second'])('is shown by none of them, as text and as JSON: %s', async (value) => {
    lab.write('main.tf', LAB);
    lab.write('broken.tfstate', `{"version": 4, "serial": "${secret('Broken')}"`);
    planApp();
    lab.environment.TF_VAR_password = secret(value);
    for (const line of EVERY) {
      const { command, words = [], input = '', code = 0, json = true, prints = 'never' } = line;
      for (const further of json ? [[], ['-json']] : [[]]) {
        const all = [...command.split(' '), ...further, ...words];
        const isTrusted = prints === 'always' || (prints === 'json' && further.length > 0);
        const ran = isTrusted ? await lab.runTrusted(...all) : await lab.runSaying(input, ...all);
        expect({ all, ...(ran.code === code ? { code } : ran) }).toEqual({ all, code });
        expect(leaksIn(ran.error)).toEqual([]);
        expect(ran.out + ran.error).not.toContain('This is not how virtform');
      }
    }
    expectSilence(['main.tf', 'broken.tfstate', 'app/stack.tf.json', 'app/cdktf.out/stacks/a/cdk.tf.json']);
  });

  test('stands in the JSON of plans and states as Terraform has it there, and in nothing of ours', async () => {
    lab.write('main.tf', LAB);
    lab.environment.TF_VAR_password = secret('Environment');
    await lab.run('plan', '-out=a.plan');
    const { virtform, ...terraforms } = JSON.parse((await lab.runTrusted('show', '-json', 'a.plan')).out) as {
      virtform: object;
    };
    expect(leaksIn(JSON.stringify(virtform))).toEqual([]);
    expect(leaksIn(JSON.stringify(terraforms))).not.toEqual([]);
    await lab.run('apply', 'a.plan');
    expect((await lab.runTrusted('output', '-raw', 'marked')).out).toBe(`about ${secret('Environment')}`);
    const state = JSON.parse((await lab.runTrusted('show', '-json')).out) as {
      values: { root_module: { resources: { type: string; sensitive_values: object }[] } };
    };
    const domain = state.values.root_module.resources.find(({ type }) => type === 'libvirt_domain');
    expect(domain?.sensitive_values).toMatchObject({
      title: true,
      devices: { graphics: [{ vnc: { passwd: true } }, { spice: { passwd: true } }] },
    });
    expectSilence();
  });

  test('shows none of what it no longer asks for', async () => {
    lab.write('main.tf', LAB);
    lab.environment.TF_VAR_password = secret('Environment');
    await runAll(0, ['apply', '-auto-approve']);
    lab.write('main.tf', LAB.replace(/ {4}graphics = \[[^]*? {4}\]\n/, ''));
    await runAll(2, ['plan', '-detailed-exitcode']);
    await runAll(
      0,
      ['plan', '-virsh', '-out=a.plan'],
      ['plan', '-json'],
      ['show', 'a.plan'],
      ['apply', '-json', '-auto-approve'],
    );
    expectSilence();
  });

  test('that was interrupted shows none of what it was about to make', async () => {
    lab.write('main.tf', LAB);
    lab.environment.TF_VAR_password = secret('Environment');
    // The state can be written no more once the first object is defined: what stays are its intents.
    mockOutside.beforeCall = (procedure) => {
      if (procedure === 'NETWORK_DEFINE_XML_FLAGS')
        throw new LibvirtError(`broken at ${secret('Environment')}`, { fault: 'unknown-outcome' });
    };
    expect((await lab.run('apply', '-auto-approve', '-parallelism=1')).code).not.toBe(0);
    mockOutside.beforeCall = () => undefined;
    expect((await lab.run('state', 'list')).out).toContain('libvirt_network.net');
    await runAll(0, ['show'], ...ADDRESSES.slice(0, 1).map((address) => ['state', 'show', address]), [
      'plan',
      '-virsh',
    ]);
    expectSilence();
  });

  test.each<[string, (guest: string) => string]>([
    [
      'changed',
      (guest) =>
        ['Vnc', 'Spice', 'Cookie'].reduce(
          (xml, where) => xml.replace(secret(where), secret(`Others${where}`)),
          guest,
        ),
    ],
    ['taken out', (guest) => guest.replace(/ passwd=(["'])[^"']*\1|<cookies>[^]*<\/cookies>/g, '')],
    [
      'moved, with more beside them',
      (guest) =>
        guest
          .replace(/<graphics [^>]*type=.vnc.[^]*?(?=<graphics )/, '')
          .replace(secret('Spice'), secret('OthersSpice'))
          .replace('<cookies>', `<cookies><cookie name="other">${secret('More')}</cookie>`),
    ],
  ])('whose secrets others have %s shows neither these nor those', async (_, change) => {
    lab.write('main.tf', LAB);
    lab.environment.TF_VAR_password = secret('Environment');
    await runAll(0, ['apply', '-auto-approve']);
    const uri = `qemu+tcp://ann:${secret('Uri')}@host.test/system`;
    const [guest] = mockOutside.host(uri).domains.values();
    const sides = [guest?.stored, guest?.running].map((side) => {
      if (side === undefined) throw new Error('the guest is not there');
      const [before, after] = [writeXml(side), change(writeXml(side))];
      expect(after).not.toBe(before);
      return thaw(parseXml(after));
    });
    if (guest !== undefined) [guest.stored, guest.running] = sides;
    await runAll(2, ['plan', '-detailed-exitcode']);
    await runAll(
      0,
      ['plan', '-virsh', '-out=a.plan'],
      ['plan', '-json'],
      ['show', '-virsh', 'a.plan'],
      ['plan', '-refresh-only'],
      ['plan', '-refresh-only', '-json', '-out=r.plan'],
      ['plan', '-destroy', '-virsh'],
    );
    for (const plan of ['a.plan', 'r.plan']) {
      const { virtform, ...terraforms } = JSON.parse(
        (await lab.runTrusted('show', '-json', plan)).out,
      ) as PlanJson;
      expect(leaksIn(JSON.stringify(virtform ?? {}))).toEqual([]);
      const changes = [...(terraforms.resource_changes ?? []), ...(terraforms.resource_drift ?? [])];
      const web = changes.filter(({ address }) => address === 'libvirt_domain.web');
      expect(web.length).toBeGreaterThan(0);
      const open = web.flatMap(({ change: { before, after, before_sensitive, after_sensitive } }) => [
        ...inTheOpen(before, before_sensitive),
        ...inTheOpen(after, after_sensitive),
      ]);
      expect(open).toEqual([]);
    }
    await runAll(0, ['refresh'], ['state', 'show', 'libvirt_domain.web'], ['plan', '-virsh']);
    await runAll(0, ['apply', '-auto-approve', '-json'], ['plan', '-detailed-exitcode']);
    expectSilence();
  });

  test('whose objects others changed or removed shows none of what was', async () => {
    lab.write('main.tf', LAB);
    lab.environment.TF_VAR_password = secret('Environment');
    await runAll(0, ['apply', '-auto-approve']);
    const host = mockOutside.host(`qemu+tcp://ann:${secret('Uri')}@host.test/system`);
    host.networks.clear();
    host.domains.clear();
    await runAll(
      0,
      ['plan'],
      ['plan', '-json'],
      ['plan', '-refresh-only'],
      ['plan', '-refresh-only', '-json', '-out=r.plan'],
      ['plan', '-destroy', '-out=d.plan'],
      ['show', 'r.plan'],
    );
    const { resource_changes: changes } = JSON.parse(
      (await lab.runTrusted('show', '-json', 'd.plan')).out,
    ) as {
      resource_changes: { address: string; change: object }[];
    };
    expect(changes.find(({ address }) => address === 'libvirt_domain.web')?.change).toMatchObject({
      actions: ['forget'],
      before_sensitive: { title: true },
    });
    expectSilence();
  });
});

const NETWORK = (more: string): string => `${PASSWORD}
resource "libvirt_network" "net" {
  ${more}
}`;

describe('what goes wrong', () => {
  test.each<[string, string, readonly string[]]>([
    [
      'a type that the value has not',
      'variable "password" {\n  type = number\n  sensitive = true\n}',
      ['plan'],
    ],
    [
      'an expression for a variable that does not parse',
      'variable "password" {\n  type = list(string)\n  sensitive = true\n}',
      ['plan'],
    ],
    [
      'a validation',
      `variable "password" {
         sensitive = true
         validation {
           condition     = length(var.password) < 3
           error_message = "not \${var.password}"
         }
       }`,
      ['plan'],
    ],
    ['an option that is no assignment', PASSWORD, ['plan', '-var', secret('Bare')]],
    ['an assignment to nothing', PASSWORD, ['plan', '-var', `pasword=${secret('Wrong')}`]],
    ['an output that is not marked', `${PASSWORD}\noutput "o" { value = var.password }`, ['plan']],
    [
      'a function that takes no such value',
      `${PASSWORD}\noutput "o" { value = parseint(var.password, 10) }`,
      ['plan'],
    ],
    [
      'an attribute that is not there',
      `${PASSWORD}\noutput "o" { value = { a = var.password }.b }`,
      ['plan'],
    ],
    [
      'a value that does not suit its attribute',
      NETWORK('name = "net"\nmtu = { size = var.password }'),
      ['plan'],
    ],
    ['a value of another shape', NETWORK('name = "net"\nips = [{ address = var.password }]'), ['plan']],
    [
      'a secret of the schema of another shape',
      'resource "libvirt_domain" "web" {\n  name = "web"\n  type = "qemu"\n  memory = 1\n  devices = { graphics = [{ vnc = { passwd = { x = "y" }, port = sensitive("' +
        secret('Port') +
        '") } }] }\n}',
      ['plan'],
    ],
    [
      'for_each over secrets',
      `${PASSWORD}\nresource "libvirt_network" "net" {\n  for_each = toset([var.password])\n  name = each.key\n}`,
      ['plan'],
    ],
    ['count of a secret', NETWORK('name = "net"\ncount = var.password'), ['plan']],
    [
      'a precondition',
      NETWORK(
        'name = var.password\nlifecycle {\n precondition {\n condition = self.name == "x"\n error_message = "no ${var.password}"\n}\n}',
      ).replace('self.name', 'var.password'),
      ['plan'],
    ],
    ['an output of that name', PASSWORD, ['output', 'nothing']],
  ])('is told without the secret: %s', async (_, program, words) => {
    lab.write('main.tf', program);
    lab.environment.TF_VAR_password = secret('Environment');
    for (const further of [[], ['-json']]) {
      const [command = '', ...rest] = words;
      const { code, out, error } = await lab.run(command, ...further, ...rest);
      expect({ code, isDefect: (out + error).includes('This is not how virtform') }).toEqual({
        code: 1,
        isDefect: false,
      });
      expect((await lab.run('validate', ...further)).code).toBeLessThan(2);
    }
    expectSilence();
  });

  test.each<[string, string, string]>([
    ['a file of values with a syntax error', 'terraform.tfvars', `password = "${secret('Value')}`],
    [
      'a file of values in JSON with a syntax error',
      'terraform.tfvars.json',
      `{"password": "${secret('Value')}" x}`,
    ],
    ['a file of values that are expressions', 'a.auto.tfvars', `password = nothing("${secret('Value')}")`],
  ])('is told without the secret: %s', async (_, name, content) => {
    lab.write('main.tf', PASSWORD);
    lab.write(name, content);
    expect((await lab.run('plan')).code).toBe(1);
    expect((await lab.run('plan', '-json')).code).toBe(1);
    expectSilence(['main.tf', name]);
  });

  test.each([
    'NETWORK_DEFINE_XML_FLAGS',
    'STORAGE_POOL_CREATE',
    'STORAGE_VOL_CREATE_XML',
    'DOMAIN_DEFINE_XML_FLAGS',
    'DOMAIN_CREATE_WITH_FLAGS',
  ])('is told without the secrets that libvirt quotes in its refusal of %s', async (procedure) => {
    lab.write('main.tf', LAB);
    lab.environment.TF_VAR_password = secret('Environment');
    let refused = 0;
    mockOutside.beforeCall = (called) => {
      if (called !== procedure) return;
      refused += 1;
      const words = ['Environment', 'Object', 'Literal', 'Vnc', 'Spice', 'Cookie', 'Uri'].map(secret);
      throw new LibvirtError(`XML error: ${words.join(', ')} is not valid`, { fault: 'host', code: 27 });
    };
    for (const more of [[], ['-json']]) {
      expect((await lab.run('apply', '-auto-approve', ...more)).code).toBe(1);
    }
    await lab.run('ps');
    expect(refused).toBeGreaterThan(0);
    expectSilence();
  });

  test('is told without the name of an object that stands in the way', async () => {
    lab.write('main.tf', NETWORK('name = sensitive("' + secret('Taken') + '")'));
    lab.environment.TF_VAR_password = 'unused';
    expect((await lab.run('apply', '-auto-approve')).code).toBe(0);
    await lab.run('state', 'rm', 'libvirt_network.net');
    expect((await lab.run('plan')).code).toBe(1);
    expect((await lab.run('apply', '-json', '-auto-approve')).code).toBe(1);
    expectSilence();
  });
});

describe('a state that Terraform wrote', () => {
  test('names no secret of the schema as one, and shows none', async () => {
    const attributes = {
      id: '1',
      name: 'web',
      devices: { graphics: [{ vnc: { passwd: secret('Vnc') } }] },
      description: `made with ${secret('Vnc')}`,
    };
    lab.write('terraform.tfstate', stateJson([resourceJson('libvirt_domain', 'web', [{ attributes }])]));
    for (const words of [
      ['show'],
      ['state', 'show', 'libvirt_domain.web'],
      ['state', 'show', '-json', 'libvirt_domain.web'],
    ])
      expect((await lab.run(...words)).code).toBe(0);
    const shown = JSON.parse((await lab.runTrusted('show', '-json')).out) as {
      values: { root_module: { resources: { sensitive_values: object }[] } };
    };
    expect(shown.values.root_module.resources[0]?.sensitive_values).toMatchObject({
      devices: { graphics: [{ vnc: { passwd: true } }] },
    });
    expect(lab.leaks).toEqual([]);
  });
});

describe('a backend "http" with credentials', () => {
  let server: StateServer;
  beforeEach(async () => {
    server = await StateServer.start();
  });
  afterEach(() => server.stop());

  const program = (url: string): string => {
    const address = `${url.replace('://', `://ann:${secret('Userinfo')}@`)}?token=${secret('Query')}`;
    return `terraform {
  backend "http" {
    address        = "${address}"
    lock_address   = "${address}"
    unlock_address = "${address}"
    username       = "ann"
    password       = "${secret('Password')}"
    retry_max      = 0
  }
}
output "plain" { value = "hello" }`;
  };
  const COMMANDS = [
    ['plan'],
    ['apply', '-auto-approve'],
    ['apply', '-json', '-auto-approve'],
    ['show'],
    ['output'],
    ['state', 'list'],
    ['state', 'rm', 'libvirt_domain.web'],
    ['state', 'push', 'pushed.tfstate'],
    ['force-unlock', '-force', 'none'],
    ['workspace', 'new', 'blue'],
    ['workspace', 'list'],
  ];

  test('shows none of them, whether it answers or not', async () => {
    lab.write('main.tf', program(server.url));
    lab.write('pushed.tfstate', '{');
    for (const words of COMMANDS) await lab.run(...words);
    expect((await lab.run('output', '-raw', 'plain')).out).toBe('hello');
    server.lock = JSON.stringify({ ID: 'other', Who: 'eve@desk', Operation: 'OperationTypeApply' });
    for (const words of COMMANDS) await lab.run(...words);
    server.lock = undefined;
    for (const state of ['{', '{"version": 4, "serial": "x"}', '{"version": 3}']) {
      server.state = Buffer.from(state);
      for (const words of COMMANDS) await lab.run(...words);
    }
    await server.stop();
    for (const words of COMMANDS) expect((await lab.run(...words)).code).not.toBe(undefined);
    expectSilence(['main.tf', 'pushed.tfstate']);
  });

  test.each(['address', 'lock_address', 'password', 'retry_max'])(
    'is refused without being quoted: %s',
    async (name) => {
      lab.write(
        'main.tf',
        `terraform {\n  backend "http" {\n    address = "http://localhost:1/"\n    ${name} = ["${secret('List')}"]\n  }\n}`.replace(
          '    address = "http://localhost:1/"\n    address',
          '    address',
        ),
      );
      expect((await lab.run('plan')).code).toBe(1);
      lab.write(
        'main.tf',
        `terraform {\n  backend "http" {\n    address = "ftp://ann:${secret('Scheme')}@x"\n  }\n}`,
      );
      expect((await lab.run('plan')).code).toBe(1);
      expectSilence();
    },
  );
});
