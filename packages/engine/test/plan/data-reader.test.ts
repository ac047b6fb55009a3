import { LibvirtError } from '@virtform/libvirt';
import { createClock } from '../../src/effects/simulated/clock.js';
import type { Access, HostEffects } from '../../src/effects/effects.js';
import { dataReaderOf, failedReading } from '../../src/plan/data-reader.js';
import { hostConnections } from '../../src/plan/host-connections.js';
import { memoryProvider, MemoryHost } from '../support/memory-kind.js';

function hostWith(host: MemoryHost): { readonly hosts: HostEffects; readonly opened: Access[] } {
  const opened: Access[] = [];
  const hosts: HostEffects = {
    connect: async (_uri, access) => {
      opened.push(access);
      return host;
    },
  };
  return { hosts, opened };
}

function oneThing(): MemoryHost {
  const host = new MemoryHost('memory:///one');
  host.things.set('u', { uuid: 'u', name: 'it', attributes: {}, started: true, mark: undefined });
  return host;
}

const lost = (): LibvirtError => new LibvirtError('the connection broke', { fault: 'unknown-outcome' });

function readerOf(hosts: HostEffects): {
  readonly read: () => Promise<unknown>;
  readonly connections: ReturnType<typeof hostConnections>;
} {
  const connections = hostConnections('memory:///one', hosts);
  const reader = dataReaderOf(memoryProvider, 'memory_lookup', {
    states: { outputs: async () => undefined },
    clock: createClock(0),
    host: connections,
    called: 'memory:///one',
  });
  if (reader === undefined) throw new Error('there is one');
  return { read: () => reader.read({ name: 'it' }), connections };
}

test('a reading whose connection broke is made again over a new one; those that share it share the new one', async () => {
  const host = oneThing();
  const { hosts, opened } = hostWith(host);
  const { read } = readerOf(hosts);
  let losses = 2;
  host.hook = (_name, when) => {
    if (when === 'before' && losses > 0) {
      losses -= 1;
      throw lost();
    }
  };
  const found = await Promise.all([read(), read()]);
  expect(found).toMatchObject([{ attributes: { id: 'u' } }, { attributes: { id: 'u' } }]);
  expect(opened).toEqual(['read', 'read']);
});

test('it is given up in the end', async () => {
  const host = oneThing();
  const { hosts, opened } = hostWith(host);
  host.hook = () => {
    throw lost();
  };
  await expect(readerOf(hosts).read()).rejects.toThrow('the connection broke');
  expect(opened).toHaveLength(5);
});

test('what libvirt refuses is not asked again', async () => {
  const host = oneThing();
  const { hosts, opened } = hostWith(host);
  host.hook = () => {
    throw new LibvirtError('not allowed', { fault: 'host', code: 88 });
  };
  await expect(readerOf(hosts).read()).rejects.toThrow('not allowed');
  expect(opened).toHaveLength(1);
});

test('a type that the provider does not know has no reader', () => {
  const sources = {
    states: { outputs: async () => undefined },
    clock: createClock(0),
    host: undefined,
    called: undefined,
  };
  expect(dataReaderOf(memoryProvider, 'memory_thing', sources)).toBeUndefined();
});

test('a failure says what was asked, of whom, what came back and what to do', () => {
  const error = new LibvirtError('access denied', { fault: 'host', code: 88 });
  expect(failedReading('data.x.y', 'qemu:///system', error)).toMatchObject([
    {
      severity: 'error',
      summary: 'Could not read data.x.y',
      detail: 'On qemu:///system: access denied',
      action: "Check that the host answers: virsh -c 'qemu:///system' nodeinfo",
      address: 'data.x.y',
    },
  ]);
});
