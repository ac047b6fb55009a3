import type { Evidence } from '@virtform/engine';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { shownPath } from '../app/units.js';
import { EXIT, Runner } from '../command.js';
import type { Conceal } from '@virtform/values';
import { chooseGuests, type Guest, withoutSecrets } from '../guests.js';
import { usage } from '../options.js';

/** Writes down what guests are, from outside and inside. All or nothing: the folder appears when all of it is there. */
export const evidence: Runner = async (invocation) => {
  const { options, names, folder, json, style } = invocation;
  const out = path.resolve(folder, options.text('out') ?? 'evidence');
  if (existsSync(out)) {
    throw usage(
      `${out} is there already`,
      'Evidence is never mixed with older files: name another folder with -out=DIR, or remove it.',
    );
  }
  const { findGuest, gatherEvidence, realEffects } = await import('@virtform/engine');
  const effects = realEffects();
  const gathered: Evidence[] = [];
  const hosts = await chooseGuests(invocation, names);
  return withoutSecrets(hosts, invocation, async (io, conceal) => {
    for (const { uri, guests } of hosts) {
      const host = await effects.hosts.connect(uri, 'change');
      try {
        for (const guest of guests) {
          const domain = await findGuest(host, guest.uuid);
          if (domain.id < 0) {
            throw usage(
              `Guest ${guest.shown} is off, so nothing can be seen from inside`,
              `Start it, or name the guests that run.`,
            );
          }
          gathered.push(shownEvidence(await gatherEvidence(host, domain, effects.clock), guest, conceal));
        }
      } finally {
        await host.close();
      }
    }
    if (gathered.length === 0)
      throw usage('The state holds no guests', 'virtform apply makes those of the program.');
    await writeWhole(out, gathered);
    const failed = gathered.flatMap(({ checks }) => checks.filter((check) => !check.holds));
    if (json) {
      io.out.write(
        `${JSON.stringify({ folder: out, guests: gathered.map(({ guest, files, checks }) => ({ guest, files: Object.keys(files), checks })) }, null, 2)}\n`,
      );
    } else {
      for (const { guest, files, checks } of gathered) {
        io.out.write(
          `${style.strong(guest)}: ${Object.keys(files)
            .map((file) => shownPath(folder, path.join(out, guest, file)))
            .join(', ')}\n`,
        );
        for (const { what, declared, seen, holds } of checks) {
          io.out.write(
            holds
              ? `  ${style.added('ok')}    ${what}: ${declared}\n`
              : `  ${style.removed('FAIL')}  ${what}: declared ${declared}, seen ${seen}\n`,
          );
        }
      }
    }
    return failed.length === 0 ? EXIT.done : EXIT.error;
  });
};

/** Evidence is made to be passed on: it holds no secret of the program. */
function shownEvidence({ files, checks }: Evidence, { shown }: Guest, conceal: Conceal): Evidence {
  return {
    guest: shown,
    files: Object.fromEntries(Object.entries(files).map(([name, content]) => [name, conceal(content)])),
    checks,
  };
}

async function writeWhole(out: string, gathered: readonly Evidence[]): Promise<void> {
  const making = `${out}.making-${process.pid}`;
  try {
    for (const { guest, files } of gathered) {
      // libvirt takes no "/" in a guest's name, so that it is one folder.
      await mkdir(path.join(making, guest), { recursive: true, mode: 0o700 });
      for (const [name, content] of Object.entries(files)) {
        await writeFile(path.join(making, guest, name), content, { mode: 0o600 });
      }
    }
    await rename(making, out);
  } finally {
    await rm(making, { recursive: true, force: true });
  }
}
