import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { apt } from '../apt.js';

/** Holds the keys of every release that Debian supports (package debian-archive-keyring, without which apt trusts nobody). */
const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';

/**
 * An apt with lists, packages and settings of its own, which sees one release of Debian and takes nothing for installed. It
 * fetches from where the machine's apt fetches the machine's release, through the same proxies, and trusts what Debian has
 * signed. The machine's apt stays as it is.
 */
export interface PrivateApt {
  /** Fetches packages with all that they need, and says in which folder they are. */
  readonly download: (names: readonly string[]) => Promise<string>;
}

/**
 * Fetches the lists of a release.
 *
 * @param folder is made for it, and may be removed when it is done
 * @param codename of the release: `trixie`
 * @throws Error where the machine's apt knows no archive of Debian, or one that does not have this release
 */
export async function openPrivateApt(folder: string, codename: string): Promise<PrivateApt> {
  const words = {
    purpose: `Debian's release ${codename} is unpacked from its packages`,
    hint: `The archives that apt fetches this machine's packages from have to have ${codename} as well.`,
  };
  const place = (...names: readonly string[]): string => path.join(folder, ...names);
  const known = await apt('apt-get', ['indextargets', '--format', TARGET, 'Created-By: Packages'], words);
  const acquire = await apt('apt-config', ['dump', 'Acquire'], words);
  for (const partial of [place('cache', 'archives', 'partial'), place('state', 'lists', 'partial')])
    mkdirSync(partial, { recursive: true });
  writeFileSync(place('status'), '');
  writeFileSync(place('sources.list'), sourcesOf(known, codename).join(''));
  writeFileSync(place('apt.conf'), `${networkOf(acquire)}${settings(place)}`);

  const get = (...args: readonly string[]): Promise<string> =>
    apt('apt-get', ['-qq', ...args], { ...words, config: place('apt.conf') });
  await get('update');
  return {
    download: async (names) => {
      await get('install', '-y', '--no-install-recommends', '--download-only', ...names);
      return place('cache', 'archives');
    },
  };
}

/** What apt says of each list that it has. */
const TARGET = '$(ORIGIN) $(COMPONENT) $(CODENAME) $(REPO_URI)';

/**
 * The lines of a sources.list for a release, with its updates, from what apt has of another release.
 *
 * @param known lines as TARGET has them
 * @throws Error where nothing among them is an archive of Debian
 */
export function sourcesOf(known: string, codename: string): readonly string[] {
  const lines = known.split('\n').flatMap((line) => {
    const [, suffix, uri] = /^Debian main [a-z]+(|-updates|-security) (\S+)$/.exec(line) ?? [];
    if (suffix === undefined || uri === undefined) return [];
    return [`deb [arch=amd64 signed-by=${KEYRING}] ${uri} ${codename}${suffix} main\n`];
  });
  if (lines.length > 0) return [...new Set(lines)];
  throw new Error(
    `Debian's release ${codename} is fetched from where apt fetches this machine's, and apt has no lists of Debian. ` +
      'Run "apt-get update" as root.',
  );
}

/** How the machine's apt reaches its archives; the rest of its settings, its hooks among them, stays out. */
function networkOf(acquire: string): string {
  const lines = acquire.split('\n').filter((line) => /^Acquire::(?!IndexTargets|Languages)/.test(line));
  return lines.map((line) => `${line}\n`).join('');
}

function settings(place: (name: string) => string): string {
  const values = {
    'Dir::Etc::main': '/dev/null',
    'Dir::Etc::parts': '/dev/null',
    'Dir::Etc::sourcelist': place('sources.list'),
    'Dir::Etc::sourceparts': '/dev/null',
    'Dir::Etc::preferences': '/dev/null',
    'Dir::Etc::preferencesparts': '/dev/null',
    'Dir::Etc::trusted': '/dev/null',
    'Dir::Etc::trustedparts': '/dev/null',
    'Dir::State': place('state'),
    'Dir::State::status': place('status'),
    'Dir::Cache': place('cache'),
    'APT::Architecture': 'amd64',
    // As root, apt would fetch as a user of its own, who may not write here.
    'APT::Sandbox::User': 'root',
    // What cannot be fetched is an error, not a warning.
    'APT::Update::Error-Mode': 'any',
    'Acquire::Languages': 'none',
  };
  return Object.entries(values)
    .map(([key, value]) => `${key} "${value}";\n`)
    .join('');
}
