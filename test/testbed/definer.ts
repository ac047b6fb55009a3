import { connect, type ConnectionPool, DomainDefineFlags, DomainXmlFlags, libvirt } from '@virtform/libvirt';
import {
  asGrammarWants,
  checkObject,
  conform,
  decode,
  encode,
  parseXml,
  resources,
  writeXml,
} from '@virtform/schema';
import { formatPath, type Diagnostic, type ValueObject } from '@virtform/values';
import type { Hypervisor } from '../../scripts/hypervisor.js';

const { libvirt_domain: domain } = resources;

/** All that would keep a definition from going. */
const UNDEFINE = 23;
const NAME = 'named';
const UUID = '7e570000-0000-4000-8000-0000000000d0';

/** What a hypervisor holds of a guest; why it has none of it otherwise. */
export type Definition = { readonly stored: ValueObject } | { readonly refusal: string };

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

  async define(guest: ValueObject): Promise<Definition> {
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

  /** Why it takes no such guest; asked of its grammar as well, as an apply asks it, the answer takes longer. */
  async refusal(
    guest: ValueObject,
    { byGrammar = false }: { readonly byGrammar?: boolean } = {},
  ): Promise<string | undefined> {
    const answer = await this.attempt(guest, async (xml) => {
      const { domains } = libvirt(this.caller);
      await domains.undefine(
        await domains.defineXml(xml, byGrammar ? DomainDefineFlags.VALIDATE : 0),
        UNDEFINE,
      );
      return {};
    });
    return 'refusal' in answer ? answer.refusal : undefined;
  }

  private async attempt<T extends object>(
    guest: ValueObject,
    ask: (xml: string) => Promise<T>,
  ): Promise<T | { readonly refusal: string }> {
    // Two things that conform may exclude each other: a controller of one type with what those of another have.
    const { value, diagnostics } = conform(domain, { ...guest, name: NAME });
    const wrong = errorIn(diagnostics) ?? errorIn(checkObject('libvirt_domain', value));
    if (wrong !== undefined) return { refusal: wrong };
    try {
      return await ask(writeXml(encode(domain, { ...asGrammarWants(value), uuid: UUID })));
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

function errorIn(diagnostics: readonly Diagnostic[]): string | undefined {
  const wrong = diagnostics.find(({ severity }) => severity === 'error');
  return wrong === undefined ? undefined : `${formatPath(wrong.path ?? [])}: ${wrong.summary}`;
}
