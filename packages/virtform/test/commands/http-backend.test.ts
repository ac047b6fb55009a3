import { StateServer } from '../../../engine/test/state/state-server.js';
import { type CommandLab, commandLab, SAMPLE } from './lab.js';

let lab: CommandLab;
let server: StateServer;
beforeEach(async () => {
  lab = commandLab();
  server = await StateServer.start();
  lab.write(
    'main.tf',
    `terraform {
       backend "http" {
         address        = "${server.url}"
         lock_address   = "${server.url}"
         unlock_address = "${server.url}"
       }
     }
     output "greeting" { value = "hello" }`,
  );
});
afterEach(async () => {
  lab.remove();
  await server.stop();
});

test('apply writes the state to the server, under its lock, and nothing beside the program', async () => {
  expect((await lab.run('apply', '-auto-approve')).code).toBe(0);
  expect((await lab.run('output', '-raw', 'greeting')).out).toBe('hello');
  expect(JSON.parse(server.state?.toString('utf8') ?? '')).toMatchObject({ version: 4, serial: 1 });
  expect(server.lock).toBeUndefined();
  expect(server.requests.map((request) => request.split(' ')[0])).toEqual(
    expect.arrayContaining(['LOCK', 'POST', 'UNLOCK']),
  );
  expect(lab.files()).toEqual(['main.tf']);
});

test('the state commands work on it', async () => {
  server.state = Buffer.from(SAMPLE);
  expect((await lab.run('state', 'rm', 'module.shop')).code).toBe(0);
  expect((await lab.run('state', 'list')).out).not.toContain('module.shop');
  expect((await lab.run('state', 'pull')).out).toBe(server.state.toString('utf8'));
  expect(await lab.run('workspace', 'new', 'blue')).toMatchObject({
    code: 1,
    error: expect.stringContaining('keeps one state'),
  });
});

test('a lock that somebody left is named, and can be broken', async () => {
  server.state = Buffer.from(SAMPLE);
  server.lock = JSON.stringify({ ID: 'left-1', Operation: 'OperationTypeApply', Who: 'ann@desk' });
  expect(await lab.run('state', 'rm', 'module.shop')).toMatchObject({
    code: 1,
    error: expect.stringContaining('ann@desk'),
  });
  expect(server.state.toString('utf8')).toBe(SAMPLE);
  expect((await lab.run('force-unlock', '-force', 'another')).code).toBe(1);
  expect(await lab.runSaying('no', 'force-unlock', 'left-1')).toMatchObject({ code: 1 });
  expect((await lab.runSaying('yes', 'force-unlock', 'left-1')).code).toBe(0);
  expect((await lab.run('state', 'rm', 'module.shop')).code).toBe(0);
});

test('the environment says what the block does not', async () => {
  lab.write('main.tf', 'terraform {\n  backend "http" {}\n}');
  expect(await lab.run('state', 'list')).toMatchObject({
    code: 1,
    error: expect.stringContaining('address is missing'),
  });
  server.state = Buffer.from(SAMPLE);
  lab.environment.TF_HTTP_ADDRESS = server.url;
  expect((await lab.run('state', 'list')).out).toContain('libvirt_network.lab');
});

test('a backend that is not known is refused by name', async () => {
  lab.write('main.tf', 'terraform {\n  backend "htpp" {}\n}');
  expect(await lab.run('plan')).toMatchObject({
    code: 1,
    error: expect.stringContaining('Did you mean "http"?'),
  });
});
