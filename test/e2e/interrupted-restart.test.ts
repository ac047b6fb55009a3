import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { JsonObject } from '@virtform/values';
import { configurationApp, type TestApp } from '../testbed/app.js';
import { sharedHypervisor } from '../testbed/hypervisor.js';
import { untilTrue } from '../testbed/time.js';
import { virsh } from '../testbed/virsh.js';

// A guest that nothing runs in, so that nobody in it hears that it is to shut down: an apply that starts it anew waits, and is killed
// with SIGKILL there. Then the guest goes off.

const hypervisor = sharedHypervisor();
let app: TestApp;

function want(more: JsonObject): void {
  const it = {
    name: 'it',
    type: 'qemu',
    memory: 32,
    memory_unit: 'MiB',
    os: { type: 'hvm', type_arch: 'x86_64', type_machine: 'q35' },
    ...more,
  };
  const document = { provider: { libvirt: { uri: hypervisor().uri } }, resource: { libvirt_domain: { it } } };
  writeFileSync(path.join(app.folder, 'main.tf.json'), JSON.stringify(document));
}

const state = (): Promise<string> => virsh(hypervisor().uri, 'domstate', 'it');

test('a guest that is off since a restart that was killed is started by the next apply, whatever is said of that', async () => {
  app = configurationApp(hypervisor(), 'restart', {});
  for (const wanted of [{ running: true }, {}]) {
    want(wanted);
    expect(await app.virtform('apply', '-auto-approve')).toMatchObject({ code: 0 });
  }
  want({ memory: 48 });
  const restarting = app.start('apply', '-auto-approve', '-restart=libvirt_domain.it');
  await untilTrue('it is being shut down', () => Promise.resolve(restarting.said().includes('Modifying...')));
  restarting.kill();
  expect(await restarting.ended).toMatchObject({ signal: 'SIGKILL' });
  expect(await state()).toBe('running');
  // Somebody in it heard after all.
  await virsh(hypervisor().uri, 'destroy', 'it');
  const planned = await app.virtform('plan');
  expect(planned.stdout).toMatch(
    /running +false → true .*an apply that was interrupted shut it down to start it anew/,
  );
  expect(planned.stdout).not.toContain('Changed outside');
  expect(await app.virtform('apply', '-auto-approve')).toMatchObject({ code: 0 });
  expect(await state()).toBe('running');
  expect(await virsh(hypervisor().uri, 'dumpxml', 'it')).toContain("<memory unit='KiB'>49152</memory>");
  expect(await app.virtform('plan', '-detailed-exitcode')).toMatchObject({ code: 0 });
});
