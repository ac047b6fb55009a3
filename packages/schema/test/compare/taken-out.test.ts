import type { ValueObject } from '@virtform/values';
import { applyEdits, decode, diff, parseXml, resources, writeXml } from '../../src/index';

// What was applied and is wanted no more leaves nothing behind of what libvirt made of it, and takes nothing along.

const { libvirt_domain: domain } = resources;

const lines = (xml: string): readonly string[] =>
  xml
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** What is left of a guest as libvirt writes it, once it is wanted in another way than it was applied. */
function left(xml: string, applied: ValueObject, wanted: ValueObject): readonly string[] {
  const document = parseXml(`<domain>${xml}</domain>`);
  const differences = diff(domain, decode(domain, document), wanted, { applied });
  const edits = differences.flatMap((difference) => difference.edits);
  return lines(writeXml(applyEdits(domain, document, edits))).slice(1, -1);
}

const nic = (more: ValueObject = {}): ValueObject => ({
  devices: { interfaces: [{ source: { bridge: { bridge: 'br0' } }, ...more }] },
});
const controller = (more: ValueObject = {}): ValueObject => ({
  devices: { controllers: [{ type: 'virtio-serial', index: 0, ...more }] },
});
const bridged = (...inside: readonly string[]): string =>
  ["<devices><interface type='bridge'><source bridge='br0'/>", ...inside, '</interface></devices>'].join('');

test.each<[what: string, xml: string, applied: ValueObject, wanted: ValueObject, after: string]>([
  [
    'an element that libvirt writes with a line of its own for its end',
    '<features><acpi/><kvm>\n    </kvm></features>',
    { features: { acpi: true, kvm: {} } },
    { features: { acpi: true } },
    '<features>\n<acpi/>\n</features>',
  ],
  [
    'an element that counts even where all that it says is a default',
    "<features><acpi/><hyperv mode='custom'>\n    </hyperv></features>",
    { features: { acpi: true, hyper_v: {} } },
    { features: { acpi: true } },
    '<features>\n<acpi/>\n</features>',
  ],
  [
    'an object of which libvirt filled in all that it says',
    bridged("<virtualport><parameters interfaceid='a' instanceid='b'/></virtualport>"),
    nic({ virtual_port: {} }),
    nic(),
    "<devices>\n<interface type='bridge'>\n<source bridge='br0'/>\n</interface>\n</devices>",
  ],
  [
    'not an object of which somebody else chose the kind',
    bridged("<virtualport type='openvswitch'><parameters profileid='theirs'/></virtualport>"),
    nic({ virtual_port: {} }),
    nic(),
    "<devices>\n<interface type='bridge'>\n<source bridge='br0'/>\n<virtualport type='openvswitch'>\n" +
      "<parameters profileid='theirs'/>\n</virtualport>\n</interface>\n</devices>",
  ],
  [
    'the unit that libvirt gave an amount',
    "<devices><disk><driver type='qcow2'><metadata_cache><max_size unit='bytes'>1</max_size></metadata_cache></driver></disk></devices>",
    { devices: { disks: [{ driver: { type: 'qcow2', metadata_cache: { max_size: { value: 1 } } } }] } },
    { devices: { disks: [{ driver: { type: 'qcow2' } }] } },
    "<devices>\n<disk>\n<driver type='qcow2'/>\n</disk>\n</devices>",
  ],
  [
    'not the kind of a device, where the setting that goes is one of that kind alone',
    "<devices><controller type='virtio-serial' index='0' ports='2'/></devices>",
    controller({ virt_io_serial: { ports: 2 } }),
    controller(),
    "<devices>\n<controller type='virtio-serial' index='0'/>\n</devices>",
  ],
])('%s', (_what, xml, applied, wanted, after) => {
  expect(left(xml, applied, wanted)).toEqual(lines(after));
});

test('of the metadata only what was ours is taken out', () => {
  const ours = "<x:a xmlns:x='urn:x'>1</x:a>";
  const there = { metadata: { xml: `<t:mark xmlns:t='urn:t'/>${ours}` } };
  expect(
    diff(domain, there, {}, { applied: { metadata: { xml: ours } } }).map(({ path, after }) => [path, after]),
  ).toEqual([[['metadata', 'xml'], undefined]]);
});
