import { compare } from '../compare.js';
import { benchProgram, PYTHON, type Figure } from '../figure.js';
import { ownTime, wholeProcess, type Program } from '../program.js';

/** What a command-line tool pays before it has done anything. Each round is a new process, which times a part of itself. */
export const requirePackage: Figure = {
  name: 'require',
  title: 'Loading the client, then connecting and one call, in a new process',
  rounds: 31,
  async measure({ hypervisor: { uri }, rounds }) {
    const ours = (part: string): Program => ({
      name: '@virtform/libvirt',
      command: benchProgram('ours.cjs', part, uri),
    });
    const theirs = (part: string): Program => ({
      name: 'python3-libvirt',
      command: benchProgram('theirs.py', part, uri),
    });
    return [
      {
        title: 'require, import',
        ...(await compare(ownTime(ours('require')), ownTime(theirs('import')), rounds)),
        limits: [{ of: 'milliseconds', atMost: 25 }],
      },
      {
        title: 'connect and one call, after that',
        ...(await compare(ownTime(ours('connect')), ownTime(theirs('connect')), rounds)),
        limits: [{ of: 'milliseconds', atMost: 15 }],
      },
      {
        title: 'a process that does nothing, to judge the others by',
        ...(await compare(
          wholeProcess({ name: 'node', command: [process.execPath, '-e', '0'] }),
          wholeProcess({ name: 'python3', command: [PYTHON, '-c', '0'] }),
          rounds,
        )),
        limits: [],
      },
    ];
  },
};
