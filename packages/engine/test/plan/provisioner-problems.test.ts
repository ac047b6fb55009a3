import { formatDiagnostic, type Json } from '@virtform/values';
import { Workbench } from '../support/workbench.js';

const remote = (
  connection: object,
  more: Readonly<Record<string, Json>> = {},
): Readonly<Record<string, Json>> => ({
  a: {
    name: 'one',
    provisioner: [{ 'remote-exec': { inline: ['x'], connection: { host: 'h', ...connection }, ...more } }],
  },
});
const local = (more: object): Readonly<Record<string, Json>> => ({
  a: { name: 'one', provisioner: [{ 'local-exec': { command: 'x', ...more } }] },
});

test.each([
  ['a type of connection', remote({ type: 'winrm' }), 'winrm is not supported'],
  [
    'a port that is no number',
    remote({ port: 'ssh' }),
    'Inappropriate value for attribute "port": a number is required.',
  ],
  ['a port that is none', remote({ port: 70000 }), 'A port is a whole number from 1 to 65535.'],
  ['a host that is an option', remote({ host: '-oProxyCommand=x' }), 'Invalid connection argument "host"'],
  ['an empty script', remote({}, { inline: ['', 'x'] }), 'One of its elements is empty.'],
  ['no command', local({ command: '' }), 'There is nothing to run: it is empty.'],
  ['a variable with a bad name', local({ environment: { 'A=B': 'x' } }), 'A variable has a name without "="'],
  ['a command that is null', local({ command: null }), 'The argument "command" is required, and it is null.'],
  ['an attribute that there is not', local({ command: '${nope.x}' }), 'Reference to undeclared resource'],
])('%s is refused before anything is touched', async (_, things, expected) => {
  const bench = new Workbench();
  bench.write(things);
  const found = await bench.unit().validate();
  expect(found.map(formatDiagnostic).join('\n')).toContain(expected);
  const planned = await bench.plan().then(
    ({ diagnostics }) => diagnostics.map(formatDiagnostic).join('\n'),
    (error: unknown) => String(error),
  );
  expect(planned).toContain(expected.split(':')[0]);
  expect(bench.programs.ran).toEqual([]);
  expect(bench.host().things.size).toBe(0);
});

test('what rests on the object itself is not known yet, and no mistake', async () => {
  const bench = new Workbench();
  bench.write({
    a: {
      name: 'one',
      connection: { host: '${self.label}', port: '${length(self.label)}' },
      provisioner: [
        { 'remote-exec': { inline: ['${self.uuid}'] } },
        { 'local-exec': { command: '${self.label}' } },
      ],
    },
  });
  expect(await bench.unit().validate()).toEqual([]);
  expect((await bench.plan()).diagnostics).toEqual([]);
});

test('a secret in a connection is not quoted', async () => {
  const bench = new Workbench();
  bench.write(remote({ private_key: '${var.key}' }), {
    variable: { key: { default: 'no-key-geheim', sensitive: true } },
  });
  const found = (await bench.unit().validate()).map(formatDiagnostic).join('\n');
  expect(found).toContain('It is no private key');
  expect(found).not.toContain('geheim');
});
