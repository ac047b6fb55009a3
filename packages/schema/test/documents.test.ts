import type { ValueObject } from '@virtform/values';
import {
  applyEdits,
  conform,
  decode,
  diff,
  documents,
  encode,
  parseXml,
  writeXml,
  type ResourceSchema,
} from '../src/index';
import { checkpoints, snapshots } from './samples/moments';
import { nwfilters } from './samples/nwfilters';
import { secrets } from './samples/secrets';

const { checkpoint, nwfilter, secret, snapshot } = documents;

const samples = [
  ...Object.entries(secrets).map(([title, value]) => ({ schema: secret, title, value })),
  ...Object.entries(nwfilters).map(([title, value]) => ({
    schema: nwfilter,
    title,
    value: { name: 'x', ...value },
  })),
  ...Object.entries(snapshots).map(([title, value]) => ({ schema: snapshot, title, value })),
  ...Object.entries(checkpoints).map(([title, value]) => ({ schema: checkpoint, title, value })),
].map((sample): { schema: ResourceSchema; type: string; title: string; value: ValueObject } => ({
  ...sample,
  type: sample.schema.type,
}));

describe('what libvirt keeps beside the resources of the provider', () => {
  test.each(samples)('$type: $title: is taken, and comes back from XML', ({ schema, value }) => {
    expect(conform(schema, value)).toEqual({ value, diagnostics: [] });
    expect(decode(schema, parseXml(writeXml(encode(schema, value))))).toEqual(value);
  });
});

describe('a filter', () => {
  const document = parseXml(`
<filter name='web' chain='root' newer='1'>
  <uuid>6de76374-2292-4164-a848-4c992db9fd42</uuid>
  <filterref filter='clean-traffic'/>
  <newer/>
  <rule action='accept' direction='in' priority='100'>
    <tcp match='no' srcipaddr='10.0.0.1'/>
    <tcp dstportstart='22' newer='2'/>
  </rule>
  <filterref filter='no-ip-spoofing'>
    <parameter name='IP' value='10.0.0.1'/>
  </filterref>
</filter>`);
  const actual = decode(nwfilter, document);

  test('tells its rules and the filters among them in one list, in their order', () => {
    expect(actual).toEqual({
      name: 'web',
      chain: 'root',
      uuid: '6de76374-2292-4164-a848-4c992db9fd42',
      entries: [
        { filterref: { filter: 'clean-traffic' } },
        {
          rule: {
            action: 'accept',
            direction: 'in',
            priority: 100,
            matches: [{ tcp: { match: false, src_ip_addr: '10.0.0.1' } }, { tcp: { dst_port_start: '22' } }],
          },
        },
        {
          filterref: { filter: 'no-ip-spoofing', parameters: [{ name: 'IP', value: '10.0.0.1' }] },
        },
      ],
    });
  });

  const edited = (entries: readonly ValueObject[]): string => {
    const to = { ...actual, entries };
    const changed = applyEdits(
      nwfilter,
      document,
      diff(nwfilter, actual, to).flatMap(({ edits }) => edits),
    );
    expect(decode(nwfilter, changed).entries ?? []).toEqual(entries);
    return writeXml(changed);
  };
  const [first, second, third] = Array.isArray(actual.entries) ? actual.entries : [];

  test('keeps what nobody knows where it stands when a port changes', () => {
    const text = edited([
      first,
      {
        rule: {
          action: 'accept',
          direction: 'in',
          priority: 100,
          matches: [{ tcp: { match: false, src_ip_addr: '10.0.0.1' } }, { tcp: { dst_port_start: '80' } }],
        },
      },
      third,
    ]);
    expect(text).toBe(writeXml(document).replace("dstportstart='22'", "dstportstart='80'"));
  });

  test('becomes a list in another order', () => {
    expect(edited([third, second, first])).toMatch(/no-ip-spoofing(.|\n)*<newer\/>(.|\n)*clean-traffic/);
  });

  test.each([
    ['a rule for a filter', [{ rule: { action: 'drop', direction: 'out' } }, second, third]],
    ['a filter for a rule', [first, { filterref: { filter: 'other' } }, third]],
    ['one entry less', [first, third]],
    ['one more', [first, second, third, { rule: { action: 'drop', direction: 'inout' } }]],
    [
      'another protocol',
      [
        first,
        {
          rule: {
            action: 'accept',
            direction: 'in',
            priority: 100,
            matches: [{ udp: { dst_port_start: '53' } }],
          },
        },
        third,
      ],
    ],
    ['none', []],
  ])('takes %s', (_what, entries) => {
    edited(entries);
  });

  test('means the same with what must not hold before or behind what has to', () => {
    const matches = [{ tcp: { match: false, src_ip_addr: '10.0.0.1' } }, { tcp: { dst_port_start: '22' } }];
    const rules = (own: readonly ValueObject[]): ValueObject => ({
      entries: [{ rule: { action: 'accept', direction: 'in', matches: own } }],
    });
    expect(diff(nwfilter, rules(matches), rules([...matches].reverse()))).toEqual([]);
  });

  test.each<[string, ValueObject, string]>([
    ['an entry that is neither', {}, 'entries.0: entries[0] says nothing / Give one of: filterref, rule.'],
    [
      'an entry that is both',
      { filterref: { filter: 'x' }, rule: { action: 'drop', direction: 'in' } },
      'entries.0.rule: rule and filterref exclude each other / Keep one of the two.',
    ],
    [
      'a match of two protocols',
      { rule: { action: 'drop', direction: 'in', matches: [{ tcp: {}, udp: {} }] } },
      'entries.0.rule.matches.0.udp: udp and tcp exclude each other / Keep one of the two.',
    ],
  ])('refuses %s', (_what, entry, problem) => {
    const { diagnostics } = conform(nwfilter, { name: 'x', entries: [entry] });
    const told = diagnostics.map(
      ({ path = [], summary, action }) => `${path.join('.')}: ${summary} / ${action ?? ''}`,
    );
    expect(told).toContain(problem);
  });

  const told = (match: ValueObject): readonly string[] =>
    conform(nwfilter, {
      name: 'x',
      entries: [{ rule: { action: 'drop', direction: 'in', matches: [match] } }],
    }).diagnostics.map(({ summary, action }) => `${summary} / ${action ?? ''}`);

  test.each<[ValueObject, string]>([
    [
      { tcp: { src_port_start: 'ssh' } },
      'src_port_start is "ssh" / It has to be a whole number, decimal or hexadecimal (0x1f), or a variable such as $IP.',
    ],
    [{ tcp: { src_port_start: '0x10000' } }, 'src_port_start is 65536 / Give a number from 0 to 65535.'],
    [
      { mac: { protocol_id: 'ipx' } },
      'protocol_id is "ipx" / It has to be a whole number, decimal or hexadecimal (0x1f), or one of arp, rarp, ipv4, ipv6, vlan, or a variable such as $IP.',
    ],
    [{ mac: { protocol_id: '1' } }, 'protocol_id is 1 / Give a number from 1536 to 65535.'],
    [
      { tcp: { flags: 'SYN' } },
      'flags is "SYN" / It has to be a mask and flags such as SYN,ACK/SYN; ALL and NONE stand for all and none.',
    ],
    [
      { tcp: { state: 'OLD' } },
      'state is "OLD" / It has to be NONE, or a list of NEW, ESTABLISHED, RELATED and INVALID with commas between.',
    ],
    [
      { tcp: { src_ip_addr: '2001:db8::1' } },
      'src_ip_addr is "2001:db8::1" / It has to be an IPv4 address, or a variable such as $IP.',
    ],
    [
      { tcp_ipv6: { src_ip_mask: '129' } },
      'src_ip_mask is "129" / It has to be a mask such as ffff:ffff:: or 32, or a variable such as $IP.',
    ],
    [
      { ip: { src_ip_mask: '255.0.255.0' } },
      'src_ip_mask is "255.0.255.0" / It has to be a mask such as 255.255.255.0 or 24, or a variable such as $IP.',
    ],
    [
      { all: { ip_set_flags: 'src,both' } },
      'ip_set_flags is "src,both" / It has to be one to six of src and dst with commas between.',
    ],
    [{ tcp: { ip_set: 'blocked', ip_set_flags: 'src' } }, 'ip_set_flags cannot be used here / Take it out.'],
    [
      { mac: { src_mac_addr: '1-2-3-4-5-6' } },
      'src_mac_addr is "1-2-3-4-5-6" / It has to be a MAC address or the mask of one, such as 01:80:c2:00:00:00, or a variable such as $IP.',
    ],
  ])('refuses %j', (match, problem) => {
    expect(told(match)).toEqual([problem]);
  });
});

describe('a snapshot', () => {
  const said = snapshots['a guest that is off'] ?? {};
  const there = encode(snapshot, said);

  test('keeps the guest as it was then to the letter, also what nobody knows', () => {
    const changed = applyEdits(snapshot, there, [{ path: ['description'], value: 'after all' }]);
    expect(writeXml(changed)).toBe(writeXml(there).replace('before the upgrade', 'after all'));
  });

  test('takes another guest in its place', () => {
    const domain = "<domain type='kvm' xmlns:q='urn:q'><q:x/></domain>";
    const changed = applyEdits(snapshot, there, [{ path: ['domain'], value: domain }]);
    expect(decode(snapshot, changed)).toEqual({ ...said, domain });
    const without = applyEdits(snapshot, there, [{ path: ['domain'], value: undefined }]);
    expect(writeXml(without)).not.toContain('domain>');
  });

  test.each([
    ['<domain/><domain/>', 'Give that element with all it holds.'],
    ['<guest/>', 'Give that element with all it holds.'],
    ['text', 'Give that element with all it holds.'],
    ['<domain>', 'Give one or more complete elements.'],
  ])('refuses %s as its guest', (domain, action) => {
    expect(conform(snapshot, { domain }).diagnostics).toMatchObject([{ path: ['domain'], action }]);
  });
});
