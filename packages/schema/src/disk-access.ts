/** What a guest does with a disk: `overlays` is what `transient` has it do, which leaves the image itself alone once it runs. */
export type DiskAccess = 'writes' | 'reads' | 'shares' | 'overlays';

/** What a disk says of that. */
export interface DiskFlags {
  readonly device: string | undefined;
  readonly readOnly: boolean;
  readonly shareable: boolean;
  readonly transient: boolean;
}

export function diskAccess({ device, readOnly, shareable, transient }: DiskFlags): DiskAccess {
  if (readOnly || device === 'cdrom') return 'reads';
  if (shareable) return 'shares';
  return transient ? 'overlays' : 'writes';
}

/**
 * Whether a guest starts beside one that runs with the same image. QEMU locks each image, so that nobody writes what another reads or
 * writes, unless both say that they share it (tried, raw and qcow2; QEMU 7.2). Other hypervisors lock nothing: two that write ruin it.
 */
export function runsBeside(type: string | undefined, mine: DiskAccess, running: DiskAccess): boolean {
  if (!QEMU.has(type)) return mine !== 'writes' || running !== 'writes';
  if (mine === 'reads') return running === 'reads' || running === 'overlays';
  return mine === 'shares' && running === 'shares';
}

const QEMU: ReadonlySet<string | undefined> = new Set(['qemu', 'kvm']);
