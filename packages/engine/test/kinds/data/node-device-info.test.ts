import { parseXml } from '@virtform/schema';
import { describeDevice } from '../../../src/kinds/data/node-device-info.js';

const device = (capability: string): string =>
  `<device><name>d</name><path>/sys/d</path><parent>computer</parent>${capability}</device>`;

test.each([
  [
    'a PCI device',
    `<capability type='pci'>
       <class>0x020000</class><domain>0</domain><bus>3</bus><slot>31</slot><function>2</function>
       <product id='0x1533'>I210</product><vendor id='0x8086'>Intel</vendor>
       <iommuGroup number='14'><address domain='0x0000' bus='0x03' slot='0x1f' function='0x2'/></iommuGroup>
     </capability>`,
    {
      type: 'pci',
      class: '0x020000',
      domain: 0,
      bus: 3,
      slot: 31,
      function: 2,
      product_id: '0x1533',
      product_name: 'I210',
      vendor_id: '0x8086',
      vendor_name: 'Intel',
      iommu_group: 14,
    },
  ],
  [
    'a USB device',
    `<capability type='usb_device'>
       <bus>1</bus><device>2</device><product id='0x0001'/><vendor id='0x0627'>Adomax</vendor>
     </capability>`,
    {
      type: 'usb_device',
      bus: 1,
      device_number: 2,
      product_id: '0x0001',
      vendor_id: '0x0627',
      vendor_name: 'Adomax',
    },
  ],
  [
    'a network interface',
    `<capability type='net'>
       <interface>eth0</interface><address>52:54:00:00:00:01</address><link speed='1000' state='up'/>
       <feature name='rx'/><capability type='80203'/>
     </capability>`,
    { type: 'net', interface: 'eth0', address: '52:54:00:00:00:01', link_speed: '1000', link_state: 'up' },
  ],
  [
    'a disk, whose bus is no number',
    `<capability type='storage'>
       <block>/dev/sda</block><bus>ata</bus><drive_type>disk</drive_type><model>SSD 850</model><vendor>ATA</vendor>
       <serial>S2R5</serial><size>250059350016</size><logical_block_size>512</logical_block_size>
       <num_blocks>488397168</num_blocks>
     </capability>`,
    {
      type: 'storage',
      block: '/dev/sda',
      drive_type: 'disk',
      model: 'SSD 850',
      vendor_name: 'ATA',
      serial: 'S2R5',
      size: 250059350016,
      logical_block_size: 512,
      num_blocks: 488397168,
    },
  ],
  [
    'a SCSI unit',
    `<capability type='scsi'><host>1</host><bus>0</bus><target>2</target><lun>3</lun><type>disk</type></capability>`,
    { type: 'scsi', host: 1, bus: 0, target: 2, lun: 3, scsi_type: 'disk' },
  ],
  ['a SCSI host', `<capability type='scsi_host'><host>4</host></capability>`, { type: 'scsi_host', host: 4 }],
  ['anything else', `<capability type='mdev'><type id='i915'/></capability>`, { type: 'mdev' }],
])('%s', (_, capability, expected) => {
  expect(describeDevice(parseXml(device(capability)))).toEqual({
    path: '/sys/d',
    parent: 'computer',
    capability: expected,
  });
});

test('the one below all others hangs on nothing', () => {
  const computer = `<device><name>computer</name><capability type='system'><product>q35</product></capability></device>`;
  expect(describeDevice(parseXml(computer))).toEqual({
    path: '',
    parent: '',
    capability: { type: 'system' },
  });
});
