import { checkHosts, type AskedObject } from '../../src/plan/check-across.js';

const asked = (block: string, name: string, host: string): AskedObject => {
  const address = `libvirt_network.${block}`;
  return {
    type: 'libvirt_network',
    address,
    value: { name },
    host,
    place: { address, construct: `lab/${block}`, source: { file: 'cdk.tf.json' } },
  };
};

test('what two objects of one host cannot both be is said of the later one, with its construct and its place', () => {
  expect(checkHosts([asked('a', 'lab', 'one'), asked('b', 'lab', 'one')])).toMatchObject([
    {
      severity: 'error',
      summary: 'two networks are called lab',
      address: 'libvirt_network.b',
      path: ['name'],
      construct: 'lab/b',
      source: { file: 'cdk.tf.json' },
    },
  ]);
});

test('objects of different hosts have nothing to do with each other', () => {
  expect(checkHosts([asked('a', 'lab', 'one'), asked('b', 'lab', 'two')])).toEqual([]);
});

test('objects of several hosts are held against each other host by host', () => {
  const objects = ['one', 'two'].flatMap((host) => [
    asked(`${host}-a`, 'lab', host),
    asked(`${host}-b`, 'lab', host),
  ]);
  expect(checkHosts(objects).map(({ address }) => address)).toEqual([
    'libvirt_network.one-b',
    'libvirt_network.two-b',
  ]);
});
