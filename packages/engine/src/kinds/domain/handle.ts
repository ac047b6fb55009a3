import { type Caller, type Domain, DomainAffectFlags, DomainXmlFlags, libvirt } from '@virtform/libvirt';
import { parseXml, type XmlElement } from '@virtform/schema';

/** The flags for the sides that a step's arguments name. */
export function affect(args: { readonly live?: unknown; readonly stored?: unknown }): number {
  return (
    (args.live === true ? DomainAffectFlags.LIVE : 0) | (args.stored === true ? DomainAffectFlags.CONFIG : 0)
  );
}

export function isActive(host: Caller, dom: Domain): Promise<boolean> {
  return libvirt(host).domains.isActive(dom);
}

/** What is defined, secrets included: what is defined anew from XML without them would lose them (seen). */
export function storedXml(host: Caller, dom: Domain): Promise<XmlElement> {
  return readXml(host, dom, DomainXmlFlags.SECURE | DomainXmlFlags.INACTIVE);
}

/** What runs, secrets included. */
export function runningXml(host: Caller, dom: Domain): Promise<XmlElement> {
  return readXml(host, dom, DomainXmlFlags.SECURE);
}

async function readXml(host: Caller, dom: Domain, flags: number): Promise<XmlElement> {
  return parseXml(await libvirt(host).domains.xmlDesc(dom, flags));
}
