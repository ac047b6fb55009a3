import { connect, type ConnectionPool, DomainDefineFlags, DomainXmlFlags, libvirt } from '@virtform/libvirt';
import { checkObject, conform, decode, encode, parseXml, resources, writeXml } from '@virtform/schema';
import { formatPath, type ValueObject } from '@virtform/values';
import type { Hypervisor } from '../../scripts/hypervisor.js';

const { libvirt_domain: domain } = resources;

/** All that would keep a definition from going. */
const UNDEFINE = 23;
const UUID = '7e570000-0000-4000-8000-0000000000d0';

/** Asks a hypervisor what it makes of guests; none of them stays. */
export class Definer {
  private constructor(
    private readonly hypervisor: Hypervisor,
    private caller: ConnectionPool,
  ) {}

  static async open(hypervisor: Hypervisor): Promise<Definer> {
    return new Definer(hypervisor, await connect(hypervisor.uri));
  }

  close(): Promise<void> {
    return this.caller.close();
  }

  /** What the hypervisor holds of a guest; why it has none of it otherwise. */
  async define(guest: ValueObject): Promise<{ readonly stored: ValueObject } | { readonly refusal: string }> {
    return this.attempt(guest, async (xml) => {
      const { domains } = libvirt(this.caller);
      // Without the check it answers ten times as fast, and most of what it refuses it refuses then.
      await domains.undefine(await domains.defineXml(xml, 0), UNDEFINE);
      const dom = await domains.defineXml(xml, DomainDefineFlags.VALIDATE);
      const text = await domains.xmlDesc(dom, DomainXmlFlags.SECURE | DomainXmlFlags.INACTIVE);
      await domains.undefine(dom, UNDEFINE);
      return { stored: decode(domain, parseXml(text)) };
    });
  }

  /** Whether it takes a guest, its schema aside. */
  accepts(guest: ValueObject): Promise<boolean> {
    return this.isTaken(guest, 0);
  }

  /** Whether it takes a guest that its schema allows, as an apply asks it. */
  validates(guest: ValueObject): Promise<boolean> {
    return this.isTaken(guest, DomainDefineFlags.VALIDATE);
  }

  private async isTaken(guest: ValueObject, flags: number): Promise<boolean> {
    const answer = await this.attempt(guest, async (xml) => {
      const { domains } = libvirt(this.caller);
      await domains.undefine(await domains.defineXml(xml, flags), UNDEFINE);
      return {};
    });
    return !('refusal' in answer);
  }

  private async attempt<T extends object>(
    guest: ValueObject,
    ask: (xml: string) => Promise<T>,
  ): Promise<T | { readonly refusal: string }> {
    const { value, diagnostics } = conform(domain, { ...guest, name: 'named' });
    const wrong = [...diagnostics, ...checkObject('libvirt_domain', value)].find(
      ({ severity }) => severity === 'error',
    );
    if (wrong !== undefined) return { refusal: `${formatPath(wrong.path ?? [])}: ${wrong.summary}` };
    try {
      return await ask(writeXml(encode(domain, { ...value, uuid: UUID })));
    } catch (error) {
      await this.revive();
      return { refusal: error instanceof Error ? error.message : String(error) };
    }
  }

  /** Some guests end the daemon. */
  private async revive(): Promise<void> {
    try {
      await libvirt(this.caller).node.libVersion();
    } catch {
      await this.caller.close().catch(() => undefined);
      await this.hypervisor.restartDaemon();
      this.caller = await connect(this.hypervisor.uri);
    }
  }
}
