import {
  applyEdits,
  editObject,
  encodeObject,
  formatEditPath,
  parseXml,
  resources,
  selectElement,
  writeXml,
  type Edit,
  type EditPath,
} from '../../src/index';

const { libvirt_domain: domain } = resources;

/** As libvirt wrote it, and somebody by hand: an element nobody knows, foreign namespaces, two disks, two NICs. */
const document = parseXml(`
<domain type='kvm' id='3' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>
  <name>web</name>
  <uuid>b3a1d9d0-8a0e-4f3c-9b1c-0d1f6c9f0001</uuid>
  <metadata>
    <app:mark xmlns:app='urn:app'>
   kept   <app:x/><!-- by hand --><?app run?></app:mark>
    <tool:note xmlns:tool='urn:tool'>one</tool:note>
  </metadata>
  <memory unit='KiB'>1048576</memory>
  <vcpu placement='static'>2</vcpu>
  <os>
    <type arch='x86_64' machine='pc-q35-7.2'>hvm</type>
    <boot dev='hd'/>
  </os>
  <features>
    <acpi/>
    <newer thing='1'/>
    <apic/>
  </features>
  <devices>
    <disk type='file' device='disk'>
      <driver name='qemu' type='qcow2' cache='none' newer='yes'/>
      <source file='/a.qcow2' index='1'/>
      <newer/>
      <target dev='vda' bus='virtio'/>
      <alias name='virtio-disk0'/>
      <address type='pci' domain='0x0000' bus='0x04' slot='0x00' function='0x0'/>
    </disk>
    <disk type='file' device='disk'>
      <source file='/b.qcow2'/>
      <target dev='vdb' bus='virtio'/>
    </disk>
    <interface type='network'>
      <mac address='52:54:00:00:00:01'/>
      <source network='default'/>
      <model type='virtio'/>
    </interface>
    <newdevice/>
    <memballoon model='virtio'/>
  </devices>
  <qemu:commandline>
    <qemu:arg value='-x'/>
  </qemu:commandline>
</domain>`);

const vda = { identity: { target: { dev: 'vda' } } };
const vdb = { identity: { target: { dev: 'vdb' } } };
const edit = (path: EditPath, value?: Edit['value']): Edit => ({ path, value });

/** Lines that an edit takes away (-) and adds (+), layout aside. */
function changes(...edits: readonly Edit[]): readonly string[] {
  const lines = (text: string) => text.split('\n').map((line) => line.trim());
  const before = lines(writeXml(document));
  const after = lines(writeXml(applyEdits(domain, document, edits)));
  const gone = before.filter((line) => !after.includes(line)).map((line) => `- ${line}`);
  const added = after.filter((line) => !before.includes(line)).map((line) => `+ ${line}`);
  return [...gone, ...added];
}

test('no edit, no change', () => {
  expect(writeXml(applyEdits(domain, document, []))).toBe(writeXml(document));
});

describe('one thing is set or taken out, and the rest stays as it was', () => {
  test.each<[string, readonly Edit[], readonly string[]]>([
    ['a text', [edit(['title'], 'Web')], ['+ <title>Web</title>']],
    [
      'an attribute of an element that holds unknown ones',
      [edit(['devices', 'disks', vda, 'driver', 'cache'], 'writeback')],
      [
        "- <driver name='qemu' type='qcow2' cache='none' newer='yes'/>",
        "+ <driver name='qemu' type='qcow2' cache='writeback' newer='yes'/>",
      ],
    ],
    [
      'an element of a list by its place',
      [edit(['devices', 'disks', 1, 'serial'], 'S1')],
      ['+ <serial>S1</serial>'],
    ],
    ['a flag', [edit(['features', 'acpi']), edit(['features', 'pae'], true)], ['- <acpi/>', '+ <pae/>']],
    [
      'a yes that libvirt reads as on',
      [edit(['cpu', 'mode'], 'maximum'), edit(['cpu', 'migratable'], true)],
      ["+ <cpu mode='maximum' migratable='on'/>"],
    ],
    [
      'an object that was not there',
      [edit(['devices', 'interfaces', 0, 'link', 'state'], 'down')],
      ["+ <link state='down'/>"],
    ],
    [
      'one branch for another',
      [edit(['devices', 'disks', vdb, 'source', 'volume'], { pool: 'p', volume: 'v' })],
      [
        "- <source file='/b.qcow2'/>",
        "+ <disk type='volume' device='disk'>",
        "+ <source pool='p' volume='v'/>",
      ],
    ],
    [
      'a namespaced element',
      [edit(['qemu_commandline', 'args', '+'], { value: '-y' })],
      ["+ <qemu:arg value='-y'/>"],
    ],
    ['what is gone already', [edit(['devices', 'disks', { identity: { target: { dev: 'vdz' } } }])], []],
  ])('%s', (_what, edits, expected) => {
    expect(changes(...edits)).toEqual(expected);
  });

  test('a whole element of a list goes with all it holds', () => {
    const left = writeXml(applyEdits(domain, document, [edit(['devices', 'disks', vda])]));
    expect(left).not.toContain('vda');
    expect(left).not.toContain('<newer/>');
    expect(left).toContain("dev='vdb'");
  });

  test('a new element stands behind its like', () => {
    const disk = { source: { file: { file: '/c' } }, target: { dev: 'vdc', bus: 'virtio' } };
    const names = applyEdits(domain, document, [edit(['devices', 'disks', '+'], disk)]);
    const devices = selectElement(domain, names, ['devices']);
    expect(devices?.children.map((child) => (typeof child === 'string' ? child : child.name))).toEqual([
      'disk',
      'disk',
      'disk',
      'interface',
      'newdevice',
      'memballoon',
    ]);
  });

  test('an object that is set as a whole keeps what libvirt filled in and what nobody knows', () => {
    const wanted = { source: { file: { file: '/new.qcow2' } }, target: { dev: 'vda', bus: 'virtio' } };
    const edited = applyEdits(domain, document, [edit(['devices', 'disks', vda], wanted)]);
    const disk = selectElement(domain, edited, ['devices', 'disks', vda]);
    expect(disk === undefined ? '' : writeXml(disk)).toBe(
      `<disk type='file'>
  <driver name='qemu' type='qcow2' newer='yes'/>
  <source file='/new.qcow2' index='1'/>
  <newer/>
  <target dev='vda' bus='virtio'/>
  <alias name='virtio-disk0'/>
  <address type='pci' domain='0x0000' bus='0x04' slot='0x00' function='0x0'/>
</disk>
`.replace(" cache='none'", ''),
    );
  });
});

describe('amounts and their units', () => {
  test('an amount alone counts in the default unit', () => {
    expect(changes(edit(['memory'], 2097152))).toEqual([
      "- <memory unit='KiB'>1048576</memory>",
      '+ <memory>2097152</memory>',
    ]);
  });

  test('an amount with its unit, in either order', () => {
    const both = [edit(['memory'], 2), edit(['memory_unit'], 'GiB')];
    const expected = ["- <memory unit='KiB'>1048576</memory>", "+ <memory unit='GiB'>2</memory>"];
    expect(changes(...both)).toEqual(expected);
    expect(changes(...both.toReversed())).toEqual(expected);
  });
});

describe('metadata', () => {
  const note = "<tool:note xmlns:tool='urn:tool'>two</tool:note>";

  test('an element replaces its like, and foreign ones stay to the letter', () => {
    const text = writeXml(applyEdits(domain, document, [edit(['metadata', 'xml'], note)]));
    expect(text).toContain(note);
    expect(text).not.toContain('>one<');
    expect(text).toContain(
      "<app:mark xmlns:app='urn:app'>\n   kept   <app:x/><!-- by hand --><?app run?></app:mark>",
    );
  });

  test('only what was ours is taken out', () => {
    const before = "<tool:note xmlns:tool='urn:tool'>one</tool:note>";
    const text = writeXml(
      applyEdits(domain, document, [{ path: ['metadata', 'xml'], value: undefined, before }]),
    );
    expect(text).not.toContain('tool:note');
    expect(text).toContain('app:mark');
  });
});

test('all elements are found before anything changes', () => {
  const edited = applyEdits(domain, document, [
    edit(['devices', 'disks', 0]),
    edit(['devices', 'disks', 1, 'serial'], 'second'),
    edit(['devices', 'disks', vdb, 'target', 'dev'], 'vdx'),
    edit(['devices', 'disks', vdb, 'shareable'], true),
  ]);
  const disk = selectElement(domain, edited, ['devices', 'disks', { identity: { target: { dev: 'vdx' } } }]);
  expect(disk === undefined ? '' : writeXml(disk)).toContain('<serial>second</serial>');
  expect(disk === undefined ? '' : writeXml(disk)).toContain('<shareable/>');
});

describe('what leads nowhere is an error', () => {
  test.each<[EditPath, Edit['value'], string]>([
    [['titel'], 'x', 'no such attribute (at titel)'],
    [
      ['devices', 'disks', { identity: { target: { dev: 'vdz' } } }, 'serial'],
      'x',
      'the document has no such element (at devices.disks[target.dev="vdz"].serial)',
    ],
    [['title', 'x'], 'x', 'the path leads into a single value (at title.x)'],
    [
      ['devices', 'disks', '+', 'serial'],
      'x',
      'a new element has to be given as a whole (at devices.disks[+].serial)',
    ],
  ])('%j', (path, value, message) => {
    expect(() => applyEdits(domain, document, [edit(path, value)])).toThrow(message);
  });

  test('an edit path as people read it', () => {
    expect(formatEditPath(['devices', 'disks', vda, 'driver', 'cache'])).toBe(
      'devices.disks[target.dev="vda"].driver.cache',
    );
    expect(formatEditPath(['devices', 'interfaces', 1])).toBe('devices.interfaces[1]');
    expect(formatEditPath(['iothreads', { identity: { id: 2n ** 60n } }])).toBe(
      'iothreads[id=1152921504606846976]',
    );
  });
});

test('one device by itself: written for a hot-plug, changed for an update', () => {
  const { disks } = domain.attributes.devices?.kind === 'object' ? domain.attributes.devices.attributes : {};
  const shape = disks?.kind === 'list' && disks.element !== 'string' ? disks.element : {};
  const disk = encodeObject(shape, { source: { file: { file: '/a' } }, target: { dev: 'vdb' } }, 'disk');
  expect(writeXml(disk)).toBe("<disk type='file'>\n  <source file='/a'/>\n  <target dev='vdb'/>\n</disk>\n");
  expect(writeXml(editObject(shape, disk, [edit(['target', 'bus'], 'scsi')]))).toContain(
    "<target dev='vdb' bus='scsi'/>",
  );
});
