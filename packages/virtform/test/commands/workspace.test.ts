import { type CommandLab, commandLab, SAMPLE } from './lab.js';

let lab: CommandLab;
beforeEach(() => {
  lab = commandLab();
  lab.write('terraform.tfstate', SAMPLE);
});
afterEach(() => lab.remove());

test('there is one workspace, called default', async () => {
  expect(await lab.run('workspace', 'list')).toMatchObject({ code: 0, out: '* default\n' });
  expect(await lab.run('workspace', 'show')).toMatchObject({ code: 0, out: 'default\n' });
});

test('a new one holds nothing of what others hold, and is worked in from then on', async () => {
  expect((await lab.run('workspace', 'new', 'blue')).code).toBe(0);
  expect((await lab.run('workspace', 'list')).out).toBe('  default\n* blue\n');
  expect((await lab.run('state', 'list')).out).toBe('');
  expect((await lab.run('workspace', 'select', 'default')).code).toBe(0);
  expect((await lab.run('state', 'list')).out).toContain('libvirt_network.lab');
  expect(lab.read('.terraform/environment')).toBe('default');
});

test('a new one may begin with a state', async () => {
  expect((await lab.run('workspace', 'new', '-state=terraform.tfstate', 'blue')).code).toBe(0);
  expect((await lab.run('state', 'list')).out).toContain('libvirt_network.lab');
  expect(lab.read('terraform.tfstate.d/blue/terraform.tfstate')).toBe(lab.read('terraform.tfstate'));
});

test('expressions know it', async () => {
  lab.write('main.tf', 'output "where" { value = terraform.workspace }');
  await lab.run('workspace', 'new', 'blue');
  expect((await lab.run('apply', '-auto-approve')).code).toBe(0);
  expect((await lab.run('output', '-raw', 'where')).out).toBe('blue');
  expect(lab.read('terraform.tfstate')).toBe(SAMPLE);
});

test('TF_WORKSPACE counts more than what is selected, which then cannot be changed', async () => {
  await lab.run('workspace', 'new', 'blue');
  lab.environment.TF_WORKSPACE = 'default';
  expect((await lab.run('workspace', 'show')).out).toBe('default\n');
  const { code, error } = await lab.run('workspace', 'select', 'blue');
  expect(code).toBe(1);
  expect(error).toContain('TF_WORKSPACE');
});

test('select makes what is not there only with -or-create', async () => {
  await lab.run('workspace', 'new', 'blue');
  expect(await lab.run('workspace', 'select', 'blu')).toMatchObject({
    code: 1,
    error: expect.stringContaining('Did you mean "blue"?'),
  });
  expect((await lab.run('workspace', 'select', '-or-create', 'green')).code).toBe(0);
  expect((await lab.run('workspace', 'show')).out).toBe('green\n');
});

describe('delete', () => {
  test('removes an empty one with its folder', async () => {
    await lab.run('workspace', 'new', 'blue');
    await lab.run('workspace', 'select', 'default');
    expect((await lab.run('workspace', 'delete', 'blue')).code).toBe(0);
    expect((await lab.run('workspace', 'list')).out).toBe('* default\n');
  });

  test('refuses one that holds objects, unless -force says to forget them', async () => {
    await lab.run('workspace', 'new', '-state=terraform.tfstate', 'blue');
    await lab.run('workspace', 'select', 'default');
    expect(await lab.run('workspace', 'delete', 'blue')).toMatchObject({
      code: 1,
      error: expect.stringContaining('still holds 3 resources'),
    });
    expect((await lab.run('workspace', 'delete', '-force', 'blue')).code).toBe(0);
  });

  test.each<[string, string, string]>([
    ['the one that is worked in', 'blue', 'is the one that is worked in'],
    ['default', 'default', 'there is always one'],
    ['what is not there', 'green', 'There is no workspace "green"'],
    ['what is no name', '../x', 'cannot be the name'],
  ])('refuses %s', async (_, name, message) => {
    await lab.run('workspace', 'new', 'blue');
    expect(await lab.run('workspace', 'delete', name)).toMatchObject({
      code: 1,
      error: expect.stringContaining(message),
    });
  });
});

test('a second one of a name is refused', async () => {
  await lab.run('workspace', 'new', 'blue');
  expect(await lab.run('workspace', 'new', 'blue')).toMatchObject({
    code: 1,
    error: expect.stringContaining('is there already'),
  });
});
