import { domain } from '../objects.js';
import { qemu } from '../procedure.js';
import { int, optional, string, uint } from '../xdr.js';

/** What libvirt offers for QEMU only. */
export const qemuProcedures = {
  QEMU_DOMAIN_MONITOR_COMMAND: qemu(
    1,
    { dom: domain, cmd: string, flags: uint },
    { result: string },
    { slow: true },
  ),
  QEMU_DOMAIN_ATTACH: qemu(2, { pidValue: uint, flags: uint }, { dom: domain }, { slow: true }),
  QEMU_DOMAIN_AGENT_COMMAND: qemu(
    3,
    { dom: domain, cmd: string, timeout: int, flags: uint },
    { result: optional(string) },
    { slow: true },
  ),
  QEMU_CONNECT_DOMAIN_MONITOR_EVENT_REGISTER: qemu(
    4,
    { dom: optional(domain), event: optional(string), flags: uint },
    { callbackID: int },
    { reads: true },
  ),
  QEMU_CONNECT_DOMAIN_MONITOR_EVENT_DEREGISTER: qemu(5, { callbackID: int }, {}, { reads: true }),
} as const;
