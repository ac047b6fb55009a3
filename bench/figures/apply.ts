import path from 'node:path';
import { compare } from '../compare.js';
import { writeDocuments } from '../documents.js';
import { benchProgram, type Figure } from '../figure.js';
import { applyLab, destroyLab, LAB_OBJECTS, run, writeLab } from '../lab-on-host.js';
import { type Program, wholeProcess } from '../program.js';

/** To make and to take away a whole lab, against the same calls made one after the other. */
export const applyAndDestroy: Figure = {
  name: 'apply',
  title: `${LAB_OBJECTS} objects made on an empty host, and taken away again, whole processes`,
  rounds: 5,
  async measure(bench) {
    const { hypervisor } = bench;
    const lab = writeLab(bench, 'lab');
    const documents = path.join(lab, 'documents');
    await run(applyLab(lab));
    await writeDocuments(hypervisor.uri, documents);
    await run(destroyLab(lab));
    const theirs = (what: 'make' | 'remove'): Program => ({
      name: 'python3-libvirt',
      command: benchProgram('make-objects.py', what, hypervisor.uri, documents),
      cwd: lab,
    });
    const [made, removed] = [theirs('make'), theirs('remove')];
    return [
      {
        title: 'apply',
        ...(await compare(
          wholeProcess({ ...applyLab(lab), after: () => run(destroyLab(lab)) }),
          wholeProcess({ ...made, after: () => run(removed) }),
          bench.rounds,
        )),
        limits: [{ of: 'time', atMost: 1 }],
      },
      {
        title: 'destroy',
        ...(await compare(
          wholeProcess({ ...destroyLab(lab), before: () => run(applyLab(lab)) }),
          wholeProcess({ ...removed, before: () => run(made) }),
          bench.rounds,
        )),
        limits: [{ of: 'time', atMost: 1.5 }],
      },
    ];
  },
};
