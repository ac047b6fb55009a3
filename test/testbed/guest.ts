import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { guestImage } from '../../scripts/guest-image.js';
import type { Hypervisor } from '../../scripts/hypervisor.js';
import { untilTrue } from './time.js';
import { virsh } from './virsh.js';

/** What a command said inside a guest. */
export interface GuestResult {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A running guest, seen from inside through its agent. */
export interface Guest {
  readonly name: string;
  /** Runs a program in the guest and waits for its end. */
  exec(program: string, ...args: readonly string[]): Promise<GuestResult>;
  /** Seconds since the guest's kernel started. */
  uptime(): Promise<number>;
  /** Differs after every boot of the guest. */
  bootId(): Promise<string>;
  /** Waits until the agent answers. */
  ready(): Promise<void>;
}

export interface GuestOptions {
  readonly name?: string;
  /** `kernel`: direct kernel boot, the fastest. `disk`: an overlay on the image, booted by its firmware. */
  readonly boot?: 'kernel' | 'disk';
  /** A network of the hypervisor; without one the guest has no network card. */
  readonly network?: string;
  readonly mac?: string;
  readonly memoryMiB?: number;
  /** More of libvirt's XML for `<devices>`. */
  readonly devices?: string;
}

/**
 * Defines and starts the test guest in a hypervisor, and waits until its agent answers. It has one CPU of two, and room to
 * plug in devices. Software emulation: about 6 s.
 */
export async function bootGuest(hypervisor: Hypervisor, options: GuestOptions = {}): Promise<Guest> {
  const name = options.name ?? `guest-${randomBytes(3).toString('hex')}`;
  const file = path.join(hypervisor.scratch, `${name}.xml`);
  writeFileSync(file, await domainXml(hypervisor, name, options));
  await virsh(hypervisor.uri, 'define', file);
  await virsh(hypervisor.uri, 'start', name);
  const guest = guestOf(hypervisor.uri, name);
  try {
    await guest.ready();
  } catch (error) {
    const console = readFileSync(path.join(hypervisor.scratch, `${name}.log`), 'utf8').slice(-2000);
    throw new Error(`${name} did not come up. Its console said last:\n${console}`, { cause: error });
  }
  return guest;
}

/** A guest that was started by other means, and runs an agent. */
export function guestOf(uri: string, name: string): Guest {
  const agent = async (command: string, args: object): Promise<unknown> => {
    const request = JSON.stringify({ execute: command, arguments: args });
    return (JSON.parse(await virsh(uri, 'qemu-agent-command', name, request)) as { readonly return: unknown })
      .return;
  };
  const exec: Guest['exec'] = async (program, ...args) => {
    const started = await agent('guest-exec', { path: program, arg: args, 'capture-output': true });
    const status = await untilTrue(`${program} has ended in ${name}`, async () => {
      const now = (await agent('guest-exec-status', started as object)) as ExecStatus;
      return now.exited && now;
    });
    const text = (data: string | undefined): string => Buffer.from(data ?? '', 'base64').toString();
    return {
      status: status.exitcode ?? -1,
      stdout: text(status['out-data']),
      stderr: text(status['err-data']),
    };
  };
  const read = async (file: string): Promise<string> => (await exec('/bin/cat', file)).stdout.trim();
  return {
    name,
    exec,
    uptime: async () => Number((await read('/proc/uptime')).split(' ')[0]),
    bootId: () => read('/proc/sys/kernel/random/boot_id'),
    ready: async () => {
      await untilTrue(
        `the agent of ${name} answers`,
        async () => (await agent('guest-ping', {})) !== undefined,
        120_000,
      );
    },
  };
}

interface ExecStatus {
  readonly exited: boolean;
  readonly exitcode?: number;
  readonly 'out-data'?: string;
  readonly 'err-data'?: string;
}

/** Places for devices that are plugged in later; the root has to be named first where any other controller is. */
const SPARE_PORTS = [
  `<controller type='pci' index='0' model='pcie-root'/>`,
  ...Array.from({ length: 10 }, () => `<controller type='pci' model='pcie-root-port'/>`),
].join('');

async function domainXml(hypervisor: Hypervisor, name: string, options: GuestOptions): Promise<string> {
  const image = await guestImage();
  const boot =
    options.boot === 'disk'
      ? `<boot dev='hd'/>`
      : `<kernel>${image.kernel}</kernel><initrd>${image.initramfs}</initrd>
         <cmdline>${image.commandLine} virtform.hostname=${name}</cmdline>`;
  return `<domain type='qemu'>
    <name>${name}</name>
    <memory unit='MiB'>${options.memoryMiB ?? 224}</memory>
    <vcpu current='1'>2</vcpu>
    <os><type arch='x86_64' machine='q35'>hvm</type>${boot}</os>
    <features><acpi/><apic/></features>
    <on_poweroff>destroy</on_poweroff><on_reboot>restart</on_reboot><on_crash>destroy</on_crash>
    <devices>
      ${SPARE_PORTS}
      ${options.boot === 'disk' ? overlayDisk(hypervisor, name, image.disk) : ''}
      ${options.network === undefined ? '' : networkCard(options.network, options.mac)}
      <serial type='pty'><log file='${hypervisor.scratch}/${name}.log'/></serial>
      <channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>
      <rng model='virtio'><backend model='random'>/dev/urandom</backend></rng>
      ${options.devices ?? ''}
    </devices>
  </domain>`;
}

function overlayDisk(hypervisor: Hypervisor, name: string, base: string): string {
  const file = path.join(hypervisor.scratch, `${name}.qcow2`);
  execFileSync('qemu-img', ['create', '-q', '-f', 'qcow2', '-F', 'qcow2', '-b', base, file]);
  return `<disk type='file' device='disk'><driver name='qemu' type='qcow2' cache='unsafe'/>
    <source file='${file}'/><target dev='vda' bus='virtio'/></disk>`;
}

function networkCard(network: string, mac: string | undefined): string {
  return `<interface type='network'><source network='${network}'/>${mac === undefined ? '' : `<mac address='${mac}'/>`}
    <model type='virtio'/><rom enabled='no'/></interface>`;
}
