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

data "libvirt_node_device_info" "controller" {
  name = "pci_0000_00_1f_2"
}

output "parent" {
  value = data.libvirt_node_device_info.controller.parent
}
