import * as schema from '@virtform/schema';
import * as values from '@virtform/values';
import { examplesOf, promisedBy, runExample } from './testbed/readme.js';

const modules = { '@virtform/schema': schema, '@virtform/values': values };

test.each(['provider-libvirt', 'schema', 'values'])(
  'the README of %s prints what it promises',
  async (room) => {
    const examples = examplesOf(room);
    expect(examples).toHaveLength(1);
    for (const [, code] of examples) {
      const promised = promisedBy(code);
      expect(promised.length).toBeGreaterThan(3);
      expect(await runExample(code, modules)).toEqual(promised);
    }
  },
);
