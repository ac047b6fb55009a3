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

resource "libvirt_cloudinit_disk" "setup" {
  name      = "setup.iso"
  meta_data = "instance-id: web\nlocal-hostname: web\n"
  user_data = <<-EOT
    #cloud-config
    users:
      - name: admin
        sudo: ALL=(ALL) NOPASSWD:ALL
        ssh_authorized_keys:
          - ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGZvb2JhcmZvb2JhcmZvb2JhcmZvb2JhcmZvb2JhcmZv admin
  EOT
}

# It is a disk of the guest, as a CD.
resource "libvirt_volume" "setup-volume" {
  name = "web-setup.iso"
  pool = "default"
  create = {
    content = { url = libvirt_cloudinit_disk.setup.path }
  }
}
