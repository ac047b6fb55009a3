import type { JsonObject } from '@virtform/values';
import { Lab } from '../support/lab.js';

/** So many guests, with that display. */
const guests = (count: number, display?: JsonObject): JsonObject => ({
  resource: {
    libvirt_domain: {
      herd: {
        count,
        name: 'herd-${count.index}',
        type: 'qemu',
        memory: 32,
        memory_unit: 'MiB',
        os: { type: 'hvm', type_arch: 'x86_64', type_machine: 'q35' },
        ...(display === undefined ? {} : { devices: { graphics: [display] } }),
      },
    },
  },
});

/** What a plan that finds nothing to do asks of the host, each with how often. */
async function askedBy(program: JsonObject): Promise<Readonly<Record<string, number>>> {
  const lab = new Lab();
  lab.write(program);
  await lab.apply();
  const asked: Record<string, number> = {};
  const life = lab.simulation.live((_, name) => {
    const [, question] = /^((?:connect|call) .*?)(?<! done)$/.exec(name) ?? [];
    if (question !== undefined) asked[question] = (asked[question] ?? 0) + 1;
  });
  const { nodes } = await lab.within((run) => run.plan(), life);
  expect(nodes.filter((node) => node.node === 'resource' && node.action !== 'no-op')).toEqual([]);
  return asked;
}

const READING = {
  'connect qemu:///system to read': 1,
  'call CONNECT_LIST_ALL_DOMAINS': 4,
  'call CONNECT_LIST_ALL_NETWORKS': 4,
  'call CONNECT_LIST_ALL_STORAGE_POOLS': 4,
};

test.each([
  ['no display', undefined],
  ['a display without a password', { vnc: { auto_port: true } }],
])('each of a hundred guests with %s is asked for once', async (_, display) => {
  expect(await askedBy(guests(100, display))).toEqual({ ...READING, 'call DOMAIN_GET_XML_DESC': 100 });
});

test('each with a password is asked for once more, over the second connection', async () => {
  expect(await askedBy(guests(100, { vnc: { auto_port: true, passwd: 'first' } }))).toEqual({
    ...READING,
    'connect qemu:///system to inspect': 1,
    'call DOMAIN_GET_XML_DESC': 200,
  });
});
