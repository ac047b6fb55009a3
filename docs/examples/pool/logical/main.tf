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

# Without devices the volume group has to be there already; it is neither made nor removed.
resource "libvirt_pool" "vg0" {
  name   = "vg0"
  type   = "logical"
  source = { name = "vg0" }
  target = { path = "/dev/vg0" }
}
