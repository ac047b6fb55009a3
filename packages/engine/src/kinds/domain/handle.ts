import type { Caller, Domain } from '@virtform/libvirt';
import { parseXml, type XmlElement } from '@virtform/schema';

/** virDomainModificationImpact. */
export const AFFECT_LIVE = 1;
export const AFFECT_CONFIG = 2;
const XML_SECURE = 1;
const XML_INACTIVE = 2;

/** The flags for the sides that a step's arguments name. */
export function affect(args: { readonly live?: unknown; readonly stored?: unknown }): number {
  return (args.live === true ? AFFECT_LIVE : 0) | (args.stored === true ? AFFECT_CONFIG : 0);
}

/** What is defined, secrets included: what is defined anew from XML without them would lose them (seen). */
export function storedXml(host: Caller, dom: Domain): Promise<XmlElement> {
  return readXml(host, dom, XML_SECURE | XML_INACTIVE);
}

/** What runs, secrets included. */
export function runningXml(host: Caller, dom: Domain): Promise<XmlElement> {
  return readXml(host, dom, XML_SECURE);
}

async function readXml(host: Caller, dom: Domain, flags: number): Promise<XmlElement> {
  const { xml } = await host.call('DOMAIN_GET_XML_DESC', { dom, flags });
  return parseXml(xml);
}
