import type { ValueObject } from '@virtform/values';
import type { Hypervisor } from '../../scripts/hypervisor.js';
import { Definer, type Definition } from './definer.js';

/** Several hypervisors that are alike, of which each answers one question at a time. */
export class Definers {
  private readonly free: Definer[];
  private readonly waiting: ((definer: Definer) => void)[] = [];

  private constructor(
    private readonly hypervisors: readonly Hypervisor[],
    private readonly definers: readonly Definer[],
  ) {
    this.free = [...definers];
  }

  /** @param start starts a hypervisor, which stops as they are closed */
  static async open(count: number, start: () => Promise<Hypervisor>): Promise<Definers> {
    const hypervisors: Hypervisor[] = [];
    for (let index = 0; index < count; index += 1) hypervisors.push(await start());
    return new Definers(hypervisors, await Promise.all(hypervisors.map((each) => Definer.open(each))));
  }

  async close(): Promise<void> {
    await Promise.all(this.definers.map((definer) => definer.close()));
    await Promise.all(this.hypervisors.map((hypervisor) => hypervisor.stop()));
  }

  /** How many questions are answered at once. */
  get count(): number {
    return this.definers.length;
  }

  /** As `Definer.define`. */
  define(guest: ValueObject): Promise<Definition> {
    return this.lend((definer) => definer.define(guest));
  }

  /** As `Definer.refusal`. */
  refusal(guest: ValueObject, options: { readonly byGrammar?: boolean } = {}): Promise<string | undefined> {
    return this.lend((definer) => definer.refusal(guest, options));
  }

  private async lend<T>(use: (definer: Definer) => Promise<T>): Promise<T> {
    const definer = this.free.pop() ?? (await new Promise<Definer>((resolve) => this.waiting.push(resolve)));
    try {
      return await use(definer);
    } finally {
      const next = this.waiting.shift();
      if (next === undefined) this.free.push(definer);
      else next(definer);
    }
  }
}
