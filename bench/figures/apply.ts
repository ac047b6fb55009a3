import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { connect, libvirt } from '@virtform/libvirt';
import { compare } from '../compare.js';
import { benchProgram, type Figure } from '../figure.js';
import { applyLab, destroyLab, LAB_OBJECTS, run, writeLab } from '../lab-on-host.js';
import { type Program, wholeProcess } from '../program.js';

/** Writes down what a host holds, so that the same can be made by somebody else. */
async function writeDocuments(uri: string, folder: string): Promise<void> {
  mkdirSync(folder);
  const host = await connect(uri);
  try {
    const { domains, networks, pools, volumes } = libvirt(host);
    const write = (order: number, kind: string, name: string, xml: string): void =>
      writeFileSync(path.join(folder, `${order}-${kind}-${name}.xml`), xml);
    for (const network of await networks.list()) {
      write(0, 'network', network.name, await networks.xmlDesc(network, 1));
    }
    for (const pool of await pools.list()) {
      write(1, 'pool', pool.name, await pools.xmlDesc(pool, 1));
      // What stands on another comes behind it.
      for (const volume of await pools.volumes(pool)) {
        const order = volume.name.startsWith('image') ? 2 : 3;
        write(order, 'volume', volume.name, await volumes.xmlDesc(volume));
      }
    }
    for (const domain of await domains.list())
      write(4, 'domain', domain.name, await domains.xmlDesc(domain, 2));
  } finally {
    await host.close();
  }
}

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
