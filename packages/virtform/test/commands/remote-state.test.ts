import { StateServer } from '../../../engine/test/state/state-server.js';
import { type CommandLab, commandLab, stateJson } from './lab.js';

// terraform_remote_state: what another configuration put out, wherever its state is kept.

const OTHER = stateJson([], {
  outputs: {
    subnet: { value: '10.0.0.0/24', type: 'string' },
    names: { value: ['a', 'b'], type: ['list', 'string'] },
    password: { value: 'hush', type: 'string', sensitive: true },
  },
});

let lab: CommandLab;
beforeEach(() => {
  lab = commandLab();
});
afterEach(() => lab.remove());

function configure(body: string): void {
  lab.write(
    'main.tf',
    `data "terraform_remote_state" "other" {
       ${body}
     }
     output "outputs" { value = data.terraform_remote_state.other.outputs }`,
  );
}

async function outputs(): Promise<unknown> {
  expect(await lab.run('apply', '-auto-approve')).toMatchObject({ code: 0, error: '' });
  return JSON.parse((await lab.run('output', '-json', 'outputs')).out);
}

const PUT_OUT = { subnet: '10.0.0.0/24', names: ['a', 'b'], password: 'hush' };

test('a state in a file, by a path from the folder of the configuration', async () => {
  lab.write('other.tfstate', OTHER);
  configure('backend = "local"\n config = { path = "./other.tfstate" }');
  expect(await outputs()).toEqual(PUT_OUT);
});

test('defaults stand for what is not put out', async () => {
  lab.write('other.tfstate', OTHER);
  configure(
    'backend = "local"\n config = { path = "other.tfstate" }\n defaults = { subnet = "no", gateway = "10.0.0.1" }',
  );
  expect(await outputs()).toEqual({ ...PUT_OUT, gateway: '10.0.0.1' });
});

test('the state of a workspace', async () => {
  expect((await lab.run('workspace', 'new', 'blue')).code).toBe(0);
  lab.write('main.tf', 'output "x" { value = terraform.workspace }');
  expect((await lab.run('apply', '-auto-approve')).code).toBe(0);
  expect((await lab.run('workspace', 'select', 'default')).code).toBe(0);
  configure('backend = "local"\n workspace = "blue"');
  expect(await outputs()).toEqual({ x: 'blue' });
});

test('a state on a server, which is only read', async () => {
  const server = await StateServer.start();
  try {
    server.state = Buffer.from(OTHER);
    configure(`backend = "http"\n config = { address = "${server.url}", lock_address = "${server.url}" }`);
    expect(await outputs()).toEqual(PUT_OUT);
    expect(new Set(server.requests.map((request) => request.split(' ')[0]))).toEqual(new Set(['GET']));
  } finally {
    await server.stop();
  }
});

test.each([
  [
    'no state in that place',
    'backend = "local"\n config = { path = "nowhere.tfstate" }\n defaults = { subnet = "no" }',
    [
      /Could not read data\.terraform_remote_state\.other/,
      /no state of the workspace "default"/,
      /Apply what it belongs to/,
    ],
  ],
  [
    'a backend that is not known',
    'backend = "htpp"',
    [/There is no backend "htpp"/, /Did you mean "http"\?/],
  ],
  [
    'a setting that is not known',
    'backend = "local"\n config = { pth = "x" }',
    [/"local" knows nothing called pth/, /Did you mean path\?/],
  ],
  ['a setting that is missing', 'backend = "http"', [/address is missing/]],
  ['a config that is no object', 'backend = "local"\n config = "x"', [/config is no object/]],
  [
    'a server that nobody runs',
    'backend = "http"\n config = { address = "http://127.0.0.1:9", retry_max = 0 }',
    [/127\.0\.0\.1:9/],
  ],
  [
    'what only a data block may not say',
    'backend = "local"\n lifecycle { prevent_destroy = true }',
    [/prevent_destroy/],
  ],
])('%s is an error of the plan', async (_, body, expected) => {
  configure(body);
  const { code, error } = await lab.run('plan');
  expect(code).toBe(1);
  for (const pattern of expected) expect(error).toMatch(pattern);
});

test('a secret in its configuration is shown neither by the plan nor by the state', async () => {
  lab.write('Hush.tfstate', OTHER);
  lab.write(
    'main.tf',
    `variable "file" {
       default   = "Hush.tfstate"
       sensitive = true
     }
     resource "terraform_data" "before" { input = 1 }
     data "terraform_remote_state" "other" {
       backend    = "local"
       config     = { path = var.file }
       depends_on = [terraform_data.before]
     }`,
  );
  const plan = await lab.run('plan');
  expect(plan.out).toContain('<= data.terraform_remote_state.other');
  expect(plan.out).not.toContain('Hush');
  expect((await lab.run('apply', '-auto-approve')).out).not.toContain('Hush');
  const shown = await lab.run('state', 'show', 'data.terraform_remote_state.other');
  expect(shown.out).toContain('outputs.subnet = "10.0.0.0/24"');
  expect(shown.out).not.toContain('Hush');
});
