import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fillNulls, resources } from '@virtform/schema';
import { compare, type Contender } from '../compare.js';
import { benchProgram, type Figure, virtform } from '../figure.js';
import { ownTime, wholeProcess } from '../program.js';

const INSTANCES = 10_000;

/** ms that an apply may stand still while a state is saved. */
const LONGEST_STALL = 100;

/** A state of many guests, with all the nulls that Terraform writes: 50 MB. */
function writeState(file: string): void {
  const attributes = fillNulls(resources.libvirt_domain, {
    name: 'web',
    type: 'kvm',
    memory: 2048,
    memory_unit: 'MiB',
    vcpu: 2,
    os: { type: 'hvm', type_arch: 'x86_64', type_machine: 'q35' },
    devices: {
      disks: [{ target: { dev: 'vda', bus: 'virtio' }, source: { file: { file: '/images/web.qcow2' } } }],
      interfaces: [{ source: { network: { network: 'lab' } }, model: { type: 'virtio' } }],
    },
  });
  // Among many UUIDs some have a part that reads like a number.
  const instance = (): object => ({
    schema_version: 0,
    attributes: { ...attributes, uuid: randomUUID() },
    sensitive_attributes: [],
  });
  const provider = 'provider["registry.terraform.io/dmacvicar/libvirt"]';
  const all = Array.from({ length: INSTANCES }, (_, index) => ({
    mode: 'managed',
    type: 'libvirt_domain',
    name: `web-${index}`,
    provider,
    instances: [instance()],
  }));
  const state = {
    version: 4,
    terraform_version: '1.5.7',
    serial: 1,
    lineage: '6e0f7c58-2c2f-4b4c-9a3e-1d8f0c1a2b3c',
    outputs: {},
    resources: all,
    check_results: null,
  };
  writeFileSync(file, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
}

/** What a large state costs, against what its size alone costs. */
export const state: Figure = {
  name: 'state',
  title: `A state of ${INSTANCES} guests`,
  rounds: 11,
  async measure({ folder, rounds }) {
    const place = folder('state');
    const file = path.join(place, 'terraform.tfstate');
    writeState(file);
    writeFileSync(path.join(place, 'main.tf'), '');
    const part = (name: string, task: string): Contender =>
      ownTime({ name, command: benchProgram('state.cjs', task, file) });
    const parse = `JSON.parse(require('fs').readFileSync(${JSON.stringify(file)}, 'utf8'))`;
    return [
      {
        title: 'read, against JSON.parse of the file',
        ...(await compare(part('virtform', 'read'), part('JSON.parse', 'parse'), rounds)),
        limits: [{ of: 'time', atMost: 1.3 }],
      },
      {
        title: 'state list, against node -e JSON.parse, whole processes',
        ...(await compare(
          wholeProcess({ name: 'virtform', command: virtform('state', 'list'), cwd: place }),
          wholeProcess({ name: 'node -e', command: [process.execPath, '-e', parse] }),
          rounds,
        )),
        limits: [{ of: 'time', atMost: 3 }],
      },
      {
        title: 'one changed instance saved for good, against one write and fsync of those bytes',
        ...(await compare(part('virtform', 'save'), part('write', 'copy'), rounds)),
        limits: [],
      },
      {
        title: 'the longest that an apply stands still for that, against the same write',
        ...(await compare(part('virtform', 'stall'), part('write', 'copy'), rounds)),
        limits: [{ of: 'milliseconds', atMost: LONGEST_STALL }],
      },
    ];
  },
};
