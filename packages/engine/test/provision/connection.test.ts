import { connectionOf, connectionProblems } from '../../src/provision/connection';

const key = '-----BEGIN OPENSSH PRIVATE KEY-----\nx\n-----END OPENSSH PRIVATE KEY-----\n';

test('what is not said is Terraform’s default', () => {
  expect(connectionOf({ host: 'h', type: '', private_key: '' }, '/unit')).toEqual({
    host: 'h',
    port: 22,
    user: 'root',
    password: undefined,
    privateKey: undefined,
    certificate: undefined,
    hostKey: undefined,
    timeout: 300_000,
    scriptPath: '/tmp/terraform_%RAND%.sh',
    agent: true,
    agentIdentity: undefined,
    bastion: undefined,
  });
});

test('a bastion is logged in to as the machine behind it, unless it says otherwise', () => {
  const { bastion } = connectionOf(
    {
      host: 'h',
      port: 2200,
      user: 'me',
      private_key: key,
      password: 'p',
      bastion_host: 'b',
      bastion_user: 'you',
    },
    '/unit',
  );
  expect(bastion).toEqual({
    host: 'b',
    port: 2200,
    user: 'you',
    password: 'p',
    privateKey: key,
    certificate: undefined,
    hostKey: undefined,
  });
});

test.each([
  ['id.pub', '/unit/id.pub'],
  ['/keys/id.pub', '/keys/id.pub'],
  ['~/.ssh/id.pub', '~/.ssh/id.pub'],
])('the identity %s of an agent is the file %s', (said, file) => {
  expect(connectionOf({ host: 'h', agent_identity: said }, '/unit').agentIdentity).toBe(file);
});

test.each([
  { type: 'winrm' },
  { type: 'telnet' },
  { target_platform: 'windows' },
  { timeout: '5 minutes' },
  { timeout: '-1s' },
  { host: '' },
  { host: '-oProxyCommand=x' },
  { host: 'a b' },
  { host: 'a\nb' },
  { bastion_host: '$(touch x)' },
  { user: '`id`' },
  { user: "o'neill" },
  { bastion_user: '-x' },
  { port: 0 },
  { port: 1.5 },
  { bastion_port: 65_536 },
  { password: 'two\nlines' },
  { private_key: '/root/.ssh/id_rsa' },
  { certificate: 'none' },
  { host_key: 'AAAA' },
  { bastion_host_key: 'ssh-rsa AAAA\nssh-rsa BBBB' },
  { script_path: 'a\0b' },
])('refused: %j', (values) => {
  expect(connectionProblems({ host: 'h', ...values })).toHaveLength(1);
  expect(connectionProblems({ host: 'h', ...values })[0]?.path).toEqual([
    'connection',
    Object.keys(values)[0],
  ]);
});

test.each([
  { host: 'fe80::1%eth0' },
  { host: 'web.example.org' },
  { user: 'me@corp' },
  { timeout: '1h30m' },
  { timeout: '1.5s' },
  { host_key: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5 web\n' },
  { private_key: key },
  { type: 'ssh', target_platform: 'unix' },
])('taken: %j', (values) => {
  expect(connectionProblems({ host: 'h', ...values })).toEqual([]);
});
