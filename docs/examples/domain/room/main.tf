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

# What a guest can be given while it runs is decided at its start: up to four vCPUs and 2 GiB, and three devices, one for each port.
resource "libvirt_domain" "web" {
  name                = "web"
  type                = "kvm"
  vcpu                = 4
  vcpu_current        = 1
  memory              = 2
  memory_unit         = "GiB"
  current_memory      = 512
  current_memory_unit = "MiB"
  os                  = { type = "hvm", type_arch = "x86_64", type_machine = "q35" }
  features            = { acpi = true }
  devices = {
    controllers = [
      { type = "pci", index = 0, model = "pcie-root" },
      { type = "pci", index = 1, model = "pcie-root-port" },
      { type = "pci", index = 2, model = "pcie-root-port" },
      { type = "pci", index = 3, model = "pcie-root-port" },
    ]
    mem_balloon = { model = "virtio" }
  }
}
