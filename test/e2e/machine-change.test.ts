import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Hypervisor } from '../../scripts/hypervisor.js';
import { configurationApp } from '../testbed/app.js';
import { startTestHypervisor } from '../testbed/hypervisor.js';
import { virsh } from '../testbed/virsh.js';

// A definition holds the controllers that libvirt put in for the machine that it was made for, and the places of all devices on them.

let hypervisor: Hypervisor;

beforeAll(async () => {
  hypervisor = await startTestHypervisor();
}, 60_000);

afterAll(async () => {
  await hypervisor.stop();
}, 60_000);

describe.each<[from: string, to: string | undefined, also: string]>([
  ['q35', 'pc', 'pc-q35-7.1'],
  ['q35', undefined, 'pc-q35-7.1'],
  ['pc', 'q35', 'pc-i440fx-7.1'],
])('a guest of the machine %s', (from, to, also) => {
  const name = `machine-${from}-${to ?? 'unsaid'}`;
  const of = (machine: string | undefined): string =>
    JSON.stringify({
      provider: { libvirt: [{ uri: hypervisor.uri }] },
      resource: {
        libvirt_domain: {
          it: {
            name,
            type: 'qemu',
            memory: 16,
            memory_unit: 'MiB',
            os: {
              type: 'hvm',
              type_arch: 'x86_64',
              ...(machine === undefined ? {} : { type_machine: machine }),
            },
            devices: { interfaces: [{ model: { type: 'virtio' }, source: { user: {} } }] },
          },
        },
      },
    });

  test(`is not planned to be one of ${to ?? 'what libvirt takes'} where it is: libvirt refuses that`, async () => {
    const app = configurationApp(hypervisor, name, {});
    const file = path.join(app.folder, 'main.tf.json');
    writeFileSync(file, of(from));
    expect(await app.virtform('apply', '-auto-approve')).toMatchObject({ code: 0, stderr: '' });
    const xml = await virsh(hypervisor.uri, 'dumpxml', name);
    const other = path.join(app.folder, 'other.xml');
    writeFileSync(other, xml.replace(/ machine='[^']*'/, to === undefined ? '' : ` machine='${to}'`));
    await expect(virsh(hypervisor.uri, 'define', other)).rejects.toThrow(
      /PCI controller with index='0' must/,
    );

    writeFileSync(file, of(to));
    const refused = await app.virtform('plan');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/cannot become one of the machine[\s\S]*-replace=libvirt_domain\.it/);
    expect(await app.virtform('apply', '-auto-approve', '-replace=libvirt_domain.it')).toMatchObject({
      code: 0,
      stderr: '',
    });
    expect(await app.virtform('plan', '-detailed-exitcode')).toMatchObject({ code: 0, stderr: '' });

    writeFileSync(file, of(from));
    expect(await app.virtform('apply', '-auto-approve', '-replace=libvirt_domain.it')).toMatchObject({
      code: 0,
    });
    writeFileSync(file, of(also));
    expect(await app.virtform('apply', '-auto-approve')).toMatchObject({ code: 0, stderr: '' });
    expect(await virsh(hypervisor.uri, 'dumpxml', name)).toContain(`machine='${also}'`);
    expect(await app.virtform('destroy', '-auto-approve')).toMatchObject({ code: 0, stderr: '' });
  }, 120_000);
});
