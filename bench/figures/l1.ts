import { compare, type Contender } from '../compare.js';
import { dockerProvider } from '../docker-provider.js';
import { benchProgram, type Figure } from '../figure.js';
import { ownTime } from '../program.js';

/** What a program pays for its constructs, against the binding that cdktf generates for a provider. Each round is a new process. */
export const l1: Figure = {
  name: 'l1',
  title: "Constructs of a guest, against cdktf's own binding of the Docker provider",
  rounds: 15,
  async measure({ folder, rounds }) {
    const docker = await dockerProvider();
    const ours = (part: string, ...words: readonly string[]): Contender =>
      ownTime({ name: 'Domain', command: benchProgram('l1.cjs', part, 'libvirt', ...words) });
    const theirs = (part: string, ...words: readonly string[]): Contender =>
      ownTime({ name: 'Container', command: benchProgram('l1.cjs', part, 'docker', ...words, docker) });
    return [
      {
        title: 'loading the schema of one kind, against all of their class',
        ...(await compare(ours('schema'), theirs('load'), rounds)),
        limits: [{ of: 'milliseconds', atMost: 15 }],
      },
      {
        title: 'the same by the front door, with all that reads, writes, compares and checks',
        ...(await compare(ours('package'), theirs('load'), rounds)),
        limits: [{ of: 'milliseconds', atMost: 15 }],
      },
      {
        title: 'loading one class, where cdktf is loaded',
        ...(await compare(ours('load'), theirs('load'), rounds)),
        limits: [{ of: 'milliseconds', atMost: 40 }],
      },
      {
        title: '1,000 of them, made and synthesized',
        ...(await compare(ours('synth', folder('ours')), theirs('synth', folder('theirs')), rounds)),
        limits: [{ of: 'speed', atLeast: 1 }],
      },
    ];
  },
};
