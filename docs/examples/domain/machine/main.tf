terraform {
  required_providers {
    libvirt = {
      source = "dmacvicar/libvirt"
    }
  }
}

provider "libvirt" {
  uri = "qemu:///system"
}

resource "libvirt_pool" "images" {
  name = "images"
  type = "dir"
  target = {
    path = "/var/lib/libvirt/images/machine"
  }
}

resource "libvirt_volume" "root" {
  name          = "web.qcow2"
  pool          = libvirt_pool.images.name
  capacity      = 10
  capacity_unit = "GiB"
  target = {
    format = { type = "qcow2" }
  }
}

resource "libvirt_network" "lab" {
  name      = "lab"
  autostart = true
  forward   = { mode = "nat" }
  ips = [{
    address = "10.20.30.1"
    prefix  = 24
    dhcp = {
      ranges = [{ start = "10.20.30.100", end = "10.20.30.200" }]
    }
  }]
}

resource "libvirt_domain" "web" {
  name        = "web"
  type        = "kvm"
  memory      = 512
  memory_unit = "MiB"
  vcpu        = 1
  os          = { type = "hvm", type_arch = "x86_64", type_machine = "q35" }
  features    = { acpi = true }
  devices = {
    disks = [{
      driver = { name = "qemu", type = "qcow2" }
      source = { volume = { pool = libvirt_pool.images.name, volume = libvirt_volume.root.name } }
      target = { dev = "vda", bus = "virtio" }
    }]
    interfaces = [{
      model  = { type = "virtio" }
      source = { network = { network = libvirt_network.lab.name } }
    }]
    consoles = [{ target = { type = "serial", port = 0 } }]
  }
  running = true
}
