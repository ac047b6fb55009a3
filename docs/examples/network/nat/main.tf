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

resource "libvirt_network" "lab" {
  name      = "lab"
  autostart = true
  forward   = { mode = "nat" }
  domain    = { name = "lab.test", local_only = "yes" }
  dns = {
    host = [{ ip = "10.20.50.1", hostnames = [{ hostname = "gateway.lab.test" }] }]
  }
  ips = [{
    address = "10.20.50.1"
    prefix  = 24
    dhcp = {
      ranges = [{ start = "10.20.50.100", end = "10.20.50.200" }]
      hosts  = [{ mac = "52:54:00:20:50:10", name = "web", ip = "10.20.50.10" }]
    }
  }]
}
