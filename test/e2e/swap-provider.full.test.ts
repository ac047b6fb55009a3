import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { folderApp, type TestApp } from '../testbed/app.js';
import { sharedHypervisor } from '../testbed/hypervisor.js';
import { terraformIn, whyNoProvider } from '../testbed/terraform.js';
import { virshNames } from '../testbed/virsh.js';

// One lab that goes from Terraform with the real dmacvicar/libvirt to virtform, and the other way round.

const missing = whyNoProvider();
const withProvider = missing === undefined ? describe : describe.skip;
if (missing !== undefined) console.warn(`No lab is swapped with the real provider: ${missing}.`);

const LAB = readFileSync(path.join(__dirname, 'swap-provider', 'lab.tf'), 'utf8');

/** What somebody changes while virtform is in charge, and that provider can tell: see `lab.tf`. */
const CHANGES: readonly (readonly [from: RegExp, to: string])[] = [
  [
    /( *)# another interface\n/,
    '{ mac = { address = "52:54:00:91:00:0c" }, model = { type = "virtio" }, source = { network = { network = libvirt_network.each["x"].name } } },\n',
  ],
  [
    /( *)# another disk\n/,
    '{ driver = { name = "qemu", type = "raw" }, source = { file = { file = libvirt_volume.data["b"].path } }, target = { dev = "sdc", bus = "scsi" } },\n',
  ],
  [/( *)# another host\n/, '{ mac = "52:54:00:91:00:0c", ip = "10.91.0.12", name = "vm2" },\n'],
  [/b = 2097152/, 'b = 4194304'],
  [/(current_memory +)= 65536/, '$1= 81920'],
  [/(vcpu_current +)= "2"/, '$1= "3"'],
];

const hypervisor = sharedHypervisor();

interface Bench {
  readonly app: TestApp;
  readonly terraform: ReturnType<typeof terraformIn>;
  readonly write: (configuration: string) => void;
  /** Without our bookkeeping, which that provider hands on as it is. */
  readonly state: () => unknown;
}

function bench(name: string): Bench {
  const folder = path.join(hypervisor().scratch, name);
  mkdirSync(folder);
  const environment = {
    // That provider knows the socket as a parameter of the plain URI alone.
    TF_VAR_uri: `qemu:///system?socket=${hypervisor().socket}`,
    TF_VAR_pool: path.join(hypervisor().scratch, `${name}-pool`),
  };
  writeFileSync(path.join(folder, 'user-data'), '#cloud-config\nhostname: vm1\n');
  writeFileSync(path.join(folder, 'image.raw'), Buffer.alloc(1024 * 1024, 'image'));
  execFileSync('qemu-img', ['create', '-q', '-f', 'qcow2', path.join(folder, 'image.qcow2'), '8M']);
  const write = (configuration: string): void => writeFileSync(path.join(folder, 'main.tf'), configuration);
  write(LAB);
  return {
    app: folderApp(folder, environment),
    terraform: terraformIn(folder, environment),
    write,
    state: () => stateWithout(readFileSync(path.join(folder, 'terraform.tfstate'), 'utf8')),
  };
}

/** Sizes of pools change with whatever else is written to the disk. */
function stateWithout(text: string): unknown {
  return JSON.parse(text, (name, value: unknown) =>
    ['private', 'serial', 'allocation', 'available'].includes(name) ? undefined : value,
  );
}

const DONE = { code: 0, said: expect.stringContaining('Apply complete!') };
const EMPTY = { code: 0, said: expect.stringContaining('No changes.') };

async function nothingForVirtform({ app }: Bench): Promise<void> {
  const plan = await app.virtform('plan', '-detailed-exitcode');
  expect(plan).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('No changes.') });
}

/** Networks that leave the name of their bridge to libvirt take the same one where they start at once. */
const applyOfTerraform = ['apply', '-auto-approve', '-parallelism=1'];

withProvider('with the real provider', () => {
  test('in: what Terraform applied virtform plans nothing for, and hands back as it was', async () => {
    const it = bench('in');
    expect(await it.terraform(...applyOfTerraform)).toMatchObject(DONE);
    const before = it.state();
    await nothingForVirtform(it);
    expect(await it.app.virtform('apply', '-auto-approve')).toMatchObject({ code: 0 });
    expect(it.state()).toEqual(before);
    expect(await it.terraform('plan', '-detailed-exitcode')).toMatchObject(EMPTY);
    expect(await it.app.virtform('destroy', '-auto-approve')).toMatchObject({ code: 0, stderr: '' });
  }, 900_000);

  test('out: what virtform applied and changed Terraform plans nothing for, and takes away', async () => {
    const it = bench('out');
    expect(await it.app.virtform('apply', '-auto-approve')).toMatchObject({ code: 0, stderr: '' });
    expect(await it.terraform('plan', '-detailed-exitcode')).toMatchObject(EMPTY);
    expect(await it.terraform(...applyOfTerraform)).toMatchObject({
      code: 0,
      said: expect.stringContaining('0 added, 0 changed, 0 destroyed'),
    });
    await nothingForVirtform(it);

    it.write(CHANGES.reduce((text, [from, to]) => replaced(text, from, to), LAB));
    const changed = await it.app.virtform('apply', '-auto-approve');
    expect(changed).toMatchObject({ code: 0, stdout: expect.stringContaining('0 added, 3 changed') });
    expect(await it.terraform('plan', '-detailed-exitcode')).toMatchObject(EMPTY);

    expect(await it.terraform('destroy', '-auto-approve')).toMatchObject({
      code: 0,
      said: expect.stringContaining('Destroy complete!'),
    });
    const { uri } = hypervisor();
    for (const list of ['list', 'net-list', 'pool-list']) {
      expect(await virshNames(uri, list, '--all')).toEqual([]);
    }
  }, 900_000);
});

function replaced(text: string, from: RegExp, to: string): string {
  if (!from.test(text)) throw new Error(`lab.tf does not say ${String(from)}`);
  return text.replace(from, to);
}
