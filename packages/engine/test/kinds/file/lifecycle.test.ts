import { formatDiagnostic } from '@virtform/values';
import type { Json, JsonObject } from '@virtform/values';
import { FOLDER, Lab } from '../../support/lab.js';

const STATE = `${FOLDER}/terraform.tfstate`;
/** Effects from one kill to the next: all in the long run. */
const STRIDE = process.env.VIRTFORM_TEST === 'full' ? 1 : 4;
const OWN = `${FOLDER}/.virtform/files`;

/** A pool, a cloud-init image, and a volume that is made from it. */
const resources = (userData: string): Record<string, Json> => ({
  libvirt_pool: { p: { name: 'lab', type: 'dir', target: { path: '/var/lib/lab' } } },
  libvirt_cloudinit_disk: {
    ci: { name: 'ci', user_data: userData, meta_data: 'instance-id: web\n' },
  },
  libvirt_volume: {
    ci: {
      name: 'ci.iso',
      pool: '${libvirt_pool.p.name}',
      create: { content: { url: '${libvirt_cloudinit_disk.ci.path}' } },
    },
  },
});

async function applied(lab: Lab): Promise<readonly string[]> {
  const { plan, result } = await lab.apply();
  expect([...plan.diagnostics, ...result.diagnostics].map(formatDiagnostic)).toEqual([]);
  return plan.nodes.flatMap((node) =>
    node.node === 'resource' && node.action !== 'no-op' ? [`${node.action} ${node.address}`] : [],
  );
}

async function lab(userData = 'one'): Promise<Lab> {
  const made = new Lab();
  made.write({ resource: resources(userData) });
  await applied(made);
  return made;
}

const filesOf = ({ simulation }: Lab): readonly string[] =>
  simulation.disk.paths().filter((file) => file.startsWith(OWN));

async function plannedBy(made: Lab): Promise<readonly string[]> {
  const { diagnostics, nodes } = await made.plan();
  expect(diagnostics.map(formatDiagnostic)).toEqual([]);
  return nodes.flatMap((node) =>
    node.node === 'resource' && node.action !== 'no-op' ? [`${node.action} ${node.address}`] : [node.node],
  );
}

const QUIET = ['resource', 'resource', 'resource'];

test('what is applied plans to nothing', async () => {
  const made = await lab();
  expect(filesOf(made)).toHaveLength(1);
  expect(await plannedBy(made)).toEqual(QUIET);
});

test('other content replaces the file and the volume that is made from it', async () => {
  const made = await lab();
  const [before] = filesOf(made);
  made.write({ resource: resources('two') });
  expect((await applied(made)).toSorted()).toEqual([
    'replace libvirt_cloudinit_disk.ci',
    'replace libvirt_volume.ci',
  ]);
  expect(filesOf(made)).toHaveLength(1);
  expect(filesOf(made)).not.toContain(before);
  expect(await plannedBy(made)).toEqual(QUIET);
});

test('a file that is missing is made again byte for byte, and nothing else', async () => {
  const made = await lab();
  const [file = ''] = filesOf(made);
  const content = made.simulation.disk.get(file);
  await made.simulation.live().effects.files.remove(file);
  expect(await applied(made)).toEqual(['create libvirt_cloudinit_disk.ci']);
  expect(made.simulation.disk.get(file)).toEqual(content);
  expect(await plannedBy(made)).toEqual(QUIET);
});

test('a file that somebody wrote into is written again', async () => {
  const made = await lab();
  const [file = ''] = filesOf(made);
  const content = made.simulation.disk.get(file);
  made.simulation.disk.put(file, 'something else');
  expect(await applied(made)).toEqual(['update libvirt_cloudinit_disk.ci']);
  expect(made.simulation.disk.get(file)).toEqual(content);
});

test('two resources of the same content have a file each', async () => {
  const made = new Lab();
  const twin = { name: 'same', content: '{}' };
  made.write({ resource: { libvirt_ignition: { a: twin, b: twin } } });
  await applied(made);
  expect(filesOf(made)).toHaveLength(2);
  made.write({ resource: { libvirt_ignition: { a: twin } } });
  expect(await applied(made)).toEqual(['delete libvirt_ignition.b']);
  expect(filesOf(made)).toHaveLength(1);
});

test('content that is known later is written once it is', async () => {
  const made = new Lab();
  made.write({
    resource: {
      terraform_data: { late: {} },
      libvirt_combustion: { it: { name: 'it', content: '#!/bin/sh\n# ${terraform_data.late.id}\n' } },
    },
  });
  await applied(made);
  const [file = ''] = filesOf(made);
  expect(made.simulation.disk.get(file)?.toString()).toMatch(/^#!\/bin\/sh\n# [0-9a-f-]{36}\n$/);
  expect(await plannedBy(made)).toEqual(['resource', 'resource']);
});

test('nothing is left of what is destroyed', async () => {
  const made = await lab();
  made.write({ resource: {} });
  await applied(made);
  expect(filesOf(made)).toEqual([]);
});

describe('a state that Terraform wrote', () => {
  const IGNITION = { name: 'ign', content: '{"ignition":{"version":"3.3.0"}}' };

  function swapped(path: string): Lab {
    const made = new Lab();
    const attributes: JsonObject = { ...IGNITION, id: 'd4d9a111d34fb3a3', path, size: 32 };
    made.simulation.disk.put(path, IGNITION.content);
    made.simulation.disk.put(
      STATE,
      JSON.stringify({
        version: 4,
        terraform_version: '1.11.4',
        serial: 1,
        lineage: '11111111-2222-4333-8444-555555555555',
        outputs: {},
        resources: [
          {
            mode: 'managed',
            type: 'libvirt_ignition',
            name: 'ign',
            provider: 'provider["registry.terraform.io/dmacvicar/libvirt"]',
            instances: [{ schema_version: 0, attributes, sensitive_attributes: [] }],
          },
        ],
        check_results: null,
      }),
    );
    made.write({ resource: { libvirt_ignition: { ign: IGNITION } } });
    return made;
  }

  const TERRAFORMS = '/tmp/terraform-provider-libvirt-ignition/ignition-d4d9a111d34fb3a3.ign';

  test('plans to nothing while its file is there', async () => {
    expect(await plannedBy(swapped(TERRAFORMS))).toEqual(['resource']);
  });

  test('has its file made again in our folder where it is gone', async () => {
    const made = swapped(TERRAFORMS);
    await made.simulation.live().effects.files.remove(TERRAFORMS);
    expect(await applied(made)).toEqual(['create libvirt_ignition.ign']);
    expect(filesOf(made)).toHaveLength(1);
  });

  test.each([
    ['goes with its file', TERRAFORMS, false],
    ['leaves a file where it is that stands in nobody’s folder', '/srv/config.ign', true],
  ])('%s', async (_what, path, stays) => {
    const made = swapped(path);
    made.write({ resource: {} });
    expect(await applied(made)).toEqual(['delete libvirt_ignition.ign']);
    expect(made.simulation.disk.get(path) !== undefined).toBe(stays);
    expect(await plannedBy(made)).toEqual([]);
  });
});

test.each([
  ['made', undefined, 'one'],
  ['replaced', 'one', 'two'],
  ['destroyed', 'one', undefined],
])('%s, and killed at any effect: the next apply converges', async (_what, before, after) => {
  const wish = (userData: string | undefined): JsonObject => ({
    resource: userData === undefined ? {} : { libvirt_ignition: { it: { name: 'it', content: userData } } },
  });
  const prepared = async (seed: number): Promise<Lab> => {
    const made = new Lab(seed);
    made.write(wish(before));
    if (before !== undefined) await applied(made);
    made.write(wish(after));
    return made;
  };
  const contents = (made: Lab): readonly (string | undefined)[] =>
    filesOf(made).map((file) => made.simulation.disk.get(file)?.toString());
  for (let index = 0, over = false; !over; index += STRIDE) {
    const made = await prepared(index + 2);
    const life = made.simulation.live((now) => {
      if (now === index) life.gate.kill();
    });
    over = await Promise.race([made.apply({}, life).then(() => true), life.gate.killed.then(() => false)]);
    made.simulation.crash();
    await applied(made);
    expect({ index, contents: contents(made) }).toEqual({
      index,
      contents: after === undefined ? [] : [after],
    });
    expect(await plannedBy(made)).toEqual(after === undefined ? [] : ['resource']);
  }
});
