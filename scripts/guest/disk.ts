import { execFile } from 'node:child_process';
import { closeSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { find } from './system.js';

const execute = promisify(execFile);

const SECTOR = 512;
const DISK_BYTES = 64 * 1024 * 1024;
const FIRST_SECTOR = 2048;

/**
 * Makes a disk that a PC's firmware boots by itself: a partition table, one FAT partition with kernel and initramfs, and
 * syslinux. All of it works on a file, by an ordinary user: mtools and syslinux reach the partition by its offset.
 *
 * @param files what goes onto the partition, by the path of its source
 */
export async function makeDisk(packages: string, disk: string, files: readonly string[]): Promise<void> {
  const sectors = DISK_BYTES / SECTOR - FIRST_SECTOR;
  const offset = FIRST_SECTOR * SECTOR;
  writePartitionTable(disk, readFileSync(find(packages, 'mbr.bin')), sectors);

  const bin = path.join(packages, 'usr', 'bin');
  // syslinux calls mtools by name, and the machine's own settings for mtools are not asked.
  const env = { ...process.env, PATH: `${bin}:${process.env.PATH ?? ''}`, MTOOLSRC: '/dev/null' };
  const run = (command: string, args: readonly string[]): Promise<unknown> =>
    execute(path.join(bin, command), args, { env, cwd: path.dirname(disk) });
  const partition = ['-i', `${disk}@@${offset}`];
  await run('mformat', [
    ...partition,
    ...['-T', String(sectors), '-h', '16', '-s', '63', '-H', String(FIRST_SECTOR), '-N', '56495254', '::'],
  ]);
  await run('mcopy', [...partition, ...files, '::']);
  await run('syslinux', ['--install', '--offset', String(offset), disk]);
}

/** A master boot record: code, and one bootable partition of type 0x0c (FAT, addressed by sector number). */
function writePartitionTable(disk: string, code: Buffer, sectors: number): void {
  const record = Buffer.alloc(SECTOR);
  code.copy(record, 0, 0, 440);
  record.writeUInt8(0x80, 446);
  record.fill(0xff, 447, 450);
  record.writeUInt8(0x0c, 450);
  record.fill(0xff, 451, 454);
  record.writeUInt32LE(FIRST_SECTOR, 454);
  record.writeUInt32LE(sectors, 458);
  record.writeUInt16LE(0xaa55, 510);
  const file = openSync(disk, 'w');
  ftruncateSync(file, DISK_BYTES);
  writeSync(file, record, 0, record.length, 0);
  closeSync(file);
}
