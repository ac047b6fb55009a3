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

# The host has a bridge br0 that its own interface is part of: guests are on the same network as the host.
resource "libvirt_network" "office" {
  name      = "office"
  autostart = true
  forward   = { mode = "bridge" }
  bridge    = { name = "br0" }
}
