# Run by swap-provider.full.test.ts. Keeps to the contract: that provider drops nested attributes that it does not know in silence.
terraform {
  required_providers {
    libvirt = { source = "dmacvicar/libvirt" }
  }
}
variable "uri" { type = string }
variable "pool" { type = string }
provider "libvirt" { uri = var.uri }

resource "libvirt_pool" "lab" {
  name   = "lab"
  type   = "dir"
  target = { path = var.pool }
}
resource "libvirt_pool" "mode" {
  name    = "mode"
  type    = "dir"
  target  = { path = "${var.pool}-mode/", permissions = { mode = "750", owner = "0", group = "0" } }
  create  = { build = true, start = true, autostart = false }
  destroy = { delete = true }
}
resource "libvirt_volume" "base" {
  name   = "base.qcow2"
  pool   = libvirt_pool.lab.name
  create = { content = { url = "${path.module}/image.qcow2" } }
  target = { format = { type = "qcow2" } }
}
resource "libvirt_volume" "web" {
  name   = "web.raw"
  pool   = libvirt_pool.lab.name
  create = { content = { url = "${path.module}/image.raw" } }
}
resource "libvirt_volume" "cow" {
  count         = 2
  name          = "cow-${count.index}.qcow2"
  pool          = libvirt_pool.lab.name
  capacity      = 2
  capacity_unit = "GiB"
  target        = { format = { type = "qcow2" } }
  backing_store = { path = libvirt_volume.base.path, format = { type = "qcow2" } }
}
resource "libvirt_volume" "data" {
  for_each = { a = 1048576, b = 2097152 }
  name     = "data-${each.key}"
  pool     = libvirt_pool.lab.name
  capacity = each.value
}
resource "libvirt_volume" "fine" {
  name          = "fine.qcow2"
  pool          = libvirt_pool.mode.name
  capacity      = 10
  capacity_unit = "MB"
  target = {
    format      = { type = "qcow2" }
    compat      = "1.1"
    permissions = { mode = "0600", owner = "0", group = "0" }
  }
}
resource "libvirt_cloudinit_disk" "vm" {
  name           = "seed"
  user_data      = file("${path.module}/user-data")
  meta_data      = yamlencode({ instance-id = "vm1", local-hostname = "vm1" })
  network_config = "version: 2\n"
}
resource "libvirt_volume" "seed" {
  name   = "seed.iso"
  pool   = libvirt_pool.lab.name
  create = { content = { url = libvirt_cloudinit_disk.vm.path } }
}
resource "libvirt_ignition" "vm" {
  name    = "vm.ign"
  content = jsonencode({ ignition = { version = "3.3.0" } })
}
resource "libvirt_combustion" "vm" {
  name    = "vm.sh"
  content = "#!/bin/bash\necho hi\n"
}
resource "libvirt_volume" "ign" {
  name   = "vm.ign"
  pool   = libvirt_pool.lab.name
  create = { content = { url = libvirt_ignition.vm.path } }
}
resource "libvirt_network" "nat" {
  name      = "nat"
  autostart = true
  bridge    = { name = "virbr-nat", stp = "on", delay = "0" }
  mtu       = { size = 1400 }
  domain    = { name = "lab.test", local_only = "yes" }
  forward   = { mode = "nat", nat = { ports = [{ start = 1024, end = 65535 }] } }
  dns = {
    enable     = "yes"
    host       = [{ ip = "10.91.0.5", hostnames = [{ hostname = "gate" }, { hostname = "gate.lab.test" }] }]
    forwarders = [{ addr = "10.91.0.9" }]
    tx_ts      = [{ name = "hello", value = "world" }]
    sr_vs      = [{ service = "ldap", protocol = "tcp", target = "gate.lab.test", port = 389, priority = 1, weight = 2 }]
  }
  ips = [
    {
      address = "10.91.0.1"
      prefix  = 24
      dhcp = {
        ranges = [{ start = "10.91.0.100", end = "10.91.0.200" }]
        hosts = [
          { mac = "52:54:00:91:00:0A", ip = "10.91.0.10", name = "vm0" },
          { mac = "52:54:00:91:00:0b", ip = "10.91.0.11", name = "vm1" },
          # another host
        ]
      }
    },
    { family = "ipv6", address = "fd00:91::1", prefix = 64 },
  ]
}
resource "libvirt_network" "route" {
  name    = "route"
  forward = { mode = "route" }
  bridge  = {}
  ips     = [{ address = "10.92.0.1", netmask = "255.255.255.0" }]
}
resource "libvirt_network" "isolated" {
  name = "isolated"
  ips  = [{ address = "10.93.0.1", prefix = 24, dhcp = { ranges = [{ start = "10.93.0.10", end = "10.93.0.20" }] } }]
}
resource "libvirt_network" "each" {
  for_each = toset(["x", "y"])
  name     = "each-${each.key}"
}
resource "libvirt_domain" "rich" {
  name                 = "rich"
  type                 = "qemu"
  title                = "A rich guest"
  description          = "with much in it"
  memory               = 96
  memory_unit          = "MiB"
  maximum_memory       = 256
  maximum_memory_unit  = "MiB"
  maximum_memory_slots = 4
  current_memory       = 65536
  current_memory_unit  = "KiB"
  vcpu                 = 4
  vcpu_current         = "2"
  running              = true
  autostart            = true
  on_poweroff          = "destroy"
  on_reboot            = "restart"
  on_crash             = "destroy"
  cpu = { mode = "custom", match = "exact", model = "qemu64", topology = { sockets = 1, cores = 4, threads = 1 },
  numa = { cell = [{ id = 0, cpus = "0-3", memory = 98304, unit = "KiB" }] } }
  clock    = { offset = "utc", timer = [{ name = "rtc", tick_policy = "catchup" }, { name = "hpet", present = "no" }] }
  features = { acpi = true, apic = {}, vm_port = { state = "off" } }
  os = {
    type         = "hvm"
    type_arch    = "x86_64"
    type_machine = "q35"
    boot_devices = [{ dev = "hd" }, { dev = "network" }]
    boot_menu    = { enable = "no" }
  }
  devices = {
    disks = [
      {
        driver = { name = "qemu", type = "qcow2", cache = "none", discard = "unmap" }
        source = { volume = { pool = libvirt_pool.lab.name, volume = libvirt_volume.cow[0].name } }
        target = { dev = "vda", bus = "virtio" }
        serial = "root"
      },
      {
        driver = { name = "qemu", type = "raw" }
        source = { file = { file = libvirt_volume.data["a"].path } }
        target = { dev = "sda", bus = "scsi" }
        wwn    = "5000c50015ea71ad"
      },
      {
        device    = "cdrom"
        driver    = { name = "qemu", type = "raw" }
        source    = { file = { file = libvirt_volume.seed.path } }
        target    = { dev = "sdb", bus = "sata" }
        read_only = true
      },
      # another disk
    ]
    controllers = [{ type = "scsi", index = 0, model = "virtio-scsi" }, { type = "usb", model = "qemu-xhci" }]
    interfaces = [
      {
        mac    = { address = "52:54:00:91:00:0a" }
        model  = { type = "virtio" }
        source = { network = { network = libvirt_network.nat.name } }
        link   = { state = "up" }
      },
      {
        model  = { type = "e1000" }
        source = { network = { network = libvirt_network.isolated.name } }
      },
      # another interface
    ]
    channels = [{ source = { unix = {} }, target = { virt_io = { name = "org.qemu.guest_agent.0" } } }]
    serials  = [{ target = { type = "isa-serial", port = 0 } }]
    consoles = [{ target = { type = "serial", port = 0 } }]
    graphics = [
      { vnc = { auto_port = true, listen = "127.0.0.1" } },
    ]
    videos      = [{ model = { type = "vga", vram = 16384, heads = 1, primary = "yes" } }]
    inputs      = [{ type = "tablet", bus = "usb" }]
    rngs        = [{ model = "virtio", backend = { random = "/dev/urandom" } }]
    mem_balloon = { model = "virtio", stats = { period = 10 } }
    watchdogs   = [{ model = "i6300esb", action = "reset" }]
    filesystems = [{ access_mode = "mapped", source = { mount = { dir = var.pool } }, target = { dir = "share" } }]
  }
}
resource "libvirt_volume" "many" {
  count    = 2
  name     = "many-${count.index}.qcow2"
  pool     = libvirt_pool.lab.name
  capacity = 1048576
  target   = { format = { type = "qcow2" } }
}
resource "libvirt_domain" "many" {
  count  = 2
  name   = "many-${count.index}"
  type   = "qemu"
  memory = 65536
  vcpu   = 1
  os     = { type = "hvm" }
  devices = {
    disks = [{
      driver = { type = "qcow2" }
      source = { file = { file = libvirt_volume.many[count.index].path } }
      target = { dev = "vda" }
    }]
    interfaces = [{ source = { network = { network = libvirt_network.each["x"].name } } }]
  }
}
resource "libvirt_domain" "firm" {
  name        = "firm"
  type        = "qemu"
  memory      = 128
  memory_unit = "MiB"
  vcpu        = 1
  cpu         = { mode = "host-model" }
  os = {
    type         = "hvm"
    type_arch    = "x86_64"
    type_machine = "pc"
  }
  metadata = { xml = "<my:x xmlns:my=\"urn:x\">hi</my:x>" }
  devices = {
    tpms       = [{ model = "tpm-crb", backend = { emulator = { version = "2.0" } } }]
    sounds     = [{ model = "ich6" }]
    graphics   = [{ spice = { auto_port = true } }]
    interfaces = [{ source = { user = {} }, model = { type = "virtio" } }]
  }
}
output "addresses" { value = libvirt_volume.cow[*].path }
output "nat" { value = libvirt_network.nat.id }
output "guest" { value = { name = libvirt_domain.rich.name, uuid = libvirt_domain.rich.uuid } }
output "secret" {
  value     = libvirt_cloudinit_disk.vm.user_data
  sensitive = true
}
