/** What is known of two attributes. */
export type Standing =
  /** Nothing so far. */
  | 'open'
  /** A guest has both; in one element, where they are of one list. */
  | 'together'
  /** A guest has both, in two elements of one list; whether one can have both is open, or it cannot. */
  | 'side by side'
  /** No guest can be composed that has both. */
  | 'apart'
  /** The hypervisor refuses guests that have both. */
  | 'refused';

const STANDINGS: readonly Standing[] = ['open', 'together', 'side by side', 'apart', 'refused'];
const OPEN = STANDINGS.indexOf('open');
const TOGETHER = STANDINGS.indexOf('together');

/** What is known of each two of some attributes. */
export class Pairs {
  private readonly numbers: ReadonlyMap<string, number>;
  /** A row for each attribute. */
  private readonly known: readonly Uint8Array[];
  private readonly lacking: Uint32Array;

  constructor(readonly names: readonly string[]) {
    this.numbers = new Map(names.map((name, index) => [name, index]));
    this.known = names.map(() => new Uint8Array(names.length));
    this.lacking = new Uint32Array(names.length).fill(names.length - 1);
  }

  get total(): number {
    return (this.names.length * (this.names.length - 1)) / 2;
  }

  standing(one: string, other: string): Standing {
    return STANDINGS[this.known[this.numberOf(one)]?.[this.numberOf(other)] ?? OPEN] ?? 'open';
  }

  note(one: string, other: string, standing: Exclude<Standing, 'open'>): void {
    if (one === other) return;
    for (const [left, right] of [
      [this.numberOf(one), this.numberOf(other)],
      [this.numberOf(other), this.numberOf(one)],
    ] as const) {
      const row = this.known[left];
      if (row === undefined) continue;
      if (row[right] === OPEN) this.lacking[left] = (this.lacking[left] ?? 1) - 1;
      row[right] = STANDINGS.indexOf(standing);
    }
  }

  /** Notes that two stand so in a guest, unless more is known; says whether they did not before. */
  reach(one: string, other: string, standing: 'together' | 'side by side'): boolean {
    const before = this.standing(one, other);
    if (one === other || before === 'together' || before === standing) return false;
    this.note(one, other, standing);
    return true;
  }

  /** With how many others an attribute has not stood. */
  open(name: string): number {
    return this.lacking[this.numberOf(name)] ?? 0;
  }

  /** With which others an attribute has not stood, by their numbers. */
  openTo(number: number): readonly number[] {
    const row = this.known[number];
    const others: number[] = [];
    for (let other = 0; other < this.names.length; other += 1)
      if (row?.[other] === OPEN && other !== number) others.push(other);
    return others;
  }

  /** Whether two stand in a guest, by their numbers; in one element, where they are of one list. */
  isTogether(one: number, other: number): boolean {
    return this.known[one]?.[other] === TOGETHER;
  }

  /** Whether nothing is known of two, by their numbers. */
  isOpen(one: number, other: number): boolean {
    return one !== other && this.known[one]?.[other] === OPEN;
  }

  numberOf(name: string): number {
    return this.numbers.get(name) ?? 0;
  }

  /** How many pairs stand so. */
  count(standing: Standing): number {
    const wanted = STANDINGS.indexOf(standing);
    let count = 0;
    for (const [index, row] of this.known.entries())
      for (let other = index + 1; other < row.length; other += 1) if (row[other] === wanted) count += 1;
    return count;
  }

  /** The pairs that stand so. */
  *those(...standings: readonly Standing[]): Generator<readonly [string, string]> {
    const wanted = new Set(standings.map((standing) => STANDINGS.indexOf(standing)));
    for (const [index, one] of this.names.entries()) {
      for (const [further, other] of this.names.slice(index + 1).entries()) {
        if (wanted.has(this.known[index]?.[index + 1 + further] ?? OPEN)) yield [one, other];
      }
    }
  }
}
