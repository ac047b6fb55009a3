import { type Value, type ValueObject } from '@virtform/values';
import { syntaxes } from '../src/compare/syntax';
import {
  type Attribute,
  type Attributes,
  attributesOf,
  dataSources,
  documents,
  fileResources,
  meansNothing,
  type ObjectAttribute,
  provider,
  resources,
  type ScalarAttribute,
} from '../src/index';

interface Place {
  readonly name: string;
  readonly attribute: Attribute;
  readonly siblings: Attributes;
  readonly above: readonly Attribute[];
}

function places(type: string, attributes: Attributes, above: readonly Attribute[] = []): readonly Place[] {
  return Object.entries(attributes).flatMap(([key, attribute]) => {
    const name = `${type}.${key}`;
    const inner = attributesOf(attribute);
    return [
      { name, attribute, siblings: attributes, above },
      ...(inner === undefined ? [] : places(name, inner, [...above, attribute])),
    ];
  });
}

const all = [
  ...Object.values(resources),
  ...Object.values(fileResources),
  ...Object.values(documents),
  ...Object.values(dataSources),
  provider,
].flatMap(({ type, attributes }) => places(type, attributes));

/** The names of those of which something is wrong. */
const wrong = (isWrong: (place: Place) => boolean): readonly string[] =>
  all.filter(isWrong).map(({ name }) => name);

const isText = ({ kind, ...rest }: Attribute): boolean =>
  kind === 'scalar' && 'type' in rest && rest.type === 'string';
const isNumber = (attribute: Attribute): attribute is ScalarAttribute =>
  attribute.kind === 'scalar' &&
  (attribute.type === 'number' || attribute.syntax === 'number' || attribute.meaning?.as === 'size');

describe('descriptions', () => {
  /** Names that are written in small letters, also where a line begins. */
  const SMALL =
    /^(?:[a-z]+[A-Z]|libvirt\b|qcow2\b|swtpm\b|virtiofsd\b|zlib\b|user-data\b|meta-data\b|network-config\b|ipv4\b|vCPU|vhost-|virtio|x2APIC\b|false:)/;

  test('are a line each, without a full stop at its end', () => {
    expect(
      wrong(
        ({ attribute: { description } }) =>
          !/^\S(?:[^\n]*[^\s.])?$/.test(description) || / {2}/.test(description),
      ),
    ).toEqual([]);
  });

  test('begin with a capital', () => {
    expect(
      wrong(({ attribute: { description } }) => !/^[A-Z0-9.]/.test(description) && !SMALL.test(description)),
    ).toEqual([]);
  });

  test('are short', () => {
    expect(wrong(({ attribute: { description } }) => description.length > 130)).toEqual([]);
  });
});

describe('values', () => {
  test('that are listed are listed once, and of texts', () => {
    expect(
      wrong(
        ({ attribute }) =>
          attribute.enumeration !== undefined &&
          (!isText(attribute) ||
            attribute.enumeration.length === 0 ||
            new Set(attribute.enumeration).size < attribute.enumeration.length),
      ),
    ).toEqual([]);
  });

  test('are left open only where some are listed', () => {
    expect(wrong(({ attribute }) => attribute.open === true && attribute.enumeration === undefined)).toEqual(
      [],
    );
  });

  test('have a range only where they are numbers, and one in which there are some', () => {
    expect(
      wrong(({ attribute }) => {
        const { range } = attribute;
        if (range === undefined) return false;
        const { min = -Infinity, max = Infinity } = range;
        return !isNumber(attribute) || min > max || (min === -Infinity && max === Infinity);
      }),
    ).toEqual([]);
  });

  test('that are numbers have a range where a document says them, but for two that may be any', () => {
    expect(
      wrong(
        ({ attribute, above }) =>
          attribute.kind === 'scalar' &&
          attribute.type === 'number' &&
          attribute.at !== undefined &&
          attribute.range === undefined &&
          above.every(({ at }) => at !== undefined),
      ),
    ).toEqual([
      'libvirt_domain.devices.interfaces.source.vds.port_id',
      'libvirt_domain.devices.interfaces.source.vds.connection_id',
    ]);
  });

  test('have a unit only where they are numbers', () => {
    expect(wrong(({ attribute }) => attribute.unit !== undefined && !isNumber(attribute))).toEqual([]);
  });

  test('that are sensitive are texts', () => {
    expect(wrong(({ attribute }) => attribute.sensitive === true && !isText(attribute))).toEqual([]);
  });
});

describe('a default', () => {
  test('is a value that may be given', () => {
    expect(
      wrong(({ attribute }) => {
        const { default: value } = attribute;
        if (value === undefined) return false;
        if (attribute.kind !== 'scalar') return true;
        const { type, enumeration, open, range, syntax } = attribute;
        if (typeof value === 'object') return true;
        const types = { string: 'string', number: 'number', bool: 'boolean', dynamic: undefined };
        if (typeof value !== types[type]) return true;
        if (enumeration !== undefined && open !== true && !enumeration.includes(String(value))) return true;
        if (syntax !== undefined && !syntaxes[syntax].test(String(value))) return true;
        const { min = -Infinity, max = Infinity } = range ?? {};
        return isNumber(attribute) && !(Number(value) >= min && Number(value) <= max);
      }),
    ).toEqual([]);
  });

  test('is of something that a configuration may say', () => {
    expect(
      wrong(({ attribute }) => attribute.default !== undefined && attribute.presence === 'read-only'),
    ).toEqual([]);
  });

  // What says no more than defaults is taken for what is not there: of each of these, libvirt takes it so.
  test('makes an element as good as none in a few places only', () => {
    const onlyDefaults = (object: ObjectAttribute): ValueObject =>
      Object.fromEntries(
        Object.entries(object.attributes).flatMap(([name, attribute]): [string, Value][] =>
          attribute.default === undefined ? [] : [[name, attribute.default]],
        ),
      );
    const found = wrong(
      ({ attribute }) =>
        attribute.kind === 'object' &&
        attribute.at !== undefined &&
        attribute.at.path.length > 0 &&
        Object.keys(onlyDefaults(attribute)).length > 0 &&
        meansNothing(attribute, onlyDefaults(attribute)),
    );
    expect([...new Set(found.map((name) => name.split('.').slice(-2).join('.')))].sort()).toEqual([
      'controllers.driver',
      'core_audio.input',
      'core_audio.output',
      'disks.driver',
      'disks.io_tune',
      'disks.target',
      'forward.nat',
      'hosts.lease',
      'interfaces.backend',
      'interfaces.link',
      'interfaces.port_options',
      'interfaces.target',
      'interfaces.vlan',
      'leases.target',
      'libvirt_network.bridge',
      'libvirt_network.dns',
      'libvirt_network.domain',
      'libvirt_network.port_options',
      'libvirt_network.vlan',
      'memory_backing.memory_allocation',
      'memory_backing.memory_source',
      'memorydevs.source',
      'numa_tune.memory',
      'oss.input',
      'oss.output',
      'pipe_wire.input',
      'pipe_wire.output',
      'port_groups.vlan',
      'pulse_audio.input',
      'pulse_audio.output',
      'ranges.lease',
      'rngs.rate',
      'rx.frames',
      'sdl.input',
      'sdl.output',
      'source.address',
      'stimer.direct',
      'subsys_usb.source',
      'timer.catch_up',
      'videos.driver',
      'videos.model',
    ]);
  });
});

describe('releases and hypervisors', () => {
  test('are releases of libvirt', () => {
    expect(
      wrong(({ attribute: { since } }) => since !== undefined && !/^\d{1,2}\.\d{1,2}\.\d{1,2}$/.test(since)),
    ).toEqual([]);
  });

  test('are named once each, within those of what they stand in', () => {
    expect(
      wrong(({ attribute: { hypervisors }, above }) => {
        if (hypervisors === undefined) return false;
        return (
          hypervisors.length === 0 ||
          new Set(hypervisors).size < hypervisors.length ||
          above.some((outer) => hypervisors.some((one) => outer.hypervisors?.includes(one) === false))
        );
      }),
    ).toEqual([]);
  });
});

describe('siblings that say something together', () => {
  const refersTo = (place: Place, name: string, as: string): boolean => {
    const sibling = place.siblings[name];
    return sibling !== undefined && sibling.meaning?.as === as;
  };

  test('an amount and its unit name each other', () => {
    expect(
      wrong((place) => {
        const { attribute, siblings, name } = place;
        const own = name.split('.').at(-1);
        const { meaning } = attribute;
        if (meaning?.as === 'size' && meaning.unit !== undefined) {
          const unit = siblings[meaning.unit]?.meaning;
          return unit?.as !== 'unit-of' || unit.amount !== own;
        }
        if (meaning?.as !== 'unit-of') return false;
        const amount = siblings[meaning.amount]?.meaning;
        return amount?.as !== 'size' || amount.unit !== own;
      }),
    ).toEqual([]);
  });

  test('so do a netmask and a prefix length', () => {
    expect(
      wrong((place) => {
        const { meaning } = place.attribute;
        if (meaning?.as === 'netmask')
          return !refersTo(place, meaning.other, 'prefix') || place.siblings[meaning.address] === undefined;
        return meaning?.as === 'prefix' && !refersTo(place, meaning.other, 'netmask');
      }),
    ).toEqual([]);
  });
});

describe('what libvirt says by itself', () => {
  test('only while an object runs is filled in by it', () => {
    expect(wrong(({ attribute }) => attribute.runtime === true && attribute.filled !== true)).toEqual([]);
  });

  test('and a configuration must not, is filled in by it where it stands in a document', () => {
    expect(
      wrong(
        ({ attribute, above }) =>
          attribute.presence === 'read-only' &&
          attribute.at !== undefined &&
          attribute.filled !== true &&
          above.every(({ filled }) => filled !== true),
      ),
    ).toEqual([]);
  });
});

test('passwords and the like are sensitive', () => {
  const secret =
    /(?:^|\.|_)(?:passwd|password|passphrase|cookies\.value|user_data|content|token|private_key)$/;
  const found = all.filter(({ name, attribute }) => secret.test(name) && isText(attribute));
  expect(found.length).toBeGreaterThan(4);
  expect(found.filter(({ attribute }) => attribute.sensitive !== true).map(({ name }) => name)).toEqual([]);
});
