// Our side of the figures, as a program of its own: node ours.cjs PART URI ARGUMENT…
// It runs on the packages as they were built, so that what is measured is what is installed.
const { performance } = require('node:perf_hooks');
const { createInterface } = require('node:readline');
const { setTimeout: sleep } = require('node:timers/promises');

const LIBVIRT = '@virtform/libvirt';

const parts = {
  /** The state of a guest, so many times, so many at once. */
  async calls(uri, count, inFlight, connections) {
    const { host, domains } = await open(uri, { connections: Number(connections) });
    const [guest] = await domains.list();
    const state = () => domains.state(guest);
    // The pool opens its other connections when the first one is full.
    await Promise.all(Array.from({ length: 64 * Number(connections) }, state));
    await rounds(() => atOnce(Number(inFlight), Array(Number(count)).fill(state)));
    await host.close();
  },

  /** The XML of every guest, over one connection. */
  async xml(uri) {
    const { host, domains } = await open(uri, { connections: 1 });
    await rounds(async () => {
      const guests = await domains.list();
      await Promise.all(guests.map((guest) => domains.xmlDesc(guest)));
    });
    await host.close();
  },

  async upload(uri, pool, name, file) {
    const { host, pools, volumes } = await open(uri);
    const volume = await volumes.lookupByName(await pools.lookupByName(pool), name);
    await volumes.uploadFile(volume, file);
    await host.close();
  },

  async download(uri, pool, name, file) {
    const { host, pools, volumes } = await open(uri);
    const volume = await volumes.lookupByName(await pools.lookupByName(pool), name);
    await volumes.downloadFile(volume, file);
    await host.close();
  },

  /** What an upload or a download is before its data flows. */
  async idle(uri, pool, name) {
    const { host, pools, volumes } = await open(uri);
    await volumes.lookupByName(await pools.lookupByName(pool), name);
    await sleep(300);
    await host.close();
  },

  async require() {
    const started = performance.now();
    require(LIBVIRT);
    console.log(performance.now() - started);
  },

  /** Connects and makes one call. */
  async connect(uri) {
    require(LIBVIRT);
    const started = performance.now();
    const { host, domains } = await open(uri);
    await domains.list();
    console.log(performance.now() - started);
    await host.close();
  },
};

async function open(uri, options) {
  const { connect, libvirt } = require(LIBVIRT);
  const host = await connect(uri, options);
  return { host, ...libvirt(host) };
}

/** Warms up, says so, and then does its part once for each line that comes in. */
async function rounds(part) {
  await part();
  await part();
  console.log('ready');
  const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
  while (!(await lines.next()).done) {
    const started = performance.now();
    await part();
    console.log(performance.now() - started);
  }
}

/** Makes calls, so many of them under way at any time. */
async function atOnce(inFlight, calls) {
  const left = calls.values();
  const lane = async () => {
    for (const call of left) await call();
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
}

const [part, ...args] = process.argv.slice(2);
parts[part](...args).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
