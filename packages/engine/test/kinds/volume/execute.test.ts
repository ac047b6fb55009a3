import { DomainAffectFlags, libvirt } from '@virtform/libvirt';
import { formatDiagnostic, isObject, type JsonObject } from '@virtform/values';
import { FOLDER, Lab, labConfiguration } from '../../support/lab.js';

const IMAGE = `${FOLDER}/image.raw`;
/** Bytes of the lab's image. */
const SIZE = 150_000;

test.each([
  ['shorter', SIZE - 1, `only ${SIZE - 1}`],
  ['longer', SIZE + 1, `more than ${SIZE}`],
])('an image that is %s by the time it is sent leaves no volume behind', async (_, size, there) => {
  const lab = new Lab();
  lab.write(labConfiguration({ guest: false, disks: [], image: true }));
  const life = lab.simulation.live((_index, name) => {
    if (name === 'call STORAGE_VOL_UPLOAD') lab.simulation.disk.put(IMAGE, Buffer.alloc(size));
  });

  const { result } = await lab.apply({}, life);

  const said = result.diagnostics.map(formatDiagnostic).join('\n');
  expect(said).toContain(`had ${SIZE} bytes`);
  expect(said).toContain(`has ${there} bytes where ${SIZE} were announced`);
  expect(said).toContain('The file changed while it was uploaded: apply again when it is complete.');
  const [pool] = lab.world.pools.values();
  expect([...(pool?.volumes.keys() ?? [])]).toEqual([]);
});

const withSizeOf = (bytes: number): JsonObject => {
  const disk = { name: 'data.qcow2', pool: '${libvirt_pool.p.name}', target: { format: { type: 'qcow2' } } };
  const configuration = labConfiguration({ disks: ['data'] });
  return {
    resource: {
      ...(isObject(configuration.resource) ? configuration.resource : {}),
      libvirt_volume: { data: { ...disk, capacity: bytes } },
    },
  };
};

test.each(['call DOMAIN_GET_BLOCK_INFO', 'call DOMAIN_BLOCK_RESIZE'])(
  'a disk that its guest lets go when %s is about to be called is resized as a volume that nobody uses',
  async (call) => {
    const lab = new Lab();
    lab.write(withSizeOf(1_048_576));
    await lab.apply();
    lab.write(withSizeOf(4_194_304));
    const stranger = libvirt(
      await lab.simulation.live().effects.hosts.connect('qemu:///system', 'change'),
    ).domains;
    let isDone = false;
    const life = lab.simulation.live(async (_index, name) => {
      if (name !== call || isDone) return;
      isDone = true;
      const guest = await stranger.lookupByName('web');
      const [disk] = /<disk[\s\S]*?<\/disk>/.exec(await stranger.xmlDesc(guest, 0)) ?? [''];
      await stranger.detachDevice(guest, disk, DomainAffectFlags.LIVE);
    });

    const { plan, result } = await lab.apply({}, life);

    expect(
      plan.nodes
        .filter(({ node }) => node === 'resource')
        .flatMap((node) => ('steps' in node ? node.steps : [])),
    ).toMatchObject([{ effect: 'resize', impact: 'live' }]);
    expect(isDone).toBe(true);
    expect(result.diagnostics.map(formatDiagnostic)).toEqual([]);
    const [pool] = lab.world.pools.values();
    const { volumes } = libvirt(await lab.simulation.live().effects.hosts.connect('qemu:///system', 'read'));
    const found = await volumes.lookupByName({ name: 'pool', uuid: pool?.uuid ?? '' }, 'data.qcow2');
    expect(await volumes.xmlDesc(found)).toContain('>4194304</capacity>');
  },
);
