import { connect, libvirt } from '@virtform/libvirt';

/** Defines so many stopped guests. */
export async function defineGuests(uri: string, count: number): Promise<void> {
  const host = await connect(uri);
  try {
    const { domains } = libvirt(host);
    await Promise.all(Array.from({ length: count }, (_, index) => domains.defineXml(guestXml(index))));
  } finally {
    await host.close();
  }
}

/** A guest as people have them: two disks and a CD, two network cards, a console, a display. libvirt makes some 6 kB of XML of it. */
function guestXml(index: number): string {
  const name = `guest${String(index).padStart(4, '0')}`;
  const disk = (file: string, type: string, target: string): string =>
    `<disk type='file' device='disk'>
      <driver name='qemu' type='${type}' discard='unmap'/>
      <source file='/var/lib/libvirt/images/${file}'/>
      <target dev='${target}' bus='virtio'/>
    </disk>`;
  const networkCard = (network: string): string =>
    `<interface type='network'><source network='${network}'/><model type='virtio'/></interface>`;
  return `<domain type='qemu'>
    <name>${name}</name>
    <title>Guest ${index}</title>
    <memory unit='MiB'>2048</memory>
    <vcpu>2</vcpu>
    <os><type arch='x86_64' machine='q35'>hvm</type><boot dev='hd'/></os>
    <features><acpi/><apic/></features>
    <cpu mode='host-model'/>
    <clock offset='utc'>
      <timer name='rtc' tickpolicy='catchup'/>
      <timer name='pit' tickpolicy='delay'/>
      <timer name='hpet' present='no'/>
    </clock>
    <devices>
      ${disk(`${name}.qcow2`, 'qcow2', 'vda')}
      ${disk(`${name}-data.img`, 'raw', 'vdb')}
      <disk type='file' device='cdrom'>
        <driver name='qemu' type='raw'/>
        <source file='/var/lib/libvirt/images/${name}-seed.iso'/>
        <target dev='sda' bus='sata'/>
        <readonly/>
      </disk>
      ${networkCard('default')}
      ${networkCard('lab')}
      <serial type='pty'/>
      <channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>
      <graphics type='vnc' autoport='yes'/>
      <video><model type='virtio'/></video>
      <memballoon model='virtio'/>
      <rng model='virtio'><backend model='random'>/dev/urandom</backend></rng>
    </devices>
  </domain>`;
}
