// A binding of cdktf at work, as a program of its own: node l1.cjs PART BINDING ARGUMENT…
// Prints how many milliseconds that took. It runs on the packages as they were built, so that what is measured is what is installed.
const assert = require('node:assert/strict');
const { readFileSync } = require('node:fs');
const path = require('node:path');

const GUESTS = 1_000;

/** Bindings by name: their modules, and what a guest or a container of an ordinary kind says, in about as many values. */
const bindings = {
  libvirt: {
    load: () => require('@cdktf/provider-libvirt/lib/domain').Domain,
    provider: () => require('@cdktf/provider-libvirt/lib/provider').LibvirtProvider,
    body: (index) => ({
      name: `web-${index}`,
      title: `Web server ${index}`,
      type: 'kvm',
      memory: 1,
      memoryUnit: 'GiB',
      vcpu: 2,
      cpu: { mode: 'host-passthrough' },
      os: { type: 'hvm', typeArch: 'x86_64', typeMachine: 'q35', bootDevices: [{ dev: 'hd' }] },
      features: { acpi: true },
      devices: {
        disks: [
          {
            driver: { name: 'qemu', type: 'qcow2' },
            source: { file: { file: `/srv/web-${index}.qcow2` } },
            target: { dev: 'vda', bus: 'virtio' },
          },
          {
            device: 'cdrom',
            readOnly: true,
            source: { file: { file: '/srv/debian.iso' } },
            target: { dev: 'sda', bus: 'sata' },
          },
        ],
        interfaces: [
          {
            mac: { address: '52:54:00:00:00:01' },
            model: { type: 'virtio' },
            source: { network: { network: 'lab' } },
          },
        ],
        graphics: [{ vnc: { port: 5900 + index, listen: '0.0.0.0' } }],
        consoles: [{ target: { type: 'serial', port: 0 } }],
        rngs: [{ model: 'virtio', backend: { random: '/dev/urandom' } }],
      },
      autostart: true,
      running: true,
    }),
  },
  docker: {
    load: (folder) => require(path.join(folder, 'lib/container')).Container,
    provider: (folder) => require(path.join(folder, 'lib/provider')).DockerProvider,
    body: (index) => ({
      name: `web-${index}`,
      hostname: `web-${index}`,
      image: 'nginx:latest',
      memory: 1024,
      memorySwap: 2048,
      cpuSet: '0-1',
      user: 'www-data',
      restart: 'always',
      privileged: false,
      capabilities: { add: ['NET_ADMIN'], drop: ['SYS_ADMIN'] },
      healthcheck: { test: ['CMD', 'true'], interval: '10s', retries: 3 },
      mounts: [
        {
          target: '/data',
          type: 'bind',
          source: `/srv/web-${index}`,
          readOnly: false,
          bindOptions: { propagation: 'rshared' },
        },
        { target: '/scratch', type: 'tmpfs', tmpfsOptions: { sizeBytes: 1_048_576, mode: 644 } },
      ],
      volumes: [{ containerPath: '/log', hostPath: `/var/log/web-${index}`, readOnly: false }],
      networksAdvanced: [{ name: 'lab', ipv4Address: '10.0.0.9', aliases: ['web'] }],
      ports: [{ internal: 80, external: 8000 + index, ip: '0.0.0.0', protocol: 'tcp' }],
      labels: [{ label: 'app', value: 'web' }],
      ulimit: [{ name: 'nofile', soft: 1024, hard: 4096 }],
      mustRun: true,
      start: true,
    }),
  },
};

const parts = {
  /** Loads the schema of one kind. */
  schema() {
    return timed(() => require('@virtform/schema/lib/schemas').resources.libvirt_domain.attributes);
  },

  /** The same, with all that reads, writes, compares and checks. */
  package() {
    return timed(() => require('@virtform/schema').domain.attributes);
  },

  /** Loads one class where cdktf is there already. */
  load({ load }, folder) {
    require('cdktf');
    return timed(() => load(folder));
  },

  /** Makes a program's constructs and writes them as JSON. */
  synth({ load, provider, body }, outdir, folder) {
    const { App, TerraformStack } = require('cdktf');
    const Construct = load(folder);
    const Provider = provider(folder);
    const time = timed(() => {
      const app = new App({ outdir });
      const stack = new TerraformStack(app, 'stack');
      new Provider(stack, 'provider', {});
      for (let index = 0; index < GUESTS; index++) new Construct(stack, `web-${index}`, body(index));
      app.synth();
    });
    const { resource } = JSON.parse(readFileSync(path.join(outdir, 'stacks/stack/cdk.tf.json'), 'utf8'));
    assert.equal(Object.keys(resource[Construct.tfResourceType]).length, GUESTS);
    return time;
  },
};

/** The milliseconds that something takes. */
function timed(run) {
  const started = process.hrtime.bigint();
  run();
  return Number(process.hrtime.bigint() - started) / 1e6;
}

const [, , part, binding, ...words] = process.argv;
console.log(parts[part](bindings[binding], ...words));
