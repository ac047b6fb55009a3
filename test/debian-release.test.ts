import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openPrivateApt, sourcesOf } from '../scripts/debian-release/private-apt.js';

const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';
const deb = (uri: string, suite: string): string =>
  `deb [arch=amd64 signed-by=${KEYRING}] ${uri} ${suite} main\n`;

describe('the sources of another release', () => {
  test.each([
    {
      name: 'are where the machine fetches its own, with updates and security',
      known: [
        'Debian main bookworm http://mirror/debian/',
        'Debian main bookworm-updates http://mirror/debian/',
        'Debian main bookworm-security http://security/',
      ],
      sources: [
        deb('http://mirror/debian/', 'trixie'),
        deb('http://mirror/debian/', 'trixie-updates'),
        deb('http://security/', 'trixie-security'),
      ],
    },
    {
      name: 'are named once where the machine has several architectures',
      known: ['Debian main bookworm http://mirror/', 'Debian main bookworm http://mirror/'],
      sources: [deb('http://mirror/', 'trixie')],
    },
    {
      name: 'leave out other vendors, other components and backports',
      known: [
        'Elsewhere main bookworm http://elsewhere/',
        'Debian contrib bookworm http://mirror/',
        'Debian main bookworm-backports http://mirror/',
        'Debian main bookworm http://mirror/',
        '',
      ],
      sources: [deb('http://mirror/', 'trixie')],
    },
  ])('$name', ({ known, sources }) => {
    expect(sourcesOf(known.join('\n'), 'trixie')).toEqual(sources);
  });

  test('are not guessed where apt has no lists of Debian', () => {
    expect(() => sourcesOf('Elsewhere main bookworm http://elsewhere/', 'trixie')).toThrow(
      /trixie .* no lists of Debian.*apt-get update/,
    );
  });
});

// apt and what it may reach depend on the machine: here it is a script that writes down how it was called.
describe('an apt of its own', () => {
  const path0 = process.env.PATH;
  let folder = '';

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'virtform-apt-'));
    mkdirSync(path.join(folder, 'bin'));
    process.env.PATH = `${folder}/bin:${path0 ?? ''}`;
    program(
      'apt-get',
      `case "$*" in
        indextargets*) echo 'Debian main bookworm http://mirror/';;
        *) echo "\${APT_CONFIG-none} $*" >>${folder}/log;;
      esac`,
    );
    program(
      'apt-config',
      `echo 'Acquire::http::Proxy "http://proxy:3128";'
       echo 'Acquire::IndexTargets::deb::DEP-11 "";'`,
    );
  });
  afterEach(() => {
    process.env.PATH = path0;
    rmSync(folder, { recursive: true });
  });

  const program = (name: string, script: string): void =>
    writeFileSync(path.join(folder, 'bin', name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });

  test('fetches lists and packages by settings of its own', async () => {
    const own = path.join(folder, 'apt');
    const apt = await openPrivateApt(own, 'trixie');
    expect(await apt.download(['libvirt0', 'nftables'])).toBe(path.join(own, 'cache', 'archives'));
    expect(readFileSync(path.join(folder, 'log'), 'utf8').trim().split('\n')).toEqual([
      `${own}/apt.conf -qq update`,
      `${own}/apt.conf -qq install -y --no-install-recommends --download-only libvirt0 nftables`,
    ]);
  });

  test('goes through the proxies of the machine, and keeps out of all else of it', async () => {
    const own = path.join(folder, 'apt');
    await openPrivateApt(own, 'trixie');
    const settings = readFileSync(path.join(own, 'apt.conf'), 'utf8');
    expect(settings).toContain('Acquire::http::Proxy "http://proxy:3128";');
    expect(settings).not.toContain('DEP-11');
    const folders = [...settings.matchAll(/^Dir::(.*) "(.*)";$/gm)].map(([, , place = '']) => place);
    expect(folders.length).toBeGreaterThan(0);
    for (const place of folders) expect(place === '/dev/null' || place.startsWith(`${own}/`)).toBe(true);
  });

  test('says so where the machine’s archive does not have the release', async () => {
    program(
      'apt-get',
      `case "$*" in
        indextargets*) echo 'Debian main bookworm http://mirror/';;
        *) echo "E: no Release file" >&2; exit 100;;
      esac`,
    );
    await expect(openPrivateApt(path.join(folder, 'apt'), 'trixie')).rejects.toThrow(
      /trixie.*"apt-get -qq update" failed\.\nE: no Release file\n.*have to have trixie/,
    );
  });
});
