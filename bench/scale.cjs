// A plan of many objects over many simulated hosts: node scale.cjs PART OBJECTS HOSTS, where PART is `first` (nothing is there yet) or
// `idle` (all is there). Prints the milliseconds that the plan took.
const { performance } = require('node:perf_hooks');
const path = require('node:path');

const engine = path.dirname(require.resolve('@virtform/engine'));
const { createSimulation } = require(path.join(engine, 'effects/simulated/simulation.js'));
const { openUnit } = require(path.join(engine, 'open-unit.js'));

const FOLDER = '/work';
const [part, objects, hosts] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4])];

async function main() {
  const simulation = createSimulation(1);
  simulation.disk.put(`${FOLDER}/main.tf.json`, JSON.stringify(configuration()));
  if (part === 'idle') {
    await run(simulation, 'apply', async (begun) => {
      const { diagnostics } = await begun.apply(await begun.plan());
      if (diagnostics.length > 0) throw new Error(JSON.stringify(diagnostics[0]));
    });
  }
  const started = performance.now();
  const plan = await run(simulation, 'plan', (begun) => begun.plan());
  const elapsed = performance.now() - started;
  const actions = new Set(plan.nodes.map(({ action }) => action));
  const expected = part === 'idle' ? 'no-op' : 'create';
  if (plan.diagnostics.length > 0 || actions.size !== 1 || !actions.has(expected)) {
    throw new Error(
      `the plan is not what it should be: ${[...actions].join(', ')} ${JSON.stringify(plan.diagnostics[0])}`,
    );
  }
  console.log(elapsed);
}

async function run(simulation, operation, work) {
  const { effects } = simulation.live();
  const begun = await openUnit({ folder: FOLDER, effects, environment: {}, version: '0' }).begin({
    operation,
  });
  try {
    return await work(begun);
  } finally {
    await begun.end();
  }
}

/** On each host a network, a pool and an image; for each guest a disk on that image. */
function configuration() {
  const qcow2 = { format: { type: 'qcow2' } };
  const resource = { libvirt_network: {}, libvirt_pool: {}, libvirt_volume: {}, libvirt_domain: {} };
  const guests = Math.max(1, Math.floor((objects / hosts - 3) / 2));
  const libvirt = Array.from({ length: hosts }, (_, host) => {
    const provider = `libvirt.h${host}`;
    const pool = `\${libvirt_pool.p${host}.name}`;
    resource.libvirt_network[`n${host}`] = {
      provider,
      name: 'lab',
      ips: [{ address: '10.66.0.1', prefix: 16 }],
    };
    resource.libvirt_pool[`p${host}`] = { provider, name: 'lab', type: 'dir', target: { path: '/pool' } };
    resource.libvirt_volume[`i${host}`] = {
      provider,
      name: 'image.qcow2',
      pool,
      capacity: 1073741824,
      target: qcow2,
    };
    for (let guest = 0; guest < guests; guest++) {
      const name = `g${host}-${guest}`;
      resource.libvirt_volume[name] = {
        provider,
        name: `${name}.qcow2`,
        pool,
        capacity: 1073741824,
        target: qcow2,
        backing_store: { path: `\${libvirt_volume.i${host}.path}`, ...qcow2 },
      };
      resource.libvirt_domain[name] = {
        provider,
        name,
        type: 'qemu',
        memory: 256,
        memory_unit: 'MiB',
        vcpu: 1,
        os: { type: 'hvm', type_arch: 'x86_64', type_machine: 'q35', boot_devices: [{ dev: 'hd' }] },
        features: { acpi: true, apic: {} },
        devices: {
          disks: [
            {
              driver: { name: 'qemu', type: 'qcow2' },
              source: { file: { file: `\${libvirt_volume.${name}.path}` } },
              target: { dev: 'vda', bus: 'virtio' },
            },
          ],
          interfaces: [
            {
              model: { type: 'virtio' },
              source: { network: { network: `\${libvirt_network.n${host}.name}` } },
            },
          ],
          serials: [{ target: { port: 0, type: 'isa-serial' } }],
        },
        running: false,
      };
    }
    return { alias: `h${host}`, uri: `qemu+tcp://h${host}/system` };
  });
  return {
    terraform: { required_providers: { libvirt: { source: 'dmacvicar/libvirt', version: '0.9.7' } } },
    provider: { libvirt },
    resource,
  };
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
