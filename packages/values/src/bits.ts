/** How many bits a number that is not negative takes. */
export function bitLength(size: bigint): number {
  const hex = size.toString(16);
  return size === 0n ? 0 : hex.length * 4 - (Math.clz32(Number.parseInt(hex.charAt(0), 16)) - 28);
}

/** How many zero bits a number that is greater than zero ends with. */
export function trailingZeros(size: bigint): number {
  let zeros = 0;
  while (BigInt.asUintN(64, size >> BigInt(zeros)) === 0n) zeros += 64;
  for (let width = 32; width > 0; width >>= 1)
    if (BigInt.asUintN(width, size >> BigInt(zeros)) === 0n) zeros += width;
  return zeros;
}

/** `size ÷ 2^bits`, half to the even number. */
export function roundedShift(size: bigint, bits: number): bigint {
  const kept = size >> BigInt(bits);
  const rest = BigInt.asUintN(bits, size);
  const half = 1n << BigInt(bits - 1);
  const up = rest > half || (rest === half && (kept & 1n) === 1n);
  return up ? kept + 1n : kept;
}
