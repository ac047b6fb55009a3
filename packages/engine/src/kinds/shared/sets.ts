/** Sets by a name; one that holds nothing takes no room. */
export interface Sets<Member> {
  add(name: string, member: Member): void;
  remove(name: string, member: Member): void;
  of(name: string): ReadonlySet<Member>;
}

/** Sets that hold nothing yet. */
export function createSets<Member>(): Sets<Member> {
  const sets = new Map<string, Set<Member>>();
  return {
    add(name, member) {
      const known = sets.get(name);
      if (known === undefined) sets.set(name, new Set([member]));
      else known.add(member);
    },
    remove(name, member) {
      const known = sets.get(name);
      known?.delete(member);
      if (known?.size === 0) sets.delete(name);
    },
    of: (name) => sets.get(name) ?? new Set(),
  };
}
