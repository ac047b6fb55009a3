import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runMain } from './setup/command.mjs';
import { root, setup } from './setup/index.mjs';
import { load } from './setup/load.mjs';
import { findLeftovers } from './testing/leftovers.mjs';
import { countLine, jestStage, runStage, runTogether } from './testing/stage.mjs';

const full = process.argv.includes('--full');
const minute = 60_000;
const isRoot = process.getuid() === 0;

/** Each test hypervisor has namespaces of its own, which takes root. Left out in silence, they would seem to have passed. */
const NEEDS_ROOT = {
  name: 'end-to-end tests',
  command: [
    'sh',
    '-c',
    'echo "They make network namespaces, for which they need root: sudo npm test" >&2; exit 1',
  ],
};

await runMain(async () => {
  const started = Date.now();
  // The client is tried over ssh and TLS, and with the logins that a daemon may ask for: an sshd, an authority, SASL accounts, and polkit of
  // the tests' own. Containers run beside guests of QEMU, of which one has a TPM. A tool that reads Terraform's plans is installed with
  // pip. Other people's programs read our images.
  setup({
    packages: [
      ...['openssh-server', 'openssh-client', 'netcat-openbsd', 'openssl'],
      ...['sasl2-bin', 'libsasl2-modules', 'dbus', 'polkitd'],
      ...['libvirt-daemon-driver-lxc', 'swtpm', 'swtpm-tools'],
      ...['python3-pip', 'genisoimage', 'libarchive-tools'],
    ],
  });
  const { guestImage } = await load('scripts/guest-image.ts');
  await guestImage(() => console.log('Building the guest image from Debian packages'));
  const { debianRelease } = await load('scripts/debian-release.ts');
  if (isRoot) await debianRelease('trixie', () => console.log("Unpacking libvirt of Debian's trixie"));

  const reports = mkdtempSync(path.join(tmpdir(), 'virtform-reports-'));
  const mark = randomBytes(6).toString('hex');
  // Every temporary file of the tests goes below one folder, so that what one leaves is found.
  const folder = path.join(tmpdir(), `virtform-test-${mark}`);
  // Others may pass through, not look: one test runs a daemon as another user.
  mkdirSync(folder, { mode: 0o711 });
  const env = {
    ...process.env,
    TMPDIR: folder,
    VIRTFORM_TEST_RUN: mark,
    ...(full ? { VIRTFORM_TEST: 'full' } : {}),
  };

  const script = (name) => ['npm', 'run', '--silent', name];
  const jest = { root, folder: reports };
  // Real guests under software emulation take a core each.
  const workers = ['--maxWorkers=2', '--passWithNoTests'];
  const checks = ['lint', 'format', 'types', 'imports'].map((name) => ({
    name,
    command: script(`check:${name}`),
  }));
  const stages = [
    jestStage('unit tests', ['unit'], workers, jest),
    isRoot ? jestStage('end-to-end tests', ['e2e', 'e2e-trixie'], workers, jest) : NEEDS_ROOT,
  ];

  const options = { cwd: root, env, limit: (full ? 180 : 20) * minute };
  const results = await runTogether(checks, options);
  for (const stage of stages) {
    if (results.some(({ interrupted }) => interrupted)) break;
    results.push(await runStage(stage, options));
  }

  const leftovers = await findLeftovers({ mark, folder });
  if (leftovers.length === 0) rmSync(folder, { recursive: true });
  rmSync(reports, { recursive: true });

  console.log('\n── summary ─────────────────────────────────────────────────────');
  for (const { name, passed, duration, counts } of results) {
    const count = counts === undefined ? '' : `  ${countLine([{ counts }])}`;
    console.log(
      `${passed ? 'passed' : 'FAILED'}  ${name.padEnd(18)} ${(duration / 1000).toFixed(1).padStart(6)} s${count}`,
    );
  }
  console.log(`in all ${((Date.now() - started) / 1000).toFixed(1)} s`);
  if (leftovers.length > 0) console.error(`FAILED  The tests left behind:\n  ${leftovers.join('\n  ')}`);
  console.log(`\n${countLine(results)}`);
  return results.every(({ passed }) => passed) && leftovers.length === 0 ? 0 : 1;
});
