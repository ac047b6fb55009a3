import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as engine from '@virtform/engine';
import { sharedHypervisor } from '../testbed/hypervisor.js';
import { examplesOf, promisedBy, runExample } from '../testbed/readme.js';

const hypervisor = sharedHypervisor();

test('the README of the engine applies a folder', async () => {
  const { uri, scratch } = hypervisor();
  const folder = path.join(scratch, 'lab');
  mkdirSync(folder);
  writeFileSync(
    path.join(folder, 'main.tf'),
    `provider "libvirt" { uri = "${uri}" }\nresource "libvirt_network" "lab" { name = "readme" }\n`,
  );
  const [example] = examplesOf('engine');
  const code = example?.[1] ?? '';
  expect(await runExample(code.replaceAll('/srv/lab', folder), { '@virtform/engine': engine })).toEqual(
    promisedBy(code),
  );
});
