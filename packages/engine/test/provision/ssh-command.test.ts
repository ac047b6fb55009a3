import { connectionOf } from '../../src/provision/connection';
import { sshCommand, sshFiles } from '../../src/provision/ssh-command';
import type { Arguments } from '../../src/provision/values';

const command = (values: Arguments): ReturnType<typeof sshCommand> =>
  sshCommand(
    connectionOf({ host: 'h', ...values }, '/unit'),
    'ls',
    '/f',
    { PATH: '/bin', SSH_AUTH_SOCK: '/s' },
    7,
  );

/** The settings of -o by name. */
function settings(args: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    args
      .filter((_, index) => args[index - 1] === '-o')
      .map((word): [string, string] => [word.replace(/=.*/s, ''), word.replace(/^[^=]*=/, '')]),
  );
}

test('a command is the last word, behind the host, behind the end of the options', () => {
  const { program, args, folder, environment } = command({ port: 2222, user: 'me' });
  expect([program, folder]).toEqual(['ssh', '/f']);
  expect(args.slice(-9)).toEqual(['-e', 'none', '-p', '2222', '-l', 'me', '--', 'h', 'ls']);
  expect(environment).toEqual({ PATH: '/bin', SSH_AUTH_SOCK: '/s' });
});

test.each([
  [
    'nothing: any host key, the agent, no question',
    {},
    { StrictHostKeyChecking: 'no', UserKnownHostsFile: '/dev/null', BatchMode: 'yes' },
  ],
  [
    'a host key: that one alone',
    { host_key: 'ssh-rsa AAAA' },
    { StrictHostKeyChecking: 'yes', UserKnownHostsFile: 'target.known', GlobalKnownHostsFile: '/dev/null' },
  ],
  ['a key: that one alone', { private_key: 'k' }, { IdentityFile: 'target.key', IdentitiesOnly: 'yes' }],
  ['a certificate', { private_key: 'k', certificate: 'c' }, { CertificateFile: 'target.certificate' }],
  ['no agent', { agent: false }, { IdentityAgent: 'none', PubkeyAuthentication: 'no' }],
  ['a password', { password: 'p' }, { BatchMode: 'no', NumberOfPasswordPrompts: '1' }],
  ['an identity of the agent', { agent_identity: 'id.pub' }, { IdentitiesOnly: 'yes' }],
])('%s', (_, values, expected) => {
  expect(settings(command(values).args)).toMatchObject(expected);
});

test('a password is asked of a helper, whose files its owner alone may read', () => {
  const { environment } = command({ password: 'geheim' });
  expect(environment).toMatchObject({ SSH_ASKPASS: '/f/askpass', SSH_ASKPASS_REQUIRE: 'force' });
  const files = sshFiles(connectionOf({ host: 'h', password: 'geheim' }, '/unit'));
  expect(files.map(({ name, mode }) => [name, mode.toString(8)])).toEqual([
    ['target.password', '600'],
    ['askpass', '700'],
  ]);
});

test('an agent that is not wanted is not told to ssh', () => {
  expect(command({ agent: false }).environment).toEqual({ PATH: '/bin', SSH_AUTH_SOCK: undefined });
});

test('a bastion is reached by an ssh of its own, whose words are quoted for the shell and for ssh', () => {
  const proxy = settings(
    command({ host: 'fe80::1%eth0', bastion_host: 'b', bastion_password: 'p' }).args,
  ).ProxyCommand;
  expect(proxy).toContain(`'env' 'VIRTFORM_SSH_HOP=bastion' 'ssh' '-o' 'BatchMode=no'`);
  expect(proxy).toContain(`'-W' '[fe80::1%%eth0]:22' '--' 'b'`);
});

test('the key of a host may be that of its authority', () => {
  const files = sshFiles(connectionOf({ host: 'h', host_key: 'ssh-rsa AAAA\n' }, '/unit'));
  expect(files).toEqual([
    { name: 'target.known', content: '* ssh-rsa AAAA\n@cert-authority * ssh-rsa AAAA\n', mode: 0o600 },
  ]);
});
