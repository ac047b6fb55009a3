import { formatDiagnostic, type Value } from '@virtform/values';
import { evaluate, expand, instanceScope, readVariables } from '../../src/config';
import { configurationOf, filesOf, loaded, scopeOf } from './given';

const MAIN = `
# A small lab.
terraform {
  backend "local" {
    path = "lab.tfstate"
  }
}

variable "names" {
  type        = set(string)
  default     = ["a", "b"]
  description = "Which guests."
}

variable "plain" { type = string }

locals {
  net = libvirt_network.net.name // an address
  script = <<-EOT
    #!/bin/sh
    echo $\${HOME}
  EOT
}

provider "libvirt" {
  uri = "qemu:///system"
}

provider "libvirt" {
  alias = "east"
  uri   = "qemu+ssh://east/system"
}

resource "libvirt_network" "net" {
  name = "lab"
  dynamic "dns_host" {
    for_each = ["x", "y"]
    iterator = entry
    content {
      name = entry.value
      ip   = "10.0.0.\${entry.key + 1}"
    }
  }
  ips { address = "10.0.0.1" }
  ips { address = "10.0.1.1" }
}

resource libvirt_domain web {
  for_each = var.names
  provider = libvirt.east
  name     = "web-\${each.key}"
  metadata = local.script
  devices = {
    interfaces = [
      { source = { network = local.net } },
    ]
  }
  depends_on = [libvirt_network.net]
  lifecycle {
    ignore_changes       = [vcpu, devices.disks]
    replace_triggered_by = [libvirt_network.net.id]
    prevent_destroy      = true
  }
}

data "libvirt_node_info" "here" {}

output "names" {
  value     = [for guest in libvirt_domain.web : guest.name]
  sensitive = true
}
`;

describe('a configuration in the native syntax', () => {
  it('becomes the same blocks as one in JSON', async () => {
    const configuration = await configurationOf({ 'main.tf': MAIN });
    expect(configuration.backend?.type).toBe('local');
    expect([...configuration.resources.keys()]).toEqual([
      'libvirt_network.net',
      'libvirt_domain.web',
      'data.libvirt_node_info.here',
    ]);
    expect(configuration.resources.get('libvirt_domain.web')).toMatchObject({
      provider: { name: 'libvirt', alias: 'east' },
      dependsOn: ['libvirt_network.net'],
      lifecycle: { preventDestroy: true, ignoreChanges: ['vcpu', 'devices.disks'] },
    });
    expect(configuration.variables.get('names')).toMatchObject({
      type: 'set(string)',
      description: 'Which guests.',
    });
    expect(configuration.outputs.get('names')).toMatchObject({ sensitive: true });
  });

  it('evaluates', async () => {
    const configuration = await configurationOf({ 'main.tf': MAIN });
    const files = filesOf({ 'terraform.tfvars': 'names = ["only"]\nplain = "x"\n' });
    const { values, diagnostics } = await readVariables(configuration, files, {
      options: [],
      environment: {},
    });
    expect(diagnostics).toEqual([]);
    const scope = scopeOf(configuration, {
      variables: values,
      resource: (address) => (address === 'libvirt_network.net' ? { name: 'lab', id: '1' } : undefined),
    });
    const bodies = [...configuration.resources.values()].flatMap((block): Value[] =>
      expand(block, scope).expansions.map((expansion) => {
        const evaluated = evaluate(block.body, instanceScope(scope, expansion));
        expect(evaluated.diagnostics).toEqual([]);
        return evaluated.value;
      }),
    );
    expect(bodies).toEqual([
      {
        name: 'lab',
        ips: [{ address: '10.0.0.1' }, { address: '10.0.1.1' }],
        dns_host: [
          { name: 'x', ip: '10.0.0.1' },
          { name: 'y', ip: '10.0.0.2' },
        ],
      },
      {
        name: 'web-only',
        metadata: '#!/bin/sh\necho ${HOME}\n',
        devices: { interfaces: [{ source: { network: 'lab' } }] },
      },
      {},
    ]);
  });

  it('is overridden by a file in either syntax', async () => {
    const configuration = await configurationOf({
      'main.tf': 'resource "libvirt_pool" "p" {\n  name = "a"\n  type = "dir"\n}\n',
      'x_override.tf.json': { resource: { libvirt_pool: { p: { name: 'b' } } } },
    });
    const body = configuration.resources.get('libvirt_pool.p')?.body;
    if (body === undefined) throw new Error('the pool is missing');
    expect(evaluate(body, scopeOf(configuration)).value).toEqual({ name: 'b', type: 'dir' });
  });
});

test.each<[what: string, text: string, message: string]>([
  [
    'an argument without a value',
    'locals {\n  a =\n}\n',
    'Error: Missing expression\n  main.tf:2:6\n    a =\n\nExpected the start of an expression, found the end.',
  ],
  ['two arguments on a line', 'locals {\n  a = 1 b = 2\n}\n', 'Error: Missing newline\n  main.tf:2:9\n'],
  [
    'two arguments in the line of their brace',
    'locals { a = 1 b = 2 }\n',
    'Error: Invalid single-argument block definition\n  main.tf:1:16\n',
  ],
  [
    'an argument in the line of its brace, which closes below',
    'locals { a = 1\n}\n',
    'Error: Invalid single-argument block definition\n  main.tf:1:15\n',
  ],
  [
    'a block in the line of another',
    'resource "x" "y" { lifecycle {} }\n',
    'Error: Argument definition required\n  main.tf:1:20\n',
  ],
  ['a brace behind the last argument', 'locals {\n  a = 1 }\n', 'Error: Missing newline\n  main.tf:2:9\n'],
  ['an argument twice', 'locals {\n  a = 1\n  a = 2\n}\n', 'Error: Attribute redefined\n  main.tf:3:3\n'],
  [
    'a block that is not closed',
    'locals {\n',
    'Error: Unclosed configuration block\n  main.tf:1:8\n    locals {\n\nThe block that opens here is never closed.',
  ],
  ['a stray brace', '}\n', 'Error: Argument or block definition required\n  main.tf:1:1\n'],
  ['too few labels', 'resource "x" {}\n', 'Error: Wrong number of labels for resource\n  main.tf:1:1\n'],
  [
    'a reference that is none',
    'resource "libvirt_pool" "p" {\n  name = nothing\n}\n',
    'Error: Invalid reference\n  in libvirt_pool.p, at name\n  main.tf:2:10\n    name = nothing\n',
  ],
  [
    'a dynamic block without content',
    'resource "a_b" "c" {\n  dynamic "x" {\n    for_each = []\n  }\n}\n',
    'Error: Invalid dynamic block\n',
  ],
])('%s is reported', async (_, text, message) => {
  const { diagnostics } = await loaded({ 'main.tf': text });
  expect(diagnostics.map(formatDiagnostic).join('\n\n')).toContain(message);
});

describe('what cannot be read', () => {
  const summaries = async (contents: object): Promise<readonly string[]> =>
    (await loaded(contents)).diagnostics.map(({ summary, source }) =>
      [summary, source?.file, source?.line].join(':'),
    );

  it('is told of every block and file at once', async () => {
    const broken =
      'variable "a" {\n  default = [1,,2]\n}\n\nlocals {\n  x = "${1"\n}\noutput "o" {\n  value = 1 +\n}\n';
    expect(await summaries({ 'a.tf': broken, 'b.tf': 'output "p" {\n', 'c.tf.json': '{,}' })).toEqual([
      'Invalid expression:a.tf:2',
      'Unclosed template sequence:a.tf:6',
      'Missing expression:a.tf:9',
      'Unclosed configuration block:b.tf:1',
      'c.tf.json is no JSON:c.tf.json:1',
    ]);
  });

  it('hides what it declares: nothing is said to be undeclared, or to have nothing to override', async () => {
    const contents = {
      'a.tf': 'variable "a" {\n  default = ]\n}\nresource "libvirt_pool" "p" {\n  name = [\n}\n',
      'b.tf': 'output "o" {\n  value = "${var.a}${libvirt_pool.p.name}"\n}\n',
      'b_override.tf': 'resource "libvirt_pool" "p" {\n  name = "q"\n}\n',
    };
    expect(await summaries(contents)).toEqual(['Invalid expression:a.tf:2', 'Invalid expression:a.tf:6']);
    expect((await loaded(contents)).configuration).toBeUndefined();
  });
});

test.each([
  ['a variable of a shell', '"echo ${HOME}"'],
  ['a variable of a shell with a default', '"${VAR:-x}"'],
  ['an array of a shell', '"${list[@]}"'],
  ['a format of curl', '"%{http_code}"'],
  ['a script', '<<EOT\n#!/bin/sh\nif [ -n "${HOME}" ]; then true; fi\nEOT\n'],
])('%s is told how it is written as text', async (_, text) => {
  const { diagnostics } = await loaded({ 'main.tf': `locals {\n  script = ${text}\n}\n` });
  expect(diagnostics[0]?.action).toBe(
    'Where "${" or "%{" is meant as text, as in a shell script, write "$${" or "%%{".',
  );
});

test('what is wrong elsewhere needs no such advice', async () => {
  const { diagnostics } = await loaded({ 'main.tf': 'locals {\n  a = "$${HOME}${"x"}" + nothing\n}\n' });
  expect(diagnostics.map(({ summary, action }) => [summary, action])).toEqual([
    ['Invalid reference', undefined],
  ]);
});
