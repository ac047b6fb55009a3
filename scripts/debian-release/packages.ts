import { existsSync, readdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { unpackArchives } from '../apt.js';
import { openPrivateApt } from './private-apt.js';

/** libvirt with its drivers, QEMU, what libvirt calls, TPMs and shared folders among it, and a far side for ssh and SASL. */
const PACKAGES = [
  'libvirt-daemon-system',
  'libvirt-daemon-driver-interface',
  'libvirt-daemon-driver-lxc',
  'libvirt-daemon-driver-network',
  'libvirt-daemon-driver-nodedev',
  'libvirt-daemon-driver-nwfilter',
  'libvirt-daemon-driver-qemu',
  'libvirt-daemon-driver-secret',
  'libvirt-daemon-driver-storage',
  'libvirt-daemon-driver-storage-disk',
  'libvirt-daemon-driver-storage-iscsi',
  'libvirt-daemon-driver-storage-logical',
  'libvirt-daemon-driver-storage-mpath',
  'libvirt-daemon-driver-storage-scsi',
  'libvirt-clients',
  'qemu-system-x86',
  'qemu-system-modules-spice',
  'qemu-utils',
  'dnsmasq-base',
  'iproute2',
  'iptables',
  'nftables',
  'swtpm',
  'swtpm-tools',
  'virtiofsd',
  'openssh-server',
  'libsasl2-modules',
  'sasl2-bin',
  // Everything in the namespaces is run from here: the first process's own commands, and what who comes by ssh runs there.
  'bash',
  'coreutils',
  'dash',
  'grep',
  'libc-bin',
  'mount',
  'netcat-openbsd',
];

/** update-alternatives makes these links when the package is installed. */
const ALTERNATIVES = {
  'bin/nc': 'nc.openbsd',
  'sbin/iptables': 'iptables-nft',
  'sbin/ip6tables': 'ip6tables-nft',
  'sbin/ebtables': 'ebtables-nft',
  'sbin/arptables': 'arptables-nft',
};

/** A fifth of it all. */
const UNREAD = ['doc', 'locale', 'man'];

/** Nearly half of it: what draws in software, for displays with OpenGL that no test opens. */
const UNUSED_LIBRARIES = /^lib(?:LLVM|gallium|z3)\b.*\.so/;

/** Fetches the packages of a release and makes their /usr, `${folder}/usr`. */
export async function unpackRelease(folder: string, codename: string): Promise<void> {
  const [workshop, root] = [path.join(folder, 'apt'), path.join(folder, 'root')];
  const apt = await openPrivateApt(workshop, codename);
  await unpackArchives(await apt.download(PACKAGES), root);
  const usr = path.join(folder, 'usr');
  // The rest is settings, which are the machine's or the hypervisor's own, and links into it.
  renameSync(path.join(root, 'usr'), usr);
  for (const name of UNREAD) rmSync(path.join(usr, 'share', name), { recursive: true, force: true });
  const libraries = path.join(usr, 'lib', 'x86_64-linux-gnu');
  for (const name of readdirSync(libraries)) {
    if (UNUSED_LIBRARIES.test(name)) rmSync(path.join(libraries, name));
  }
  for (const [name, target] of Object.entries(ALTERNATIVES)) {
    const link = path.join(usr, name);
    if (!existsSync(link)) symlinkSync(target, link);
  }
  for (const scrap of [workshop, root]) rmSync(scrap, { recursive: true });
}
