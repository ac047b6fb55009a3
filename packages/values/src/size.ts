const POWERS: readonly string[] = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

/**
 * Bytes in one unit, by the names that libvirt takes (`virScaleInteger`): `B` or `bytes`, `KB` (10^3), `k` or `KiB` (2^10),
 * and so on up to exa. Letters count in either case.
 *
 * @returns undefined for a name that libvirt does not know
 */
export function bytesInUnit(unit: string): bigint | undefined {
  const name = unit.toLowerCase();
  if (name === 'b' || name === 'byte' || name === 'bytes') return 1n;
  const match = /^([kmgtpe])(b|ib)?$/.exec(name);
  const letter = match?.[1];
  if (letter === undefined) return undefined;
  const power = BigInt('kmgtpe'.indexOf(letter) + 1);
  return match?.[2] === 'b' ? 1000n ** power : 1024n ** power;
}

/** A number of bytes as people write it: the largest binary unit that leaves at most two decimals: `1.5 GiB`. */
export function formatBytes(bytes: bigint | number): string {
  let value = Number(bytes);
  let power = 0;
  while (Math.abs(value) >= 1024 && power < POWERS.length - 1) {
    value /= 1024;
    power += 1;
  }
  const rounded = Math.round(value * 100) / 100;
  return `${rounded} ${POWERS[power] ?? ''}B`;
}
