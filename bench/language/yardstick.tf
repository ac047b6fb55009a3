# The shape of guests.tf in what Terraform brings itself: four resources for each guest, and each refers to those before it.

variable "guests" {
  type = map(object({ memory = number, vcpu = optional(number, 2), image = string }))
}

locals {
  domain = "lab.example"
  guests = { for name, guest in var.guests : name => merge(guest, { fqdn = "${name}.${local.domain}" }) }
}

resource "terraform_data" "image" {
  for_each = toset([for guest in var.guests : guest.image])
  input    = { name = "${each.key}.qcow2", capacity = 10 * pow(1024, 3) }
}

resource "terraform_data" "seed" {
  for_each = local.guests
  input    = yamlencode({ hostname = each.key, fqdn = each.value.fqdn })
}

resource "terraform_data" "disk" {
  for_each = local.guests
  input = {
    name     = "${each.key}.qcow2"
    capacity = 20 * pow(1024, 3)
    backing  = terraform_data.image[each.value.image].output.name
  }
}

resource "terraform_data" "guest" {
  for_each = local.guests
  input = {
    name        = each.key
    memory      = each.value.memory
    vcpu        = each.value.vcpu
    description = sha256(terraform_data.seed[each.key].output)
    disks       = [terraform_data.disk[each.key].output.name]
  }
}

resource "terraform_data" "record" {
  for_each         = local.guests
  input            = format("%-40s IN TXT %q", each.value.fqdn, terraform_data.guest[each.key].output.name)
  triggers_replace = [terraform_data.guest[each.key].id]
}

output "records" {
  value = join("\n", [for record in terraform_data.record : record.output])
}
