import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type CommandLab, commandLab, stateJson } from './lab.js';

/** What Terraform 1.11.4 printed of the outputs of one state: `output`, `output NAME`, with `-json` and with `-raw`. */
interface Recorded {
  readonly state: object;
  readonly named: Readonly<Record<string, string>>;
  readonly json: Readonly<Record<string, string>>;
  readonly raw: Readonly<Record<string, string>>;
  readonly all: string;
  readonly allJson: string;
}
const RECORDED = JSON.parse(
  readFileSync(path.join(__dirname, '../golden/output-command.json'), 'utf8'),
) as Recorded;

let lab: CommandLab;
beforeEach(() => {
  lab = commandLab();
  lab.write('terraform.tfstate', stateJson([], { outputs: RECORDED.state }));
});
afterEach(() => lab.remove());

test.each(Object.entries(RECORDED.named))('output %s prints what Terraform prints', async (name, out) => {
  expect(await lab.run('output', name)).toEqual({ code: 0, out, error: '' });
});

test.each(Object.entries(RECORDED.json))(
  'output -json %s prints what Terraform prints',
  async (name, out) => {
    expect(await lab.run('output', '-json', name)).toEqual({ code: 0, out, error: '' });
  },
);

test.each(Object.entries(RECORDED.raw))('output -raw %s prints what Terraform prints', async (name, out) => {
  expect(await lab.run('output', '-raw', name)).toEqual({ code: 0, out, error: '' });
});

test('output prints all that is no secret, as Terraform does', async () => {
  expect(await lab.run('output')).toEqual({ code: 0, out: RECORDED.all, error: '' });
});

test('output -json prints all as Terraform does', async () => {
  expect(await lab.run('output', '-json')).toEqual({ code: 0, out: RECORDED.allJson, error: '' });
});

test.each<[string, readonly string[], string]>([
  ['a list as bare text', ['-raw', 'tl'], 'no text, number or truth'],
  ['all as bare text', ['-raw'], 'wants the name of one output'],
  ['both forms at once', ['-raw', '-json', 's'], 'exclude each other'],
  ['what is not there', ['nope'], 'no output "nope"'],
  ['what is not there, as JSON', ['-json', 'nope'], 'no output "nope"'],
  ['two at once', ['s', 'n'], 'one name, or none'],
])('%s is refused', async (_, words, message) => {
  const { code, out, error } = await lab.run('output', ...words);
  expect(code).toBe(1);
  // With -json an error is a message of the stream.
  expect(words.includes('-json') ? out.replaceAll('\\"', '"') : error).toContain(message);
});

test('show takes a state file too', async () => {
  lab.write('other.tfstate', stateJson([], { outputs: { greeting: { value: 'hello', type: 'string' } } }));
  expect((await lab.run('show', 'other.tfstate')).out).toContain('greeting = "hello"');
  expect(JSON.parse((await lab.run('show', '-json', 'other.tfstate')).out)).toMatchObject({
    format_version: '1.0',
    values: { outputs: { greeting: { value: 'hello' } } },
  });
  lab.write('other.tfstate', '{"version": 4, ');
  expect(await lab.run('show', 'other.tfstate')).toMatchObject({
    code: 1,
    error: expect.stringContaining('other.tfstate'),
  });
});
