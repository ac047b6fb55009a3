import * as fc from 'fast-check';
import { createHostView, type OpenHostView } from '../../src/kinds/host-view.js';
import { LAB_POOL, labHost, NEIGHBOUR, WEB } from './lab-host.js';

const folder = '/var/lib/libvirt/lab';

test('a volume is used by the guest whose disk names it by pool and name', () => {
  expect(labHost().usage.usersOf(`${folder}/d.qcow2`)).toEqual([
    { user: 'domain', uuid: WEB, name: 'web', running: true, disk: 'vda', live: true, access: 'writes' },
  ]);
});

test('a base is used by the overlay on it, and by the guest above both', () => {
  expect(labHost({ guest: 'off' }).usage.usersOf(`${folder}/base.qcow2`)).toEqual([
    { user: 'domain', uuid: WEB, name: 'web', running: false, disk: undefined, live: false, access: 'reads' },
    { user: 'volume', pool: 'lab', name: 'd.qcow2' },
  ]);
});

test('a disk that a running guest has from its next start on only is not live', () => {
  const { domains, ...rest } = labHost();
  const [web] = domains.values();
  const running = labHost({ alter: (xml) => xml.replace(/<disk[\s\S]*?<\/disk>/g, '') }).domains.get(
    WEB,
  )?.running;
  if (web === undefined) throw new Error('the lab has no guest');
  const view = labHost();
  view.put({ type: 'domain', record: { ...web, running } });
  expect(rest.usage.usersOf(`${folder}/d.qcow2`)).toMatchObject([{ name: 'web', live: true }]);
  expect(view.usage.usersOf(`${folder}/d.qcow2`)).toMatchObject([
    { name: 'web', running: true, live: false },
  ]);
});

test('what nobody uses has no users', () => {
  expect(labHost({ guest: 'none' }).usage.usersOf(`${folder}/d.qcow2`)).toEqual([]);
});

test('guests are known by their networks and MACs', () => {
  const { usage } = labHost();
  expect(usage.domainsOn('lab').map(({ name }) => name)).toEqual(['web']);
  expect(usage.macOwners('52:54:00:13:DD:BB')).toEqual([WEB]);
});

test('a MAC belongs to each guest that has it', () => {
  const view = labHost();
  const web = view.domains.get(WEB);
  if (web === undefined) throw new Error('the lab has no guest');
  view.put({ type: 'domain', record: { ...web, uuid: NEIGHBOUR, name: 'other' } });
  expect(view.usage.macOwners('52:54:00:13:dd:bb')).toEqual([WEB, NEIGHBOUR]);
});

// What is asked of a view between its changes must be what one sees who looks through all of it anew.
test('who uses what stays true while guests, volumes and pools come and go', () => {
  const { domains, networks, pools, volumes } = labHost({ neighbour: 'other' });
  const records = {
    domains: [...domains.values()],
    networks: [...networks.values()],
    pools: [...pools.values()],
    volumes: [...volumes.values()].flatMap((inPool) => [...inPool.values()]),
  };
  const off = [...labHost({ guest: 'off' }).domains.values()];
  const moved = [...labHost({ alter: (xml) => xml.replace(/d\.qcow2/g, 'base.qcow2') }).domains.values()];
  const putDomains = fc.constantFrom(...records.domains, ...off, ...moved).map(
    (record) =>
      (view: OpenHostView): void =>
        view.put({ type: 'domain', record }),
  );
  const changes = fc.oneof(
    putDomains,
    fc.constantFrom(WEB, NEIGHBOUR).map(
      (uuid) =>
        (view: OpenHostView): void =>
          view.drop('domain', { uuid }),
    ),
    fc.constantFrom(...records.volumes).map(
      (record) =>
        (view: OpenHostView): void =>
          view.put({ type: 'volume', record }),
    ),
    fc.constantFrom('d.qcow2', 'base.qcow2').map(
      (name) =>
        (view: OpenHostView): void =>
          view.drop('volume', { uuid: LAB_POOL, name }),
    ),
    fc.boolean().map((active) => (view: OpenHostView): void => {
      for (const record of records.pools)
        view.put({ type: 'pool', record: { ...record, active }, volumes: records.volumes });
    }),
    fc.constant((view: OpenHostView): void => view.drop('pool', { uuid: LAB_POOL })),
  );
  fc.assert(
    fc.property(fc.array(changes, { maxLength: 12 }), (sequence) => {
      const view = createHostView(records);
      for (const change of sequence) {
        change(view);
        expect(everything(view)).toEqual(everything(anew(view)));
      }
    }),
  );
});

function anew({ domains, pools, volumes }: OpenHostView): OpenHostView {
  return createHostView({
    domains: [...domains.values()],
    networks: [],
    pools: [...pools.values()],
    volumes: [...volumes.values()].flatMap((inPool) => [...inPool.values()]),
  });
}

/** In an order of its own: the one in which things came is no part of the answer. */
function everything({ usage }: OpenHostView): readonly string[] {
  return [
    ...['base.qcow2', 'd.qcow2'].flatMap((name) => usage.usersOf(`${folder}/${name}`)),
    ...usage.domainsOn('lab'),
    ...usage.macOwners('52:54:00:13:DD:BB'),
  ]
    .map((said) => JSON.stringify(said))
    .sort();
}
