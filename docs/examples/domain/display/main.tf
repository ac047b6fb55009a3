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

resource "libvirt_domain" "desktop" {
  name        = "desktop"
  type        = "kvm"
  memory      = 2
  memory_unit = "GiB"
  vcpu        = 2
  os          = { type = "hvm", type_arch = "x86_64", type_machine = "q35" }
  devices = {
    graphics = [{ vnc = { auto_port = true, listen = "127.0.0.1" } }]
    videos   = [{ model = { type = "virtio", heads = 1, primary = "yes" } }]
    inputs   = [{ type = "tablet", bus = "usb" }]
  }
}
