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

resource "libvirt_combustion" "setup" {
  name    = "setup.sh"
  content = <<-EOT
    #!/bin/bash
    # combustion: network
    echo web > /etc/hostname
  EOT
}
