import type { Diagnostic } from '@virtform/values';
import { elementsAt, isSet, isUnset, numberAt, partAt, shown, textAt, type Part } from '../part.js';
import { refused, type Rule } from '../rule.js';

/** Names that a network knows: `virNetworkDNSDefParseXML`, the same in 9.0 and 11.3. */
export const dnsRules: Rule = (network) => {
  const dns = partAt(network, 'dns');
  return [
    ...switchedOff(dns),
    ...elementsAt(dns, 'forwarders').flatMap(forwarder),
    ...elementsAt(dns, 'host').flatMap(host),
    ...elementsAt(dns, 'sr_vs').flatMap(service),
    ...elementsAt(dns, 'tx_ts').flatMap(text),
  ];
};

function switchedOff(dns: Part): readonly Diagnostic[] {
  if (textAt(dns, 'enable') !== 'no') return [];
  return ['forwarders', 'host', 'sr_vs', 'tx_ts'].flatMap((name) =>
    elementsAt(dns, name).length === 0
      ? []
      : [
          refused(partAt(dns, name), {
            summary: `DNS is switched off, and ${name} is given`,
            action: 'Take it out, or switch DNS on.',
          }),
        ],
  );
}

function forwarder(one: Part): readonly Diagnostic[] {
  if (!isUnset(partAt(one, 'addr')) || !isUnset(partAt(one, 'domain'))) return [];
  return [
    refused(one, {
      summary: 'a forwarder says neither a server nor a domain',
      action: 'Give addr, domain, or both.',
    }),
  ];
}

function host(one: Part): readonly Diagnostic[] {
  const names = partAt(one, 'hostnames');
  if (!isUnset(names) && !(Array.isArray(names.value) && names.value.length === 0)) return [];
  return [refused(names, { summary: `${shown(partAt(one, 'ip'))} has no name`, action: 'Give hostnames.' })];
}

function service(one: Part): readonly Diagnostic[] {
  const target = partAt(one, 'target');
  const port = partAt(one, 'port');
  return [
    ...['service', 'protocol']
      .map((name) => partAt(one, name))
      .filter(isUnset)
      .map((place) =>
        refused(place, {
          summary: `an SRV record does not say its ${place.at.at(-1) ?? ''}`,
          action: 'Give service and protocol.',
        }),
      ),
    ...(isUnset(target)
      ? ['port', 'priority', 'weight']
          .map((name) => partAt(one, name))
          .filter(isSet)
          .map((place) =>
            refused(place, {
              summary: `${place.at.at(-1) ?? ''} is given, and not the target that it belongs to`,
              action: 'Give target, or take it out.',
            }),
          )
      : []),
    ...(isSet(target) && numberAt(port) === 0
      ? [
          refused(port, {
            summary: 'the port of a service is 0',
            action: 'Give its port, or leave it out: 1.',
          }),
        ]
      : []),
  ];
}

function text(one: Part): readonly Diagnostic[] {
  const name = partAt(one, 'name');
  if (!/[ ,]/.test(textAt(name) ?? '')) return [];
  return [
    refused(name, {
      summary: 'the name of a TXT record holds a space or a comma',
      action: 'Take it out.',
    }),
  ];
}
