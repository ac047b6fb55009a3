import { writeFileSync } from 'node:fs';

/**
 * A guest of 28 bytes: it waits for its power button and then turns itself off. SeaBIOS puts the power management of both of QEMU's PCs
 * at port 0x600: there is the status register, behind it the one that enables events, then the one that puts the machine to sleep.
 */
const POWER_BUTTON = Buffer.from([
  // mov dx, 0x602; in ax, dx; or ax, 0x100; out dx, ax: the button counts only where it is enabled.
  ...[0xba, 0x02, 0x06, 0xed, 0x0d, 0x00, 0x01, 0xef],
  // sti; hlt: until the clock ticks, 18 times a second.
  ...[0xfb, 0xf4],
  // mov dx, 0x600; in ax, dx; test ah, 1; jz to the wait.
  ...[0xba, 0x00, 0x06, 0xed, 0xf6, 0xc4, 0x01, 0x74, 0xf5],
  // mov dx, 0x604; mov ax, 0x2000; out dx, ax: to sleep, in the state that is off.
  ...[0xba, 0x04, 0x06, 0xb8, 0x00, 0x20, 0xef],
  // jmp to the wait.
  ...[0xeb, 0xec],
]);

/** A guest of 7 bytes that tells its panic device (port 0x505) that it crashed: mov dx, 0x505; mov al, 1; out dx, al; hlt. */
const CRASH = Buffer.from([0xba, 0x05, 0x05, 0xb0, 0x01, 0xee, 0xf4]);

/** Writes a raw disk of 1 MiB that boots a guest which waits for its power button. */
export function writePowerButtonDisk(file: string): void {
  writeBootDisk(file, POWER_BUTTON);
}

/** The same for one that crashes as soon as it is started. */
export function writeCrashDisk(file: string): void {
  writeBootDisk(file, CRASH);
}

function writeBootDisk(file: string, program: Buffer): void {
  const disk = Buffer.alloc(1_048_576);
  program.copy(disk);
  // By this the firmware knows that the sector boots.
  disk.writeUInt16LE(0xaa55, 510);
  writeFileSync(file, disk);
}
