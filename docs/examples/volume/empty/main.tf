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
    path = "/var/lib/libvirt/images/empty"
  }
}

# A larger capacity grows it, while a guest uses it too.
resource "libvirt_volume" "data" {
  name          = "data.qcow2"
  pool          = libvirt_pool.images.name
  capacity      = 20
  capacity_unit = "GiB"
  target = {
    format = { type = "qcow2" }
  }
}
