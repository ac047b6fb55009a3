/** Which two things a hypervisor refuses together, learned as it refuses them: it need not be asked again. */
export class Nogoods<T> {
  private readonly known = new Map<T, Set<T>>();
  private readonly alone = new Set<T>();
  private readonly unexplained = new Map<T, number>();

  note(one: T, other: T): void {
    for (const [left, right] of [
      [one, other],
      [other, one],
    ] as const) {
      const rivals = this.known.get(left) ?? new Set();
      this.known.set(left, rivals.add(right));
    }
  }

  /** Notes what is refused beside nothing. */
  noteAlone(one: T): void {
    this.alone.add(one);
  }

  /** Whether something is known to be refused beside others. */
  bars(one: T, others: ReadonlySet<T>): boolean {
    if (this.alone.has(one)) return true;
    for (const rival of this.known.get(one) ?? []) if (others.has(rival)) return true;
    return false;
  }

  /** Counts how often something was refused beside many others, until it is explained; tells how often it was before. */
  puzzle(one: T): number {
    const before = this.unexplained.get(one) ?? 0;
    this.unexplained.set(one, before + 1);
    return before;
  }

  /** It is known why something was refused. */
  explain(one: T): void {
    this.unexplained.delete(one);
  }
}
