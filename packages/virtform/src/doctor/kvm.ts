import { spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { access, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Whether hardware virtualisation runs a guest on this machine, and if not, why. */
export type KvmVerdict = { readonly works: true } | { readonly works: false; readonly reason: string };

/** How to ask; what is left out is what a user has. */
export interface KvmProbe {
  /** QEMU's program for guests of this machine's architecture. */
  readonly emulator?: string;
  /** `tcg` proves the probe itself: software emulation runs it on every machine. */
  readonly accelerator?: 'kvm' | 'tcg';
  /** The kernel's way to KVM. */
  readonly device?: string;
  /** Milliseconds that the guest has; one that works takes about 200. */
  readonly deadline?: number;
}

/** `mov al, 0x10; out 0xf4, al; cli; hlt; jmp` in a boot sector, which a PC's firmware loads and jumps to. */
const PROGRAM = Buffer.from([0xb0, 0x10, 0xe6, 0xf4, 0xfa, 0xf4, 0xeb, 0xfd]);
const SECTOR = Buffer.concat([PROGRAM, Buffer.alloc(510 - PROGRAM.length), Buffer.from([0x55, 0xaa])]);

/** QEMU's device isa-debug-exit ends it with (value << 1) | 1 when a guest writes the value to its port. */
const REACHED = (0x10 << 1) | 1;

/**
 * Lets KVM run a guest of eight bytes, and sees whether they were executed. That `/dev/kvm` exists proves little: inside
 * another virtual machine QEMU may abort on a register that the outer one withholds, or the guest may hang. The CPU is the
 * host's, as it is for a real guest: with QEMU's default one a broken KVM may still answer.
 *
 * Nothing stays behind: a guest that hangs is ended, also when this process is killed meanwhile.
 */
export async function probeKvm(probe: KvmProbe = {}): Promise<KvmVerdict> {
  const {
    emulator = 'qemu-system-x86_64',
    accelerator = 'kvm',
    device = '/dev/kvm',
    deadline = 3000,
  } = probe;
  if (accelerator === 'kvm') {
    const denied = await deviceDenied(device);
    if (denied !== undefined) return { works: false, reason: denied };
  }
  const folder = await mkdtemp(path.join(tmpdir(), 'virtform-kvm-'));
  try {
    const disk = path.join(folder, 'boot-sector');
    await writeFile(disk, SECTOR);
    const machine = [
      '-accel',
      accelerator,
      '-cpu',
      accelerator === 'kvm' ? 'host' : 'max',
      '-M',
      'pc',
      '-m',
      '16',
    ];
    const devices = ['-nodefaults', '-display', 'none', '-device', 'isa-debug-exit,iobase=0xf4,iosize=1'];
    const drive = ['-drive', `file=${disk},format=raw,if=ide`];
    return judge(await runLimited([emulator, ...machine, ...devices, ...drive], deadline, folder), deadline);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function deviceDenied(device: string): Promise<string | undefined> {
  try {
    await access(device, constants.R_OK | constants.W_OK);
    return undefined;
  } catch (error) {
    const missing = typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';
    return missing
      ? `There is no ${device}: the processor has no virtualisation, or it is switched off in the firmware.`
      : `This user may not open ${device}: add it to the group kvm.`;
  }
}

interface Ending {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly said: string;
}

/**
 * timeout(1) outlives this process, so that a guest that hangs is ended in any case. What an abort leaves of the emulator's
 * memory goes to the folder.
 */
function runLimited(command: readonly string[], deadline: number, folder: string): Promise<Ending> {
  return new Promise((resolve) => {
    const args = ['--signal=KILL', String(deadline / 1000), ...command];
    const child = spawn('timeout', args, { stdio: ['ignore', 'ignore', 'pipe'], cwd: folder });
    let said = '';
    child.stderr.on('data', (text: Buffer) => (said += text.toString()));
    child.once('error', (error) => resolve({ status: 127, signal: null, said: error.message }));
    child.once('close', (status, signal) => resolve({ status, signal, said }));
  });
}

function judge({ status, signal, said }: Ending, deadline: number): KvmVerdict {
  if (status === REACHED) return { works: true };
  const last = said.trim().split('\n').at(-1) ?? '';
  const words = last === '' ? '' : ` It said: ${last}`;
  // timeout(1) ends by the signal that it sent, and otherwise the way its command did.
  if (signal === 'SIGKILL') {
    return {
      works: false,
      reason: `A guest that should end at once had not ended after ${deadline / 1000} s.${words}`,
    };
  }
  if (signal === 'SIGABRT') return { works: false, reason: `QEMU aborted when it started a guest.${words}` };
  return { works: false, reason: `QEMU did not run a guest: it ended with ${status ?? signal}.${words}` };
}
