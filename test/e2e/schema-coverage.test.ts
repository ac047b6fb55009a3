import path from 'node:path';
import { rngCoverage, rngExcess } from '../../packages/schema/scripts/coverage/rng.js';
import { debianRelease } from '../../scripts/debian-release.js';

const SCHEMAS = 'share/libvirt/schemas';

/** So much has to be covered at least, lest a schema be read as an empty one. */
const LEAST: Readonly<Record<string, number>> = {
  libvirt_domain: 2_500,
  libvirt_network: 150,
  libvirt_pool: 80,
  libvirt_volume: 80,
  secret: 14,
  nwfilter: 400,
  snapshot: 80,
  checkpoint: 15,
};

test.each([
  ['this machine', () => '/usr'],
  ["Debian's trixie", () => debianRelease('trixie')],
])(
  "all that the schemas of %s's libvirt accept has its place, or a reason why it has none",
  async (_where, usr) => {
    const coverage = rngCoverage(path.join(await usr(), SCHEMAS));
    expect(coverage.flatMap(({ missing }) => missing)).toEqual([]);
    for (const { type, covered, leftOut } of coverage) {
      expect(covered).toBeGreaterThan(LEAST[type] ?? Infinity);
      expect([...leftOut.values()].flat().length).toBeLessThanOrEqual(covered / 8);
    }
  },
);

test('no value is taken that none of these releases takes, unless there is a reason', async () => {
  const folders = ['/usr', await debianRelease('trixie')].map((usr) => path.join(usr, SCHEMAS));
  const all = rngExcess(folders);
  expect(all.flatMap(({ excess }) => excess)).toEqual([]);
  expect(all.flatMap(({ explained }) => [...explained.values()].flat()).length).toBeLessThan(200);
});
