import path from 'node:path';
import { rngCoverage } from '../../packages/schema/scripts/coverage/rng.js';
import { debianRelease } from '../../scripts/debian-release.js';

const SCHEMAS = 'share/libvirt/schemas';

test.each([
  ['this machine', () => '/usr'],
  ["Debian's trixie", () => debianRelease('trixie')],
])(
  "all that the schemas of %s's libvirt accept has its place, or a reason why it has none",
  async (_where, usr) => {
    const coverage = rngCoverage(path.join(await usr(), SCHEMAS));
    expect(coverage.flatMap(({ missing }) => missing)).toEqual([]);
    for (const { type, covered, leftOut } of coverage) {
      expect(covered).toBeGreaterThan(type === 'libvirt_domain' ? 2_500 : 80);
      expect([...leftOut.values()].flat().length).toBeLessThan(covered / 20);
    }
  },
);
