import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Diagnostic } from '@virtform/values';
import { openUnit, realEffects } from '../src/index';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'virtform-unit-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function validate(files: Readonly<Record<string, string>>): Promise<readonly Diagnostic[]> {
  for (const [name, content] of Object.entries(files)) writeFileSync(path.join(folder, name), content);
  return openUnit({ folder, effects: realEffects(), environment: {}, version: '0.0.0' }).validate();
}

/** One line each: where, the way into the block, what. */
async function told(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  return (await validate(files)).map(({ source, path: at = [], summary, action }) =>
    [`${source?.line}:${source?.column}`, at.join('.'), summary, action ?? ''].join(' | '),
  );
}

const MISTAKES = `variable "size" {
  type    = number
  default = "many"
}
variable "obj" {
  default = { name = "x" }
}
locals {
  unused = upperr("a")
  region = local.regoin
}
resource "libvirt_domain" "web" {
  name   = var.obj.nam
  type   = "qemu"
  memroy = 5
  devices = {
    disks = [{ sorce = 1 }]
  }
  depends_on = [
    libvirt_pool.disks
  ]
}
output "o" {
  value = libvirt_domain.web.nam
  valu  = 1
}
`;

describe('validate', () => {
  it('tells everything at once: what is declared, what values come to, what the schema knows', async () => {
    expect(await told({ 'main.tf': MISTAKES })).toEqual([
      '25:3 |  | Unsupported argument | Did you mean "value"?',
      '10:12 |  | Reference to undeclared local value | Did you mean local.region?',
      '20:5 | depends_on | Reference to undeclared resource | ',
      '3:13 |  | Invalid default value for variable "size" | ',
      '13:12 | name | Unsupported attribute | Did you mean "name"?',
      '15:12 | memroy | libvirt_domain has no attribute "memroy" | Did you mean memory?',
      '17:24 | devices.disks.0.sorce | disks[0] has no attribute "sorce" | Did you mean source?',
      '17:14 | devices.disks.0.source | the disk has no source | Say in source what its image is; only CD drives and floppies may be empty.',
      '17:14 | devices.disks.0.target.dev | the disk has no name in the guest | Give target.dev: vda, vdb, … on virtio, sda, sdb, … on scsi, sata and usb.',
      '24:11 |  | Unsupported attribute | Did you mean "name"?',
      '9:12 |  | Call to unknown function | Did you mean upper?',
    ]);
  });

  it('finds the place in JSON, however little of it is an expression', async () => {
    const cdk = JSON.stringify(
      {
        resource: {
          libvirt_domain: {
            web: {
              '//': { metadata: { path: 'lab/web' } },
              name: 'web',
              type: 'qemu',
              memory: 1,
              devices: { disks: [{ source: { file: { fiel: 'x' } }, target: { dev: 'vda' } }] },
            },
          },
        },
      },
      null,
      2,
    );
    expect(await validate({ 'cdk.tf.json': cdk })).toEqual([
      expect.objectContaining({
        summary: 'file has no attribute "fiel"',
        path: ['devices', 'disks', 0, 'source', 'file', 'fiel'],
        construct: 'lab/web',
        source: expect.objectContaining({
          file: 'cdk.tf.json',
          line: 18,
          column: 27,
          snippet: '                  "fiel": "x"',
        }) as object,
      }),
    ]);
  });

  it('needs no value for a variable: what rests on it is unknown', async () => {
    const required = 'variable "name" { type = string }\n';
    const use = 'resource "terraform_data" "a" { input = upper(var.name) }\n';
    expect(await validate({ 'main.tf': required + use })).toEqual([]);
    const [problem] = await validate({
      'main.tf': `${required}${use}output "o" { value = var.name.first }\n`,
    });
    expect(problem?.summary).toBe('Unsupported attribute');
  });

  it('evaluates nothing where something needs itself', async () => {
    const cycle = 'locals {\n  a = local.b\n  b = "${local.a}${[]}"\n}\n';
    expect((await validate({ 'main.tf': cycle })).map(({ summary }) => summary)).toEqual([
      'Cycle: local.a => local.b => local.a',
    ]);
  });
});

test('a plan tells the same, before any host is asked', async () => {
  writeFileSync(path.join(folder, 'main.tf'), MISTAKES);
  const unit = openUnit({ folder, effects: realEffects(), environment: {}, version: '0.0.0' });
  const problem = await unit.begin({ operation: 'plan' }).catch((error: unknown) => error);
  expect(problem).toMatchObject({ diagnostics: await unit.validate() });
});
