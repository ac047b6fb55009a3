import { formatDiagnostic } from '@virtform/values';
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
