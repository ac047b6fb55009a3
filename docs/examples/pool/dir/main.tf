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
    path        = "/var/lib/libvirt/images/lab"
    permissions = { mode = "0711" }
  }
  destroy = { delete = false }
}
