import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { sharedHypervisor } from '../testbed/hypervisor.js';

const hypervisor = sharedHypervisor();

/** What a process holds after its rubbish was collected. */
interface Holdings {
  /** Bytes. */
  readonly heap: number;
  readonly descriptors: number;
  readonly listeners: number;
  readonly timers: number;
}

interface Report {
  readonly before: Holdings;
  readonly after: Holdings;
  readonly warnings: readonly string[];
}

/** Runs work in a process of its own, with a measurement before and after `rounds` of it; what it does once first fills caches. */
async function measured(work: string, rounds: number): Promise<Report> {
  const program = `
    const { readdirSync } = require('node:fs');
    const { getEventListeners } = require('node:events');
    const { connect, libvirt, isNotFound } = require(${JSON.stringify(path.join(__dirname, '../../packages/libvirt'))});
    const uri = ${JSON.stringify(hypervisor().uri)};
    const warnings = [];
    process.on('warning', (warning) => warnings.push(String(warning)));
    const { signal } = new AbortController();
    const holdings = async () => {
      for (let round = 0; round < 3; round++) {
        await new Promise((resolve) => setTimeout(resolve, 50));
        global.gc();
      }
      return {
        heap: process.memoryUsage().heapUsed,
        descriptors: readdirSync('/proc/self/fd').length,
        listeners: getEventListeners(signal, 'abort').length,
        timers: process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length,
      };
    };
    (async () => {
      ${work}
      await once(${Math.ceil(rounds / 10)});
      const before = await holdings();
      await once(${rounds});
      const after = await holdings();
      await end();
      console.log(JSON.stringify({ before, after, warnings }));
    })();`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', '-e', program]);
  return JSON.parse(stdout) as Report;
}

function tell(what: string, { before, after }: Report): void {
  const kib = (bytes: number): string => `${Math.round(bytes / 1024)} KiB`;
  process.stdout.write(
    `${what}: heap ${kib(before.heap)} → ${kib(after.heap)}, descriptors ${before.descriptors} → ${after.descriptors}, ` +
      `listeners ${before.listeners} → ${after.listeners}, timers ${before.timers} → ${after.timers}\n`,
  );
}

/** The most by which the heap may differ for reasons of V8's own, in bytes; one of 100,000 calls that kept anything would show. */
const NOISE = 1_048_576;

function expectNothingLeft({ before, after, warnings }: Report): void {
  expect(after.heap - before.heap).toBeLessThan(NOISE);
  expect({ ...after, heap: 0 }).toEqual({ ...before, heap: 0 });
  expect(warnings).toEqual([]);
}

test('100,000 calls leave nothing behind', async () => {
  const report = await measured(
    `const caller = await connect(uri);
     const { node, domains } = libvirt(caller);
     const call = async (count) => {
       if (count % 10 > 0) return node.hostname({ signal });
       const error = await domains.lookupByName('nobody', { signal, deadline: 60_000 + count }).catch((e) => e);
       if (!isNotFound(error)) throw error;
     };
     const once = async (calls) => {
       for (let done = 0; done < calls; done += 100) {
         await Promise.all(Array.from({ length: 100 }, (_, count) => call(count)));
       }
     };
     const end = () => caller.close();`,
    100_000,
  );
  tell('100,000 calls', report);
  expectNothingLeft(report);
});

test('200 connections, opened and closed, leave nothing behind', async () => {
  const report = await measured(
    `const once = async (cycles) => {
       for (let cycle = 0; cycle < cycles; cycle++) {
         const caller = await connect(uri, { signal });
         const events = caller.events({ events: ['domain.lifecycle'] });
         await events.ready;
         await libvirt(caller).node.hostname();
         await caller.close();
       }
     };
     const end = async () => undefined;`,
    200,
  );
  tell('200 connections', report);
  expectNothingLeft(report);
});

test('streams leave nothing behind', async () => {
  const pool = `<pool type='dir'><name>run</name><target><path>${hypervisor().scratch}/run</path></target></pool>`;
  const report = await measured(
    `const caller = await connect(uri);
     const { pools, volumes } = libvirt(caller);
     const pool = await pools.defineXml(${JSON.stringify(pool)});
     await pools.build(pool);
     await pools.create(pool);
     const volume = await volumes.createXml(pool, '<volume><name>v</name><capacity>1000000</capacity></volume>');
     async function* source() { for (let chunk = 0; chunk < 10; chunk++) yield Buffer.alloc(100_000); }
     const once = async (rounds) => {
       for (let round = 0; round < rounds; round++) {
         await volumes.upload(volume, source(), { length: 1_000_000n }, { signal });
         for await (const chunk of volumes.download(volume, {}, { signal })) if (round % 2 === 0) break;
       }
     };
     const end = () => caller.close();`,
    200,
  );
  tell('200 uploads and downloads', report);
  expectNothingLeft(report);
});
