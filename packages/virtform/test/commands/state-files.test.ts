import { mkdirSync, statSync } from 'node:fs';
import { StateServer } from '../../../engine/test/state/state-server.js';
import { type CommandLab, commandLab, LINEAGE, resourceJson, SAMPLE, stateJson } from './lab.js';

// Terraform's legacy arguments of the local backend, command by command as Terraform 1.11 takes them.

let lab: CommandLab;
beforeEach(() => {
  lab = commandLab();
  lab.write(
    'main.tf',
    'resource "terraform_data" "one" {\n  input = "one"\n}\noutput "greeting" {\n  value = "hello"\n}',
  );
});
afterEach(() => lab.remove());

interface Stored {
  readonly serial: number;
  readonly lineage: string;
  readonly resources: readonly { readonly name: string }[];
}
const stored = (name: string): Stored => JSON.parse(lab.read(name)) as Stored;
const namesIn = (name: string): readonly string[] => stored(name).resources.map((resource) => resource.name);
const done = async (...words: readonly string[]): Promise<string> => {
  const { code, out, error } = await lab.run(...words);
  expect({ code, error }).toEqual({ code: 0, error: '' });
  return out;
};
const files = (): readonly string[] => lab.files().filter((name) => name !== 'main.tf');

describe('-state', () => {
  test('names the file that apply, plan, output, refresh and destroy work on', async () => {
    await done('apply', '-auto-approve', '-state=s.tfstate');
    expect(files()).toEqual(['s.tfstate']);
    expect((await lab.run('plan', '-state=s.tfstate', '-detailed-exitcode')).code).toBe(0);
    expect((await lab.run('plan', '-detailed-exitcode')).code).toBe(2);
    expect(await done('output', '-state=s.tfstate', '-raw', 'greeting')).toBe('hello');
    await done('refresh', '-state=s.tfstate');
    await done('destroy', '-auto-approve', '-state=s.tfstate');
    expect(stored('s.tfstate').resources).toEqual([]);
    expect(files()).toEqual(['s.tfstate', 's.tfstate.backup']);
  });

  test('names the file that the state commands work on', async () => {
    lab.write('s.tfstate', SAMPLE);
    expect(await done('state', 'list', '-state=s.tfstate', 'module.shop')).toBe(
      'module.shop.libvirt_domain.db\n',
    );
    expect(await done('state', 'show', '-state', 's.tfstate', 'libvirt_network.lab')).toContain(
      'name = "lab"',
    );
    await done('state', 'rm', '-state=s.tfstate', 'module.shop');
    await done('state', 'mv', '-state=s.tfstate', 'libvirt_network.lab', 'libvirt_network.office');
    await done('taint', '-state=s.tfstate', 'libvirt_network.office');
    await done('untaint', '-state=s.tfstate', 'libvirt_network.office');
    await done('state', 'replace-provider', '-state=s.tfstate', '-auto-approve', 'dmacvicar/libvirt', 'a/b');
    expect(stored('s.tfstate')).toMatchObject({ serial: 8, lineage: LINEAGE });
    expect(namesIn('s.tfstate')).toEqual(['web', 'office']);
    expect(lab.files()).not.toContain('terraform.tfstate');
  });

  test('counts in every workspace', async () => {
    mkdirSync(`${lab.folder}/.terraform`);
    lab.write('.terraform/environment', 'blue');
    await done('apply', '-auto-approve', '-state=s.tfstate');
    expect(files()).toEqual(['.terraform', 's.tfstate']);
  });

  test('that is not there is told of, with exit code 1', async () => {
    expect(await lab.run('state', 'list', '-state=nothere')).toMatchObject({
      code: 1,
      error: expect.stringContaining(`There is no state in ${lab.folder}/nothere`),
    });
    expect((await lab.run('state', 'list')).code).toBe(1);
    expect((await lab.run('taint', '-allow-missing', 'libvirt_domain.web')).code).toBe(0);
  });
});

describe('-state-out', () => {
  test('takes what an apply writes, and leaves what it read', async () => {
    await done('apply', '-auto-approve', '-state=s.tfstate');
    const before = lab.read('s.tfstate');
    await done('apply', '-auto-approve', '-state=s.tfstate', '-state-out=o.tfstate');
    expect(lab.read('o.tfstate')).toBe(before);
    lab.write('main.tf', '');
    await done('apply', '-auto-approve', '-state=s.tfstate', '-state-out=o.tfstate');
    expect(lab.read('s.tfstate')).toBe(before);
    expect(lab.read('o.tfstate.backup')).toBe(before);
    expect(stored('o.tfstate').resources).toEqual([]);
    expect(stored('o.tfstate').lineage).toBe(stored('s.tfstate').lineage);
    expect(statSync(`${lab.folder}/o.tfstate`).mode & 0o777).toBe(0o600);
  });

  test('is not written by a plan', async () => {
    await done('plan', '-state-out=o.tfstate');
    expect(files()).toEqual([]);
  });

  test('takes what taint and untaint write', async () => {
    lab.write('s.tfstate', SAMPLE);
    await done('taint', '-state=s.tfstate', '-state-out=o.tfstate', 'libvirt_network.lab');
    expect(lab.read('o.tfstate')).toContain('"status": "tainted"');
    await done('untaint', '-state=o.tfstate', '-state-out=o2.tfstate', 'libvirt_network.lab');
    expect(lab.read('o2.tfstate')).not.toContain('tainted');
    expect(lab.read('s.tfstate')).toBe(SAMPLE);
  });
});

describe('-backup', () => {
  test.each<readonly string[]>([
    ['apply', '-auto-approve'],
    ['destroy', '-auto-approve'],
    ['taint', 'terraform_data.one'],
  ])('says where %s keeps what it replaces, and - that it keeps nothing', async (command = '', ...words) => {
    await done('apply', '-auto-approve');
    const before = lab.read('terraform.tfstate');
    lab.write('main.tf', lab.read('main.tf').replace('input = "one"', 'input = "two"'));
    await done(command, '-backup=-', ...words);
    expect(lab.read('terraform.tfstate')).not.toBe(before);
    expect(files()).toEqual(['terraform.tfstate']);
    lab.write('terraform.tfstate', before);
    await done(command, '-backup=kept', ...words);
    expect(lab.read('kept')).toBe(before);
    expect(files()).toEqual(['kept', 'terraform.tfstate']);
  });

  test('says where the state commands keep it, which keep it always', async () => {
    lab.write('terraform.tfstate', SAMPLE);
    await done('state', 'rm', '-backup=kept', 'module.shop');
    expect(lab.read('kept')).toBe(SAMPLE);
    expect(files()).toEqual(['kept', 'terraform.tfstate']);
    await done('state', 'rm', '-backup=-', 'libvirt_network.lab');
    expect(files().filter((name) => /^terraform\.tfstate\.\d+\.backup$/.test(name))).toHaveLength(1);
  });
});

describe('state mv -state-out', () => {
  const other = stateJson([resourceJson('libvirt_pool', 'p', [{ attributes: { id: '9' } }])], {
    serial: 7,
    lineage: LINEAGE.replace('6', '7'),
  });
  beforeEach(() => lab.write('terraform.tfstate', SAMPLE));

  test('moves into a state that is made for it', async () => {
    await done('state', 'mv', '-state-out=new.tfstate', 'module.shop', 'module.store');
    expect(await done('state', 'list', '-state=new.tfstate')).toBe('module.store.libvirt_domain.db\n');
    expect(stored('new.tfstate').serial).toBe(1);
    expect(stored('new.tfstate').lineage).not.toBe(LINEAGE);
    expect(await done('state', 'list')).not.toContain('shop');
    expect(stored('terraform.tfstate').serial).toBe(4);
    expect(lab.files()).not.toContain('new.tfstate.backup');
  });

  test('moves into one that holds other objects, and keeps both as they were where it is told to', async () => {
    lab.write('other.tfstate', other);
    await done(
      ...['state', 'mv', '-state-out=other.tfstate', '-backup=b1', '-backup-out=b2'],
      ...['libvirt_network.lab', 'libvirt_network.lab'],
    );
    expect(namesIn('other.tfstate')).toEqual(['lab', 'p']);
    expect(stored('other.tfstate').serial).toBe(8);
    expect([lab.read('b1'), lab.read('b2')]).toEqual([SAMPLE, other]);
    expect(files()).toEqual(['b1', 'b2', 'other.tfstate', 'terraform.tfstate']);
  });

  test.each<[string, readonly string[], string]>([
    ['what is there already', ['libvirt_pool.q', 'libvirt_pool.p'], 'holds something there already'],
    ['what is not there', ['libvirt_pool.gone', 'libvirt_pool.x'], 'holds nothing there'],
  ])('moves nothing to %s', async (_, words, message) => {
    const source = stateJson([resourceJson('libvirt_pool', 'q', [{ attributes: { id: '1' } }])]);
    lab.write('s.tfstate', source);
    lab.write('other.tfstate', other);
    expect(
      await lab.run('state', 'mv', '-state=s.tfstate', '-state-out=other.tfstate', ...words),
    ).toMatchObject({ code: 1, error: expect.stringContaining(message) });
    expect([lab.read('s.tfstate'), lab.read('other.tfstate')]).toEqual([source, other]);
  });

  test('only says what it would do with -dry-run', async () => {
    expect(
      await done('state', 'mv', '-dry-run', '-state-out=new.tfstate', 'module.shop', 'module.store'),
    ).toContain('Would move module.shop.libvirt_domain.db to module.store.libvirt_domain.db');
    expect(files()).toEqual(['terraform.tfstate']);
  });

  test('into the same file is a plain move', async () => {
    await done(
      ...['state', 'mv', '-state=terraform.tfstate', '-state-out=./terraform.tfstate'],
      ...['module.shop', 'module.store'],
    );
    expect(await done('state', 'list')).toContain('module.store.libvirt_domain.db');
  });
});

describe('where the backend keeps the state elsewhere', () => {
  let server: StateServer;
  beforeEach(async () => {
    server = await StateServer.start();
    server.state = Buffer.from(SAMPLE);
    lab.write('main.tf', `terraform {\n  backend "http" {\n    address = "${server.url}"\n  }\n}`);
    lab.write('s.tfstate', SAMPLE);
  });
  afterEach(() => server.stop());

  test.each([
    ['plan', '-state=s.tfstate'],
    ['apply', '-state-out=s.tfstate'],
    ['destroy', '-backup=s.tfstate'],
    ['refresh', '-state=s.tfstate'],
    ['output', '-state=s.tfstate'],
    ['import', '-state=s.tfstate', 'libvirt_network.lab', 'lab'],
    ['taint', '-state=s.tfstate', 'libvirt_network.lab'],
    ['state', 'rm', '-backup=b', 'libvirt_network.lab'],
    ['state', 'mv', '-backup=b', 'libvirt_network.lab', 'libvirt_network.x'],
  ])('%s %s is refused, not passed over', async (...words) => {
    expect(await lab.run(...words)).toMatchObject({
      code: 1,
      error: expect.stringContaining('keeps the state elsewhere'),
    });
    expect(server.state?.toString('utf8')).toBe(SAMPLE);
  });

  test('the state commands work on the file that is named, and can move out of the backend into one', async () => {
    await done('state', 'rm', '-state=s.tfstate', 'module.shop');
    expect(await done('state', 'list', '-state=s.tfstate')).not.toContain('shop');
    expect(server.state?.toString('utf8')).toBe(SAMPLE);
    await done('state', 'mv', '-state-out=out.tfstate', 'module.shop', 'module.shop');
    expect(await done('state', 'list', '-state=out.tfstate')).toBe('module.shop.libvirt_domain.db\n');
    expect(await done('state', 'list')).not.toContain('shop');
  });
});

describe('what Terraform does not take is not taken', () => {
  test.each([
    ['state list', '-state-out'],
    ['state show', '-backup'],
    ['state rm', '-state-out'],
    ['state replace-provider', '-state-out'],
    ['state push', '-state'],
    ['state pull', '-state'],
    ['output', '-backup'],
    ['show', '-state'],
  ])('%s has no %s', async (command, option) => {
    expect(await lab.run(...command.split(' '), `${option}=x`)).toMatchObject({
      code: 1,
      error: expect.stringContaining(`Unknown option ${option}`),
    });
  });

  test.each(['import', 'state mv', 'state rm', 'state replace-provider', 'state push', 'taint', 'untaint'])(
    '%s takes -ignore-remote-version',
    async (command) => {
      expect((await lab.run(...command.split(' '), '-ignore-remote-version')).error).not.toContain(
        'Unknown option',
      );
    },
  );
});
