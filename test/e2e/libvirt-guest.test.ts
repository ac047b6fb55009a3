import { connect, type ConnectionPool, type Domain, DomainShutdownFlags, libvirt } from '@virtform/libvirt';
import { bootGuest } from '../testbed/guest.js';
import { sharedHypervisor } from '../testbed/hypervisor.js';
import { release } from '../testbed/release.js';
import { untilTrue } from '../testbed/time.js';

const hypervisor = sharedHypervisor();

let host: ConnectionPool;
let web: Domain;

beforeAll(async () => {
  await bootGuest(hypervisor(), { name: 'web' });
  host = await connect(hypervisor().uri);
  web = await libvirt(host).domains.lookupByName('web');
});
afterAll(() => host.close());

test('it runs on the QEMU of the release', async () => {
  const { hvVer } = await host.call('CONNECT_GET_VERSION', {});
  expect(hvVer / 1_000_000n).toBe(release.qemu);
  expect(web.id).toBeGreaterThan(0);
});

test('its agent answers, and tells libvirt about the guest', async () => {
  const cmd = JSON.stringify({ execute: 'guest-get-osinfo' });
  const { result } = await host.call('QEMU_DOMAIN_AGENT_COMMAND', { dom: web, cmd, timeout: 10, flags: 0 });
  expect(JSON.parse(result ?? '')).toMatchObject({ return: { machine: 'x86_64' } });
  const { params } = await host.call('DOMAIN_GET_GUEST_INFO', { dom: web, types: 0, flags: 0 });
  expect(params).toContainEqual({ field: 'hostname', type: 'string', value: 'web' });
});

test('its figures can be read, and each has its type', async () => {
  const { retStats } = await host.call('CONNECT_GET_ALL_DOMAIN_STATS', { doms: [web], stats: 0, flags: 0 });
  const figures = retStats[0]?.params ?? [];
  expect(figures).toContainEqual({ field: 'state.state', type: 'int', value: 1 });
  expect(figures).toContainEqual({ field: 'vcpu.current', type: 'uint', value: 1 });
  expect(figures.find(({ field }) => field === 'balloon.current')).toMatchObject({ type: 'ullong' });
  expect(figures.find(({ field }) => field === 'vcpu.0.time')).toMatchObject({ type: 'ullong' });
});

test('it shuts down when its button is pressed', async () => {
  const { domains } = libvirt(host);
  await untilTrue('the guest is off', async () => {
    if (!(await domains.isActive(web))) return true;
    // Pressed again: a guest that still starts does not watch it yet.
    await domains.shutdown(web, DomainShutdownFlags.ACPI_POWER_BTN);
    return false;
  });
});
