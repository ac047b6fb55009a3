terraform {
  required_providers {
    libvirt = {
      source  = "dmacvicar/libvirt"
      version = "0.9.7"
    }
  }
}

provider "libvirt" {
  uri = "qemu+tcp://host/system"
}

variable "guests" {
  type = map(object({ memory = number, vcpu = optional(number, 2), image = string }))
}

locals {
  domain = "lab.example"
  guests = { for name, guest in var.guests : name => merge(guest, { fqdn = "${name}.${local.domain}" }) }
}

resource "libvirt_network" "lab" {
  name = "lab"
  ips  = [{ address = "10.66.0.1", prefix = 16 }]
}

resource "libvirt_pool" "lab" {
  name   = "lab"
  type   = "dir"
  target = { path = "/pool" }
}

resource "libvirt_volume" "image" {
  for_each = toset([for guest in var.guests : guest.image])
  name     = "${each.key}.qcow2"
  pool     = libvirt_pool.lab.name
  capacity = 10 * pow(1024, 3)
  target   = { format = { type = "qcow2" } }
}

resource "terraform_data" "seed" {
  for_each = local.guests
  input    = yamlencode({ hostname = each.key, fqdn = each.value.fqdn })
}

resource "libvirt_volume" "disk" {
  for_each      = local.guests
  name          = "${each.key}.qcow2"
  pool          = libvirt_pool.lab.name
  capacity      = 20 * pow(1024, 3)
  target        = { format = { type = "qcow2" } }
  backing_store = { path = libvirt_volume.image[each.value.image].path, format = { type = "qcow2" } }
}

resource "libvirt_domain" "guest" {
  for_each    = local.guests
  name        = each.key
  type        = "qemu"
  memory      = each.value.memory
  memory_unit = "MiB"
  vcpu        = each.value.vcpu
  description = sha256(terraform_data.seed[each.key].output)
  os          = { type = "hvm", type_arch = "x86_64", type_machine = "q35", boot_devices = [{ dev = "hd" }] }
  features    = { acpi = true, apic = {} }
  devices = {
    disks = [{
      driver = { name = "qemu", type = "qcow2" }
      source = { file = { file = libvirt_volume.disk[each.key].path } }
      target = { dev = "vda", bus = "virtio" }
    }]
    interfaces = [{
      model  = { type = "virtio" }
      source = { network = { network = libvirt_network.lab.name } }
    }]
  }
  running = false
}

resource "terraform_data" "record" {
  for_each         = libvirt_domain.guest
  input            = format("%-40s IN TXT %q", local.guests[each.key].fqdn, each.value.name)
  triggers_replace = [each.value.uuid]
}

output "records" {
  value = join("\n", [for record in terraform_data.record : record.output])
}

output "guests" {
  value = { for name, guest in libvirt_domain.guest : name => guest.uuid }
}
