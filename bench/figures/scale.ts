import { compare, type Contender, type Pieces } from '../compare.js';
import { benchProgram, type Figure } from '../figure.js';
import type { Limit, Measurement } from '../measurement.js';
import { ownTime } from '../program.js';

const HOSTS = 20;

/** Few enough that nothing that grows faster than they do shows, and enough that code is as warm as it gets. */
const FEW = 2_000;

const plan = (part: 'first' | 'idle', objects: number): Contender =>
  ownTime({ name: `${objects} objects`, command: benchProgram('scale.cjs', part, objects, HOSTS) });

/** What large labs cost, and whether an object costs the same in all of them. The hosts are simulated: they answer at once. */
export const scale: Figure = {
  name: 'scale',
  title: `Plans of many objects over ${HOSTS} simulated hosts; times of a single object where counts differ`,
  rounds: 3,
  async measure({ rounds }) {
    const perObject = async (
      part: 'first' | 'idle',
      many: number,
      few: number,
      atMost: number,
    ): Promise<Measurement> => {
      const pieces: Pieces = { ours: many, theirs: few };
      return {
        title: `${part === 'first' ? 'nothing is there yet' : 'all is there'}: an object of ${many} against one of ${few}`,
        ...(await compare(plan(part, many), plan(part, few), rounds, pieces)),
        limits: [{ of: 'time', atMost }],
      };
    };
    const tenThousand = plan('first', 10_000);
    const limits: readonly Limit[] = [
      { of: 'milliseconds', atMost: 10_000 },
      { of: 'resident', atMost: 1_024 },
    ];
    return [
      {
        title: 'nothing is there yet',
        ...(await compare(tenThousand, plan('first', FEW), rounds)),
        limits,
      },
      await perObject('first', 10_000, FEW, 1.5),
      await perObject('first', 50_000, FEW, 1.5),
      await perObject('idle', FEW, FEW / 4, 1.5),
    ];
  },
};
