import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Attribute, ResourceSchema } from '@virtform/schema';
import type { ValueObject } from '@virtform/values';
import fc from 'fast-check';
import { findInstance, upsertInstance } from '../../src/state/edit.js';
import { stateCodec } from '../../src/state/format.js';
import { attributeFormsOf } from '../../src/state/schemas.js';
import type { State, StateInstance } from '../../src/state/state.js';
import { instance, resource, stateWith } from './states.js';

const fixture = (name: string): string => readFileSync(join(__dirname, 'fixtures', name), 'utf8');

/** Without schemas: attributes stay as they were read. */
const plain = stateCodec(() => undefined);

/** With a schema of one type that has three attributes. */
const NAMES = ['arch', 'name', 'uuid'];
const schema: ResourceSchema = {
  type: 'libvirt_domain',
  kind: 'resource',
  description: 'Three texts.',
  root: undefined,
  computed: [],
  attributes: Object.fromEntries(
    NAMES.map((name): [string, Attribute] => [
      name,
      {
        kind: 'scalar',
        type: 'string',
        form: { as: 'plain' },
        at: undefined,
        when: [],
        description: 'A text',
        presence: 'optional',
      },
    ]),
  ),
};
const filled = stateCodec(attributeFormsOf(({ type }) => (type === schema.type ? schema : undefined)));

const parse = (text: string, codec = plain): State => {
  const state = codec.parse(text, 'terraform.tfstate');
  if (state === undefined) throw new Error('there is a state');
  return state;
};

const at = (state: State, name: string): StateInstance => {
  const found = findInstance(state, { module: [], mode: 'managed', type: 'terraform_data', name });
  if (found === undefined) throw new Error(`there is ${name}`);
  return found;
};

describe('a state that Terraform wrote', () => {
  // Modules, count, for_each with hard keys, taint, sensitive paths, dynamic types, big integers, check results.
  const text = fixture('every-feature.tfstate');

  it('is printed byte for byte as it was read', () => {
    expect(plain.print(parse(text))).toBe(text);
  });

  it('is printed the same by a codec that did not read it', () => {
    expect(stateCodec(() => undefined).print(parse(text))).toBe(text);
  });

  it('keeps every byte of what an edit leaves alone', () => {
    const state = parse(text);
    const tainted: StateInstance = { ...at(state, 'a'), tainted: true };
    const address = { module: [], mode: 'managed', type: 'terraform_data', name: 'a' } as const;
    const edited = upsertInstance(state, address, 'provider["terraform.io/builtin/terraform"]', tainted);
    expect(plain.print(edited)).toBe(
      text.replace(
        '"name": "a",\n      "provider": "provider[\\"terraform.io/builtin/terraform\\"]",\n      "instances": [\n        {\n',
        (found) => `${found}          "status": "tainted",\n`,
      ),
    );
  });

  it('is read into values', () => {
    const state = parse(text);
    expect(state.resources.map(({ address }) => [address.module, address.name])).toEqual([
      [[], 'a'],
      [[], 'b'],
      [[], 'c'],
      [[{ name: 'm', key: 'k' }], 'in'],
    ]);
    expect(state.outputs.get('s')).toEqual({ value: 's', type: 'string', sensitive: true });
    const input = at(state, 'a').attributes.input as ValueObject;
    expect(input.value).toMatchObject({
      big: 9007199254740993n,
      n: 12345678901234567890123n,
      f: 0.1,
      e: 1e-9,
    });
    const [first] = state.resources[2]?.instances ?? [];
    expect(first?.key).toBe('a.b');
    expect(first?.createBeforeDestroy).toBe(true);
    expect(first?.sensitive).toEqual([
      ['input', 'l', 0],
      ['input', 'm', 'k'],
    ]);
    expect(first?.mapKeys).toEqual([['input', 'm', 'k']]);
    expect(state.resources[1]?.instances.map(({ tainted }) => tainted)).toEqual([false, true]);
  });
});

describe('attributes of a type whose schema is known', () => {
  const state = stateWith(resource('web', [instance({ attributes: { name: 'web' } })]));

  it('are written with their nulls and read without them', () => {
    const text = filled.print(state);
    expect(text).toContain(
      '"attributes": {\n            "arch": null,\n            "name": "web",\n            "uuid": null\n          }',
    );
    expect(parse(text, filled).resources[0]?.instances[0]?.attributes).toEqual({ name: 'web' });
    expect(filled.print(parse(text, filled))).toBe(text);
  });
});

describe('attributes that the schema does not know', () => {
  it('are kept when an instance is printed anew', () => {
    const odd = { name: 'web', newer: { at: [1, null] } };
    const text = filled.print(stateWith(resource('web', [instance({ attributes: odd })])));
    expect(parse(text, filled).resources[0]?.instances[0]?.attributes).toEqual(odd);
  });
});

describe('the order of a state', () => {
  it('is that of Terraform: module, mode, type, name; no key, numbers, texts; current before deposed', () => {
    const named = (name: string, more: object = {}) => ({ ...resource(name, [instance({})]), ...more });
    const state = stateWith(
      named('b'),
      named('a'),
      {
        ...named('data'),
        address: { module: [], mode: 'data', type: 'libvirt_domain', name: 'z' },
      },
      {
        ...named('inner'),
        address: { module: [{ name: 'm' }], mode: 'managed', type: 'a', name: 'a' },
      },
      resource('c', [
        instance({ key: 'b' }),
        instance({ key: 10 }),
        instance({ key: 9, deposed: '0badcafe' }),
        instance({ key: 9 }),
        instance({ key: 'a' }),
        instance({}),
      ]),
    );
    const order = parse(plain.print(state));
    expect(order.resources.map(({ address }) => address.name)).toEqual(['z', 'a', 'b', 'c', 'a']);
    expect(order.resources[3]?.instances.map(({ key, deposed }) => [key, deposed])).toEqual([
      [undefined, undefined],
      [9, undefined],
      [9, '0badcafe'],
      [10, undefined],
      ['a', undefined],
      ['b', undefined],
    ]);
  });
});

describe('what nobody knows', () => {
  it('stays where it is, on every level', () => {
    const text = `{
  "version": 4,
  "terraform_version": "1.14.0",
  "serial": 3,
  "lineage": "l",
  "outputs": {},
  "resources": [
    {
      "mode": "managed",
      "type": "t",
      "name": "n",
      "each": "list",
      "provider": "provider[\\"p\\"]",
      "instances": [
        {
          "schema_version": 0,
          "attributes": {},
          "sensitive_attributes": [],
          "identity_schema_version": 0,
          "identity": {
            "id": "x"
          },
          "private": "bnVsbA==",
          "newer": true
        }
      ],
      "newer": 1
    }
  ],
  "check_results": null,
  "newer": {
    "b": 1,
    "a": 2
  }
}
`;
    expect(plain.print(parse(text))).toBe(text);
    const state = parse(text);
    const [only] = state.resources[0]?.instances ?? [];
    if (only === undefined) throw new Error('there is one');
    const copy = upsertInstance(
      state,
      { module: [], mode: 'managed', type: 't', name: 'n' },
      'provider["p"]',
      { ...only },
    );
    expect(plain.print(copy)).toBe(text);
  });
});

describe('what is no state of version 4', () => {
  const top = (more: string): string => `{"version": 4, ${more}}`;
  const one = (more: string): string =>
    top(`"resources": [{"mode": "managed", "type": "t", "name": "n", "instances": [${more}]}]`);

  it('is nothing where the file is empty', () => {
    expect(plain.parse('', 'x')).toBeUndefined();
  });

  it.each([
    ['{"version": 4,\n  "serial": }', /line 2, column 13: a value is expected/],
    ['{"version": 4', /line 1, column 14: "," or "}" is expected, and the text ends/],
    ['{"version": 4} x', /line 1, column 16: nothing more/],
    ['[]', /is no object/],
    ['{}', /version is missing/],
    ['{"version": 3}', /version is 3, which Terraform before 0\.12 wrote/],
    ['{"version": 5}', /version is 5, which is newer/],
    ['{"encrypted_data": "x"}', /encrypted/],
    [top('"serial": -1'), /serial is no whole number/],
    [top('"serial": "1"'), /serial is no whole number/],
    [top('"lineage": 1'), /lineage is no text/],
    [top('"outputs": []'), /outputs is no object/],
    [top('"resources": {}'), /resources is no list/],
    [top('"resources": [{"mode": "both"}]'), /resources\[0\]\.mode is "both"/],
    [top('"resources": [{"mode": "data", "type": "t"}]'), /resources\[0\]\.name is missing/],
    [
      top('"resources": [{"mode": "data", "type": "t", "name": "n", "module": "x y"}]'),
      /resources\[0\]\.module is "x y"/,
    ],
    [one('3'), /resources\[0\]\.instances\[0\] is no object/],
    [one('{"attributes": 3}'), /resources\[0\]\.instances\[0\]\.attributes is no object/],
    [one('{"index_key": 1.5}'), /instances\[0\]\.index_key is neither/],
    [one('{"status": "odd"}'), /instances\[0\]\.status is "odd"/],
    [one('{"dependencies": [1]}'), /instances\[0\]\.dependencies\[0\] is no text/],
    [one('{"sensitive_attributes": [[{"type": "odd"}]]}'), /sensitive_attributes\[0\]\[0\]\.type is neither/],
    [one('{}, {}'), /instances\[1\] says again what another instance of t\.n says/],
  ])('%s is refused with the place', (text, message) => {
    expect(() => plain.parse(text, 'terraform.tfstate')).toThrow(message);
    expect(() => plain.parse(text, 'terraform.tfstate')).toThrow(/terraform\.tfstate/);
  });

  it('is refused wherever a state is cut off, and read nowhere by half', () => {
    const text = fixture('every-feature.tfstate');
    for (let end = 1; end < text.length - 1; end += 97) {
      expect(() => plain.parse(text.slice(0, end), 'x')).toThrow(/cannot be read/);
    }
  });

  it('never does more than refuse, whatever the bytes are', () => {
    const text = fixture('every-feature.tfstate');
    const damage = fc.array(
      fc.tuple(fc.nat(text.length - 1), fc.constantFrom('"', '{', ']', ',', '0', '-', 'x', ' ')),
      {
        minLength: 1,
        maxLength: 4,
      },
    );
    fc.assert(
      fc.property(damage, (places) => {
        const damaged = places.reduce(
          (now, [place, byte]) => now.slice(0, place) + byte + now.slice(place + 1),
          text,
        );
        try {
          const state = plain.parse(damaged, 'x');
          if (state !== undefined) plain.print(state);
        } catch (error) {
          expect(error).toHaveProperty('problem', 'format');
        }
      }),
      { numRuns: 300, seed: 7 },
    );
  });
});
