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

resource "libvirt_domain" "installer" {
  name        = "installer"
  type        = "kvm"
  memory      = 1
  memory_unit = "GiB"
  vcpu        = 2
  os = {
    type         = "hvm"
    type_arch    = "x86_64"
    type_machine = "q35"
    firmware     = "efi"
    boot_devices = [{ dev = "cdrom" }, { dev = "hd" }]
    boot_menu    = { enable = "yes", timeout = "3000" }
  }
  features = { acpi = true }
  devices = {
    disks = [{
      device    = "cdrom"
      driver    = { name = "qemu", type = "raw" }
      source    = { file = { file = "/var/lib/libvirt/images/installer.iso" } }
      target    = { dev = "sda", bus = "sata" }
      read_only = true
    }]
  }
}
