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

resource "libvirt_ignition" "setup" {
  name = "setup.ign"
  content = jsonencode({
    ignition = { version = "3.4.0" }
    passwd = {
      users = [{
        name = "core"
        sshAuthorizedKeys = [
          "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGZvb2JhcmZvb2JhcmZvb2JhcmZvb2JhcmZvb2JhcmZv admin",
        ]
      }]
    }
  })
}
