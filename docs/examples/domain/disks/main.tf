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
    path = "/var/lib/libvirt/images/disks"
  }
}

resource "libvirt_volume" "data" {
  name          = "data.qcow2"
  pool          = libvirt_pool.images.name
  capacity      = 20
  capacity_unit = "GiB"
  target = {
    format = { type = "qcow2" }
  }
}

resource "libvirt_domain" "store" {
  name        = "store"
  type        = "kvm"
  memory      = 512
  memory_unit = "MiB"
  vcpu        = 1
  os          = { type = "hvm", type_arch = "x86_64", type_machine = "q35" }
  devices = {
    disks = [
      {
        driver = { name = "qemu", type = "qcow2", discard = "unmap" }
        source = { volume = { pool = libvirt_pool.images.name, volume = libvirt_volume.data.name } }
        target = { dev = "vda", bus = "virtio" }
        serial = "data"
      },
      {
        driver  = { name = "qemu", type = "raw", cache = "none", io = "native" }
        source  = { block = { dev = "/dev/vg0/archive" } }
        target  = { dev = "vdb", bus = "virtio" }
        io_tune = { total_iops_sec = 500 }
      },
      {
        device    = "cdrom"
        driver    = { name = "qemu", type = "raw" }
        source    = { file = { file = "/var/lib/libvirt/images/tools.iso" } }
        target    = { dev = "sda", bus = "sata" }
        read_only = true
      },
    ]
  }
}
