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
    path = "/var/lib/libvirt/images/overlay"
  }
}

# The file is uploaded through libvirt, to whatever host that is.
resource "libvirt_volume" "image" {
  name = "debian-12.qcow2"
  pool = libvirt_pool.images.name
  target = {
    format = { type = "qcow2" }
  }
  create = {
    content = { url = "./debian-12.qcow2" }
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
  backing_store = {
    path   = libvirt_volume.image.path
    format = { type = "qcow2" }
  }
}
