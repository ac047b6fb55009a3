import { once } from 'node:events';
import { load } from '../scripts/setup/load.mjs';

// node far-host.mjs SOCKET MILLISECONDS: passes on what goes to a daemon's socket and comes back, each way so much later. Prints the socket to
// connect to; ends with its input.
const [target, latency] = process.argv.slice(2);
const { startProxy } = await load('test/testbed/proxy.ts');
const proxy = await startProxy({ target, latency: Number(latency) });
console.log(proxy.socket);
await once(process.stdin.resume(), 'end');
await proxy.stop();
