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

data "libvirt_domain_interface_addresses" "web" {
  domain = "web"
  source = "lease"
}

output "address" {
  value = data.libvirt_domain_interface_addresses.web.interfaces[0].addrs[0].addr
}
