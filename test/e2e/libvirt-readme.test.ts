import path from 'node:path';
import * as libvirt from '@virtform/libvirt';
import { sharedHypervisor } from '../testbed/hypervisor.js';
import { examplesOf, promisedBy, runExample } from '../testbed/readme.js';

const hypervisor = sharedHypervisor();

/** Runs an example with its URIs and paths led to the test's own host. */
function run(code: string): Promise<readonly string[]> {
  const { uri, socket, scratch } = hypervisor();
  const led = code
    .replaceAll('test:///default', `test+unix:///default?socket=${socket}`)
    .replaceAll('qemu:///system', uri)
    .replaceAll('/tmp/readme-pool', path.join(scratch, 'readme'));
  return runExample(led, { '@virtform/libvirt': libvirt });
}

test('there are ten at least', () => {
  expect(examplesOf('libvirt').length).toBeGreaterThanOrEqual(10);
});

test.each(examplesOf('libvirt'))('%s', async (_, code) => {
  expect(await run(code)).toEqual(promisedBy(code));
});
