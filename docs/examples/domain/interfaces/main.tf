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

resource "libvirt_network" "inside" {
  name      = "inside"
  autostart = true
  ips       = [{ address = "10.20.40.1", prefix = 24 }]
}

resource "libvirt_domain" "router" {
  name        = "router"
  type        = "kvm"
  memory      = 512
  memory_unit = "MiB"
  vcpu        = 1
  os          = { type = "hvm", type_arch = "x86_64", type_machine = "q35" }
  devices = {
    interfaces = [
      {
        mac       = { address = "52:54:00:20:40:01" }
        model     = { type = "virtio" }
        source    = { network = { network = libvirt_network.inside.name } }
        bandwidth = { inbound = { average = 12500 }, outbound = { average = 12500 } }
      },
      {
        mac    = { address = "52:54:00:20:40:02" }
        model  = { type = "virtio" }
        source = { bridge = { bridge = "br0" } }
        link   = { state = "up" }
      },
    ]
  }
}
