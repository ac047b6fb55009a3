import path from 'node:path';
import { leaksIn, secret, spillsIn } from '../../packages/virtform/test/planted.js';
import type { Hypervisor } from '../../scripts/hypervisor.js';
import { configurationApp, type TestApp } from '../testbed/app.js';
import { startTestHypervisor } from '../testbed/hypervisor.js';

// What a real daemon says of secrets; packages/virtform/test/secrets.test.ts runs every command on a simulated one.

let hypervisor: Hypervisor;

beforeAll(async () => {
  hypervisor = await startTestHypervisor();
}, 60_000);

afterAll(async () => {
  await hypervisor.stop();
}, 60_000);

const PROGRAM = 'main.tf.json';

/** A lab whose names, passwords and texts are secret; `more` are further attributes of its guest. */
function configuration(password: string, poolPath: string, more: object = {}): object {
  return {
    provider: { libvirt: [{ uri: hypervisor.uri }] },
    variable: { password: { default: password, sensitive: true } },
    resource: {
      libvirt_network: {
        net: { name: 'net-${var.password}', domain: { name: '${sensitive("' + secret('Literal') + '")}' } },
      },
      libvirt_pool: { p: { name: 'pool-${var.password}', type: 'dir', target: { path: poolPath } } },
      libvirt_volume: {
        root: {
          name: 'vol-${var.password}.qcow2',
          pool: '${libvirt_pool.p.name}',
          capacity: 1048576,
          target: { format: { type: 'qcow2' } },
        },
      },
      libvirt_domain: {
        web: {
          name: 'web-${var.password}',
          type: 'qemu',
          memory: 48,
          memory_unit: 'MiB',
          vcpu: 1,
          running: true,
          os: { type: 'hvm', type_arch: 'x86_64', type_machine: 'q35' },
          features: { acpi: true },
          devices: {
            graphics: [{ vnc: { auto_port: true, passwd: secret('Vnc').slice(0, 8) } }],
            disks: [
              {
                source: { volume: { pool: '${libvirt_pool.p.name}', volume: '${libvirt_volume.root.name}' } },
                driver: { name: 'qemu', type: 'qcow2' },
                target: { dev: 'vda', bus: 'virtio' },
              },
            ],
          },
          ...more,
        },
      },
    },
    output: { marked: { value: '${libvirt_domain.web.name}', sensitive: true } },
  };
}

/** Runs commands with their exit codes, and gives every line that they leaked. */
async function leaksOf(
  app: TestApp,
  ...commands: readonly (readonly [code: number, ...words: string[]])[]
): Promise<readonly string[]> {
  const leaks: string[] = [];
  for (const [code, ...words] of commands) {
    const ran = await app.virtform(...words);
    expect({ words, code: ran.code }).toEqual({ words, code });
    leaks.push(...leaksIn(`${ran.stdout}\n${ran.stderr}`).map((line) => `${words.join(' ')}: ${line}`));
  }
  return [...leaks, ...spillsIn(app.folder, [PROGRAM])];
}

test('a lab of secrets comes and goes without showing one', async () => {
  const poolPath = path.join(hypervisor.scratch, `lab-${secret('Path')}`);
  const app = configurationApp(hypervisor, 'secrets', { [PROGRAM]: configuration(secret('One'), poolPath) });
  const leaks = await leaksOf(
    app,
    [0, 'validate'],
    [0, 'plan', '-virsh', '-out=a.plan'],
    [0, 'plan', '-json'],
    [0, 'show', '-virsh', 'a.plan'],
    [0, 'apply', 'a.plan'],
    [0, 'plan'],
    [0, 'show'],
    [0, 'state', 'show', 'libvirt_domain.web'],
    [0, 'state', 'show', '-json', 'libvirt_domain.web'],
    [0, 'ps'],
    [0, 'ps', '-json'],
    [1, 'wait', '-for=off', '-timeout=0s'],
    [1, 'wait', '-json', '-for=lease,off', '-timeout=0s', 'libvirt_domain.web'],
    [1, 'wait', 'nobody'],
    // Its guest has no agent, so that nothing can be seen from inside.
    [1, 'evidence'],
    [1, 'evidence', '-json'],
    [0, 'refresh'],
    [0, 'plan', '-destroy', '-virsh'],
    [0, 'destroy', '-json', '-auto-approve'],
  );
  // The folder of the pool is none: the program says it in the clear.
  expect(leaks.filter((line) => !line.includes(poolPath))).toEqual([]);
}, 120_000);

test('what libvirt refuses is told without the secrets in its words', async () => {
  const program = configuration(secret('Two'), '/proc/${var.password}', {
    os: { type: 'hvm', type_arch: 'x86_64', type_machine: '${var.password}' },
    title: '${var.password}\nand more',
  });
  const app = configurationApp(hypervisor, 'refused', { [PROGRAM]: program });
  expect(await leaksOf(app, [1, 'apply', '-auto-approve'], [1, 'apply', '-json', '-auto-approve'])).toEqual(
    [],
  );
}, 120_000);
