import { labHost, WEB } from './lab-host.js';

const folder = '/var/lib/libvirt/lab';

test('a volume is used by the guest whose disk names it by pool and name', () => {
  expect(labHost().usage.usersOf(`${folder}/d.qcow2`)).toEqual([
    { user: 'domain', uuid: WEB, name: 'web', running: true, disk: 'vda' },
  ]);
});

test('a base is used by the overlay on it, and by the guest above both', () => {
  expect(labHost({ guest: 'off' }).usage.usersOf(`${folder}/base.qcow2`)).toEqual([
    { user: 'domain', uuid: WEB, name: 'web', running: false, disk: undefined },
    { user: 'volume', pool: 'lab', name: 'd.qcow2' },
  ]);
});

test('what nobody uses has no users', () => {
  expect(labHost({ guest: 'none' }).usage.usersOf(`${folder}/d.qcow2`)).toEqual([]);
});

test('guests are known by their networks and MACs', () => {
  const { usage } = labHost();
  expect(usage.domainsOn('lab').map(({ name }) => name)).toEqual(['web']);
  expect(usage.macOwner('52:54:00:13:DD:BB')).toBe(WEB);
});
