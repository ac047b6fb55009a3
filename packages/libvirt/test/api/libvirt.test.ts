import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { libvirt, type Libvirt } from '../../src/api/libvirt.js';
import { type ProcedureName, procedures } from '../../src/wire/procedures.js';
import { recorder } from './recorder.js';

const subjects = Object.keys(libvirt(recorder().caller)) as (keyof Libvirt)[];

test.each(subjects)('%s are made once, and of one caller each', (subject) => {
  const host = libvirt(recorder().caller);
  expect(host[subject]).toBe(host[subject]);
  expect(host[subject]).not.toBe(libvirt(recorder().caller)[subject]);
});

/** Procedures that have no method, by why. Streams and events are no single calls. */
const WITHOUT_METHOD: Readonly<Record<string, readonly ProcedureName[]>> = {
  'a connection makes them by itself': [
    'CONNECT_OPEN',
    'CONNECT_CLOSE',
    'CONNECT_SUPPORTS_FEATURE',
    'AUTH_LIST',
    'AUTH_SASL_INIT',
    'AUTH_SASL_START',
    'AUTH_SASL_STEP',
    'AUTH_POLKIT',
  ],
  'newer ones take flags and do the same without': [
    'DOMAIN_ATTACH_DEVICE',
    'DOMAIN_DETACH_DEVICE',
    'DOMAIN_CREATE',
    'DOMAIN_DEFINE_XML',
    'DOMAIN_DESTROY',
    'DOMAIN_PIN_VCPU',
    'DOMAIN_RESTORE',
    'DOMAIN_SAVE',
    'DOMAIN_SET_MEMORY',
    'DOMAIN_SET_VCPUS',
    'DOMAIN_SHUTDOWN',
    'DOMAIN_UNDEFINE',
    'NODE_DEVICE_DETTACH',
  ],
  'daemons tie these steps of a migration to the one connection that they came over, and a pool has several':
    [
      'DOMAIN_MIGRATE_BEGIN3_PARAMS',
      'DOMAIN_MIGRATE_PREPARE3_PARAMS',
      'DOMAIN_MIGRATE_PREPARE_TUNNEL3_PARAMS',
      'DOMAIN_MIGRATE_FINISH3_PARAMS',
      'DOMAIN_MIGRATE_CONFIRM3_PARAMS',
    ],
  'no driver has it any more': ['QEMU_DOMAIN_ATTACH'],
};

test('every procedure has a method, with these exceptions', () => {
  const folder = path.join(__dirname, '../../src/api');
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(path.join(folder, file), 'utf8'));
  const named = new Set(
    sources.flatMap((source) => [...source.matchAll(/'([A-Z0-9_]+)'/g)].map(([, name]) => name)),
  );
  const without = Object.entries(procedures)
    .filter(
      ([name, { stream }]) =>
        stream === 'none' && !/_(EVENT|CLOSE_CALLBACK)(_|$)/.test(name) && !named.has(name),
    )
    .map(([name]) => name);
  expect(without.sort()).toEqual(Object.values(WITHOUT_METHOD).flat().sort());
});
