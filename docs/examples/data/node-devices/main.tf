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

data "libvirt_node_devices" "interfaces" {
  capability = "net"
}

output "names" {
  value = data.libvirt_node_devices.interfaces.devices
}
