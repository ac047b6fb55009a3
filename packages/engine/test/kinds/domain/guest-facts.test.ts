import { parseXml } from '@virtform/schema';
import { freePciPorts } from '../../../src/kinds/domain/guest-facts.js';

const controller = (index: number, model: string): string =>
  `<controller type='pci' index='${index}' model='${model}'/>`;
const device = (bus: string, slot = '0x00'): string =>
  `<rng><address type='pci' bus='${bus}' slot='${slot}'/></rng>`;

test.each<[what: string, devices: string, free: number]>([
  ['no controllers at all', '', 0],
  [
    'q35 with two ports, one of them used',
    controller(0, 'pcie-root') +
      controller(1, 'pcie-root-port') +
      controller(2, 'pcie-root-port') +
      device('0x01'),
    1,
  ],
  [
    'ports count in hexadecimal',
    controller(0, 'pcie-root') + controller(16, 'pcie-root-port') + device('0x10'),
    0,
  ],
  [
    'i440fx has the slots of one bus',
    controller(0, 'pci-root') + device('0x00', '0x02') + device('0x00', '0x03'),
    29,
  ],
])('%s', (_what, devices, free) => {
  expect(freePciPorts(parseXml(`<domain><devices>${devices}</devices></domain>`))).toBe(free);
});
