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

resource "libvirt_domain" "numbers" {
  name        = "numbers"
  type        = "kvm"
  memory      = 1
  memory_unit = "GiB"
  vcpu        = 2
  cpu = {
    mode     = "host-passthrough"
    topology = { sockets = 1, dies = 1, cores = 2, threads = 1 }
  }
  cpu_tune = {
    vcpu_pin = [
      { vcpu = 0, cpu_set = "2" },
      { vcpu = 1, cpu_set = "3" },
    ]
  }
  os = { type = "hvm", type_arch = "x86_64", type_machine = "q35" }
}
