/**
 * Told of every effect before it happens and after it has, in the order in which they come. May throw (the effect fails), wait
 * (it stalls), or call `kill`.
 *
 * @param index counts from 0
 * @param name what it is: `call DOMAIN_DEFINE_XML_FLAGS`, `write /work/terraform.tfstate`; ` done` behind it when it has happened
 */
export type EffectHook = (index: number, name: string) => void | Promise<void>;

/** Every simulated effect passes here, so that a run can be stopped at each of them. */
export interface Gate {
  /** Resolves when the effect may go on; never, once the process is dead. */
  pass(name: string): Promise<void>;
  /** Kills the process: nothing that it waits for comes any more. */
  kill(): void;
  readonly isDead: boolean;
  /** Resolves when the process was killed. */
  readonly killed: Promise<void>;
  /** How many effects have passed. */
  readonly count: number;
}

/** A gate for one life of a process. */
export function createGate(hook: EffectHook): Gate {
  let count = 0;
  let dead = false;
  let tell: () => void = () => undefined;
  const killed = new Promise<void>((resolve) => (tell = resolve));
  const never = new Promise<void>(() => undefined);
  return {
    killed,
    get isDead() {
      return dead;
    },
    get count() {
      return count;
    },
    kill() {
      dead = true;
      tell();
    },
    async pass(name) {
      if (dead) return never;
      const index = count;
      count += 1;
      await hook(index, name);
      // The hook itself may have been what killed it.
      return this.isDead ? never : undefined;
    },
  };
}
