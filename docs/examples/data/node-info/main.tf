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

data "libvirt_node_info" "host" {}

output "processors" {
  value = data.libvirt_node_info.host.cpu_cores_total
}

output "memory" {
  value = data.libvirt_node_info.host.memory_total_kb
}
