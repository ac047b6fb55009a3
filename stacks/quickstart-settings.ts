import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { CpuMode, DomainType } from '@virtform/constructs';

/** What differs from machine to machine. */
export interface QuickstartSettings {
  /** The libvirt to use: `qemu:///system`, or one of your own. */
  readonly uri: string;
  /** `kvm` where the processor runs guests itself, `qemu` where QEMU has to emulate it. */
  readonly domainType: DomainType;
  readonly cpu?: CpuMode;
  /** The guest's disk image, on this machine. */
  readonly image: string;
  /** `user` where libvirt may not make bridges: `qemu:///session`. */
  readonly network: 'nat' | 'user';
  /** The folder on the libvirt host that takes the disks. */
  readonly poolPath: string;
}

/** What `npm start` found out about this machine; without it, what holds on most. */
export function quickstartSettings(folder: string): QuickstartSettings {
  const file = path.join(folder, '.virtform', 'quickstart.json');
  const found = existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8')) as Partial<QuickstartSettings>)
    : {};
  const settings: QuickstartSettings = {
    uri: process.env.LIBVIRT_DEFAULT_URI ?? 'qemu:///system',
    domainType: 'kvm',
    image: path.join(folder, '.virtform', 'quickstart.qcow2'),
    network: 'nat',
    poolPath: '/var/lib/libvirt/images/quickstart',
    ...found,
  };
  if (!existsSync(settings.image)) {
    throw new Error(
      `The quickstart's guest image ${settings.image} is not there. 'npm start' builds it from Debian packages; ` +
        `any other bootable image will do when ${file} names it: { "image": "…" }.`,
    );
  }
  return settings;
}
