import { existsSync, readdirSync } from 'node:fs';
import { ask, run, SetupError } from './command.mjs';

/** Needed wherever a guest image is built and uploaded. */
const TOOLS = ['qemu-utils'];

/** Needed where the hypervisor runs on this machine. */
const HYPERVISOR = [
  'libvirt-daemon-system',
  'libvirt-daemon-driver-qemu',
  'libvirt-clients',
  'qemu-system-x86',
  'dnsmasq-base',
  'iproute2',
  'iptables',
  'nftables',
];

/** The Debian packages that `npm start` and `npm test` need. */
export function neededPackages({ remote = false } = {}) {
  return remote ? TOOLS : [...TOOLS, ...HYPERVISOR];
}

/** Whether the URI leads to another machine, so that none of libvirt is needed on this one. */
export function isRemote(uri) {
  return uri !== undefined && /^[a-z0-9+]+:\/\/[^/?]/i.test(uri);
}

/**
 * Installs those of the packages that are missing, with apt: as root, or through sudo.
 *
 * @returns whether anything was installed
 * @throws SetupError with the names where this cannot be done
 */
export function ensurePackages(names) {
  const missing = missingPackages(names);
  if (missing.length === 0) return false;
  const list = missing.join(' ');
  if (ask('apt-get', ['--version']).status !== 0) {
    throw new SetupError(
      `Missing: ${list} (names as in Debian)`,
      'This system has no apt: install what your distribution calls these, then run the command again.',
    );
  }
  const apt = asRoot(list);
  console.log(`Installing Debian packages: ${list}`);
  if (!hasPackageLists()) apt(['-q', 'update']);
  const install = ['-qq', 'install', '-y', '--no-install-recommends', ...missing];
  try {
    apt(install);
  } catch {
    // Most often the lists are older than the archive: fetched again, the same names resolve.
    apt(['-q', 'update']);
    apt(install);
  }
  return true;
}

function missingPackages(names) {
  const { status, stdout } = ask('dpkg-query', ['-W', '-f', '${Package} ${db:Status-Status}\n', ...names]);
  if (status === null) return names.filter((name) => !isCommandOf(name));
  const installed = new Set(
    stdout
      .split('\n')
      .filter((line) => line.endsWith(' installed'))
      .map((line) => line.split(' ')[0]),
  );
  return names.filter((name) => !installed.has(name));
}

/** Without dpkg, the commands themselves tell whether a package of any name brought them. */
const COMMANDS = {
  'qemu-utils': 'qemu-img',
  'libvirt-daemon-system': 'libvirtd',
  'libvirt-clients': 'virsh',
  'qemu-system-x86': 'qemu-system-x86_64',
  'dnsmasq-base': 'dnsmasq',
  iproute2: 'ip',
  iptables: 'iptables',
  nftables: 'nft',
};

function isCommandOf(name) {
  const command = COMMANDS[name];
  const folders = [...(process.env.PATH ?? '').split(':'), '/usr/sbin', '/sbin'];
  return command === undefined || folders.some((folder) => existsSync(`${folder}/${command}`));
}

function hasPackageLists() {
  const folder = '/var/lib/apt/lists';
  return existsSync(folder) && readdirSync(folder).some((name) => /_Packages(\.|$)/.test(name));
}

function asRoot(list) {
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const hint = `Install them by hand, then run the command again:\n  apt-get install ${list}`;
  if (process.getuid() === 0) return (args) => run('apt-get', args, { env, hint });
  if (ask('sudo', ['--version']).status === null) {
    throw new SetupError(
      `Missing Debian packages: ${list}`,
      `Install them as root:\n  apt-get install ${list}`,
    );
  }
  return (args) => run('sudo', ['env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...args], { hint });
}
