import { formatDiagnostic } from '@virtform/values';
import { dependenciesOf } from '../../src/config';
import { configurationOf, loaded } from './given';

const resource = (body: string): string => `resource "terraform_data" "a" {\n${body}\n}\n`;

/** What is said of a configuration, without where it stands. */
async function problems(text: string): Promise<readonly string[]> {
  const { diagnostics } = await loaded({ 'main.tf': text });
  return diagnostics.map(({ summary, detail, action }) =>
    [summary, detail, action].filter(Boolean).join(' | '),
  );
}

const provisioner = (type: string, body: string): string =>
  resource(`  connection {\n host = "x"\n }\n  provisioner "${type}" {\n${body}\n  }`);

describe('what is read', () => {
  test('in Terraform’s language', async () => {
    const { resources } = await configurationOf({
      'main.tf': provisioner(
        'local-exec',
        'command = "x"\nwhen = destroy\non_failure = continue\nconnection {\nuser = "me"\n}',
      ),
    });
    const [found] = resources.get('terraform_data.a')?.provisioners ?? [];
    expect(found).toMatchObject({ type: 'local-exec', when: 'destroy', onFailure: 'continue' });
    const { connection } = found ?? {};
    expect(connection?.kind === 'body' ? [...connection.attributes.keys()] : []).toEqual(['host', 'user']);
  });

  test('as a program writes it', async () => {
    const { resources } = await configurationOf({
      resource: {
        libvirt_domain: {
          web: {
            connection: { host: '${self.name}' },
            provisioner: [
              { 'local-exec': { command: 'one' } },
              { 'remote-exec': { inline: ['two'], when: 'create', connection: { port: 1 } } },
              { file: { content: 'x', destination: '/x', on_failure: 'continue' } },
            ],
          },
        },
      },
    });
    expect(
      resources
        .get('libvirt_domain.web')
        ?.provisioners.map(({ type, when, onFailure }) => [type, when, onFailure]),
    ).toEqual([
      ['local-exec', 'create', 'fail'],
      ['remote-exec', 'create', 'fail'],
      ['file', 'create', 'continue'],
    ]);
  });

  test('what provisioners and connections refer to is what their resource depends on', async () => {
    const configuration = await configurationOf({
      'main.tf': `
locals {
  host = terraform_data.net.output
}
resource "terraform_data" "net" {}
resource "terraform_data" "key" {}
resource "terraform_data" "a" {
  connection {
    host = local.host
  }
  provisioner "remote-exec" {
    inline = [terraform_data.key.id, terraform_data.a.id, self.id]
  }
}`,
    });
    const block = configuration.resources.get('terraform_data.a');
    expect(block === undefined ? [] : dependenciesOf(configuration, block)).toEqual([
      'terraform_data.key',
      'terraform_data.net',
    ]);
  });
});

test.each([
  [
    'a misspelt argument',
    provisioner('local-exec', 'comand = "x"'),
    [
      'Unsupported argument | An argument named "comand" is not expected here. | Did you mean "command"?',
      'Missing required argument | The argument "command" is required, but no definition was found.',
    ],
  ],
  [
    'a misspelt provisioner',
    provisioner('local-exe', 'command = "x"'),
    [
      'There is no provisioner "local-exe" | Provisioners that are plug-ins of Terraform are not run. | Did you mean "local-exec"?',
    ],
  ],
  [
    'one that Terraform has no more',
    provisioner('chef', ''),
    [
      'The "chef" provisioner has been removed | Terraform 0.15 took it out, and it is not supported here either. | Run its client with remote-exec, or let cloud-init do inside the guest what it did.',
    ],
  ],
  [
    'another moment',
    provisioner('local-exec', 'command = "x"\nwhen = "destory"'),
    ['Invalid "when" keyword | The argument "when" says create or destroy. | Did you mean "destroy"?'],
  ],
  [
    'another consequence',
    provisioner('local-exec', 'command = "x"\non_failure = ignore'),
    ['Invalid "on_failure" keyword | The argument "on_failure" says fail or continue.'],
  ],
  [
    'nothing to run',
    provisioner('remote-exec', ''),
    ['Invalid remote-exec provisioner configuration | One of inline, script, scripts has to be given.'],
  ],
  [
    'two things to run',
    provisioner('remote-exec', 'inline = ["x"]\nscript = "y"'),
    [
      'Invalid remote-exec provisioner configuration | Only one of inline, script, scripts can be given; here are inline and script.',
    ],
  ],
  [
    'two sources',
    provisioner('file', 'source = "x"\ncontent = "y"\ndestination = "/z"'),
    [
      'Invalid file provisioner configuration | Only one of source, content can be given; here are source and content.',
    ],
  ],
  [
    'nowhere to go',
    provisioner('file', 'source = "x"'),
    ['Missing required argument | The argument "destination" is required, but no definition was found.'],
  ],
  [
    'no connection',
    resource('provisioner "file" {\nsource = "x"\ndestination = "/z"\n}'),
    [
      'A file provisioner has no connection | It works over ssh, and neither it nor its resource has a "connection" block. | Say "connection" with "host", "user" and how to log in.',
    ],
  ],
  [
    'a connection without host',
    resource('provisioner "remote-exec" {\ninline = ["x"]\nconnection {\nhosst = "x"\n}\n}'),
    [
      'Unsupported argument | An argument named "hosst" is not expected here. | Did you mean "host"?',
      'Missing required argument | The argument "host" is required, but no definition was found.',
    ],
  ],
  [
    'a connection that ssh cannot make',
    resource('connection {\nhost = "x"\nproxy_host = "y"\nuse_ntlm = true\n}'),
    [
      'The argument "proxy_host" is not supported | Terraform knows "proxy_host"; it cannot be done here, and leaving it out silently would connect in another way than you said. | ssh itself speaks to no such proxy: say "ProxyCommand" for this host in ~/.ssh/config, or go through a bastion_host.',
      'The argument "use_ntlm" is not supported | Terraform knows "use_ntlm"; it cannot be done here, and leaving it out silently would connect in another way than you said. | It belongs to connections of the type winrm, which are not supported: leave it out.',
    ],
  ],
  [
    'two connections',
    resource('connection {\nhost = "x"\n}\nconnection {\nhost = "y"\n}'),
    [
      'Duplicate connection block | There is another connection block here already, and there can be one only. | Write what both say into one of them.',
    ],
  ],
  [
    'a data source',
    'data "libvirt_node_info" "a" {\nprovisioner "local-exec" {\ncommand = "x"\n}\n}',
    [
      'Unsupported block type | Blocks of the type "provisioner" are not expected in a data source: it makes nothing. | Put them into the resource, or into a terraform_data that refers to the data source.',
    ],
  ],
  [
    'self outside',
    resource('input = self.id'),
    ['Invalid "self" reference | "self" has a meaning only in provisioners, connections and postconditions.'],
  ],
])('refused: %s', async (_, text, expected) => {
  expect(await problems(text)).toEqual(expected);
});

test.each([
  ['self.id', true],
  ['count.index', true],
  ['path.module', true],
  ['terraform.workspace', true],
  ['var.x', false],
  ['local.y', false],
  ['terraform_data.b.id', false],
  ['terraform_data.a[0].id', false],
])('before a destroy %s may be asked for: %s', async (expression, allowed) => {
  const text = `
variable "x" {
  default = 1
}
locals {
  y = 2
}
resource "terraform_data" "b" {}
resource "terraform_data" "a" {
  count = 1
  provisioner "local-exec" {
    when    = destroy
    command = "\${${expression}}"
  }
}`;
  const { diagnostics } = await loaded({ 'main.tf': text });
  expect(diagnostics.map(({ summary }) => summary)).toEqual(
    allowed ? [] : ['Invalid reference from destroy provisioner'],
  );
});

test('before a destroy each.key may be asked for, each.value not, and the connection counts', async () => {
  const { diagnostics } = await loaded({
    'main.tf': resource(`
  for_each = { a = 1 }
  connection {
    host = each.value
  }
  provisioner "local-exec" {
    when    = destroy
    command = each.key
  }`),
  });
  expect(diagnostics.map(formatDiagnostic).join('\n')).toContain('host = each.value');
  expect(diagnostics).toHaveLength(1);
});
