import { GIVEN_UP } from '../../src/io.js';
import { run } from '../../src/main.js';
import { testIo } from '../io.js';
import { type CommandLab, commandLab, resourceJson, stateJson } from './lab.js';

// The answers are those of Terraform 1.11.4 for the same configuration and state. It prints only the last one of a script; here
// each is printed.

let lab: CommandLab;
beforeEach(() => {
  lab = commandLab();
  lab.write(
    'main.tf',
    `
variable "v" { default = "q" }
locals { l = terraform_data.a.id }
resource "terraform_data" "a" { input = "x" }
resource "terraform_data" "many" { for_each = toset(["k"]) }
resource "terraform_data" "later" {}
`,
  );
  const attributes = (id: string): object => ({ id, input: null, output: null, triggers_replace: null });
  lab.write(
    'terraform.tfstate',
    stateJson([
      resourceJson('terraform_data', 'a', [{ attributes: attributes('one') }]),
      resourceJson('terraform_data', 'many', [{ key: 'k', attributes: attributes('two') }]),
    ]),
  );
});
afterEach(() => lab.remove());

test.each([
  ['var.v', '"q"'],
  ['local.l', '"one"'],
  ['terraform_data.a.id', '"one"'],
  ['terraform_data.many["k"].id', '"two"'],
  ['terraform_data.later.id', '(known after apply)'],
  ['terraform.workspace', '"default"'],
  ['[1, "a", null]', '[\n  1,\n  "a",\n  null,\n]'],
  ['tolist(["a"])', 'tolist([\n  "a",\n])'],
  ['toset([2, 1])', 'toset([\n  1,\n  2,\n])'],
  ['12345678901234567890123', '12345678901234567890123'],
  ['{ "a b" = sensitive(1) }', '{\n  "a b" = (sensitive value)\n}'],
  ['sensitive([1])', '(sensitive value)'],
  ['type("x")', 'string'],
  ['type(null)', 'dynamic'],
  ['type([])', 'tuple([])'],
  ['type(tomap({a = 1}))', 'map(number)'],
  ['type(tolist([tolist(["a"])]))', 'list(list(string))'],
  ['type(sensitive(1))', 'number'],
  [
    'type(tolist([{a = [1]}]))',
    'list(\n    object({\n        a: tuple([\n            number,\n        ]),\n    }),\n)',
  ],
  ['type(terraform_data.later)', 'dynamic'],
])('%s', async (expression, answer) => {
  expect(await lab.runSaying(expression, 'console')).toEqual({ code: 0, out: `${answer}\n`, error: '' });
});

describe('-plan', () => {
  beforeEach(async () => {
    lab.delete('terraform.tfstate');
    lab.write('main.tf', 'resource "terraform_data" "a" {\n  input = "x"\n}\n');
    await lab.run('apply', '-auto-approve');
    lab.write(
      'main.tf',
      `
locals { l = terraform_data.a.input }
resource "terraform_data" "a" { input = "y" }
resource "terraform_data" "many" { count = 2 }
module "m" {
  source = "./m"
  x      = terraform_data.a.input
}
`,
    );
    lab.write('m/main.tf', 'variable "x" {}\noutput "o" { value = "it is ${var.x}" }\n');
  });

  // What Terraform 1.11.4 answers, with and without.
  test.each([
    ['terraform_data.a.input', '"y"', '"x"'],
    ['terraform_data.a.output', '(known after apply)', '"x"'],
    ['local.l', '"y"', '"x"'],
    ['module.m.o', '"it is y"', '"it is x"'],
    ['terraform_data.many[*].id', '[\n  (known after apply),\n  (known after apply),\n]', undefined],
    ['type(terraform_data.many)', 'tuple([\n    object({', undefined],
  ])('%s is what it will be', async (expression, planned, stored) => {
    const before = lab.read('terraform.tfstate');
    const { code, out, error } = await lab.runSaying(expression, 'console', '-plan');
    expect({ code, error }).toEqual({ code: 0, error: '' });
    expect(out.startsWith(planned)).toBe(true);
    if (stored !== undefined) expect((await lab.runSaying(expression, 'console')).out).toBe(`${stored}\n`);
    expect(lab.read('terraform.tfstate')).toBe(before);
    expect(lab.files().filter((name) => name.includes('lock'))).toEqual([]);
  });

  test('what cannot be planned is told, and nothing is asked', async () => {
    lab.write('broken.tf', 'output "o" {\n  value = 1 / 0\n}\n');
    const { code, out, error } = await lab.runSaying('1', 'console', '-plan');
    expect([code, out]).toEqual([1, '']);
    expect(error).toContain('Error: Infinite number');
  });
});

test('a state that somebody else has locked can be asked all the same, and no lock is left', async () => {
  lab.write('.terraform.tfstate.lock.info', '{"ID":"x","Who":"somebody"}');
  expect((await lab.runSaying('terraform_data.a.id', 'console')).out).toBe('"one"\n');
  lab.delete('.terraform.tfstate.lock.info');
  await lab.runSaying('1', 'console');
  expect(lab.files()).toEqual(['main.tf', 'terraform.tfstate']);
});

test('a script may hold several, over several lines, and ends where it says so', async () => {
  const script = 'var.v\n\n[\n1\n]\nexit\n2\n';
  expect(await lab.runSaying(script, 'console')).toEqual({ code: 0, out: '"q"\n[\n  1,\n]\n', error: '' });
});

test('a variable of the command line counts', async () => {
  expect((await lab.runSaying('var.v', 'console', '-var', 'v=z')).out).toBe('"z"\n');
});

test.each([
  ['an unknown name', 'var.w', 'Reference to undeclared input variable'],
  ['bad syntax', '1 +', 'Missing expression'],
  ['what is never closed', '[1,', 'Missing expression'],
  ['the type of nothing', 'type()', 'Call to unknown function'],
])('%s is an error, and ends a script', async (_, text, says) => {
  const { code, out, error } = await lab.runSaying(`${text}\n`, 'console');
  expect([code, out]).toEqual([1, '']);
  expect(error).toContain(says);
});

test('whoever types may err, and goes on; the prompt says whether something is open', async () => {
  const typed = ['var.w', '[', '1]', 'help'];
  const prompts: string[] = [];
  const io = testIo(lab.folder);
  const closed = jest.fn();
  const converse = () =>
    Promise.resolve({
      ask: (prompt: string) => {
        prompts.push(prompt);
        return Promise.resolve(typed.shift());
      },
      close: closed,
    });
  expect(await run(['console'], { ...io, converse })).toBe(0);
  expect(prompts).toEqual(['> ', '> ', '. ', '> ', '> ']);
  expect(io.written.error).toContain('Reference to undeclared input variable');
  expect(io.written.out).toMatch(/^\[\n {2}1,\n\]\nType an expression/);
  expect(closed).toHaveBeenCalledTimes(1);
});

test.each<[what: string, typed: readonly (string | typeof GIVEN_UP)[], out: string]>([
  ['what is given up is not asked', ['[', GIVEN_UP, '1'], '1\n'],
  ['whoever leaves in the middle of something has asked nothing', ['1', '['], '1\n'],
])('%s', async (_, typed, out) => {
  const io = testIo(lab.folder);
  const left = [...typed];
  const converse = () =>
    Promise.resolve({ ask: () => Promise.resolve(left.shift()), close: () => undefined });
  expect(await run(['console'], { ...io, converse })).toBe(0);
  expect(io.written).toEqual({ out, error: '' });
});

test('-json is refused: the answers are in the language of configurations', async () => {
  expect((await lab.runSaying('1', 'console', '-json')).out).toContain('jsonencode');
});
