import { domain, typedParameters } from '../objects.js';
import { both, change, download, inspect } from '../procedure.js';
import { array, hyper, int, optional, string, struct, uhyper, uint } from '../xdr.js';

const domainFsinfo = struct({
  mountpoint: string,
  name: string,
  fstype: string,
  devAliases: array(string, 256),
});
const domainIpAddr = struct({ type: int, addr: string, prefix: uint });
const domainInterface = struct({ name: string, hwaddr: optional(string), addrs: array(domainIpAddr, 2_048) });

/** What a guest itself takes part in: its agent, its console, its keys. */
export const guestProcedures = {
  DOMAIN_OPEN_CONSOLE: both(201, { dom: domain, devName: optional(string), flags: uint }, {}),
  DOMAIN_INJECT_NMI: change(210, { dom: domain, flags: uint }, {}),
  DOMAIN_SCREENSHOT: download(211, { dom: domain, screen: uint, flags: uint }, { mime: optional(string) }),
  DOMAIN_SEND_KEY: change(
    226,
    { dom: domain, codeset: uint, holdtime: uint, keycodes: array(uint, 16), flags: uint },
    {},
  ),
  DOMAIN_PM_SUSPEND_FOR_DURATION: change(
    261,
    { dom: domain, target: uint, duration: uhyper, flags: uint },
    {},
  ),
  DOMAIN_PM_WAKEUP: change(267, { dom: domain, flags: uint }, {}),
  DOMAIN_GET_HOSTNAME: inspect(277, { dom: domain, flags: uint }, { hostname: string }),
  DOMAIN_FSTRIM: change(294, { dom: domain, mountPoint: optional(string), minimum: uhyper, flags: uint }, {}),
  DOMAIN_SEND_PROCESS_SIGNAL: change(295, { dom: domain, pidValue: hyper, signum: uint, flags: uint }, {}),
  DOMAIN_OPEN_CHANNEL: both(296, { dom: domain, name: optional(string), flags: uint }, {}),
  DOMAIN_FSFREEZE: change(
    335,
    { dom: domain, mountpoints: array(string, 256), flags: uint },
    { filesystems: int },
  ),
  DOMAIN_FSTHAW: change(
    336,
    { dom: domain, mountpoints: array(string, 256), flags: uint },
    { filesystems: int },
  ),
  DOMAIN_GET_TIME: inspect(337, { dom: domain, flags: uint }, { seconds: hyper, nseconds: uint }),
  DOMAIN_SET_TIME: change(338, { dom: domain, seconds: hyper, nseconds: uint, flags: uint }, {}),
  DOMAIN_GET_FSINFO: inspect(
    349,
    { dom: domain, flags: uint },
    { info: array(domainFsinfo, 256), ret: uint },
  ),
  DOMAIN_INTERFACE_ADDRESSES: inspect(
    353,
    { dom: domain, source: uint, flags: uint },
    { ifaces: array(domainInterface, 2_048) },
  ),
  DOMAIN_SET_USER_PASSWORD: change(
    357,
    { dom: domain, user: optional(string), password: optional(string), flags: uint },
    {},
  ),
  DOMAIN_GET_GUEST_VCPUS: inspect(371, { dom: domain, flags: uint }, { params: typedParameters(64) }),
  DOMAIN_SET_GUEST_VCPUS: change(372, { dom: domain, cpumap: string, state: int, flags: uint }, {}),
  DOMAIN_GET_GUEST_INFO: inspect(
    418,
    { dom: domain, types: uint, flags: uint },
    { params: typedParameters(2_048) },
  ),
  DOMAIN_AGENT_SET_RESPONSE_TIMEOUT: change(420, { dom: domain, timeout: int, flags: uint }, { result: int }),
  DOMAIN_AUTHORIZED_SSH_KEYS_GET: inspect(
    424,
    { dom: domain, user: string, flags: uint },
    { keys: array(string, 2_048) },
  ),
  DOMAIN_AUTHORIZED_SSH_KEYS_SET: change(
    425,
    { dom: domain, user: string, keys: array(string, 2_048), flags: uint },
    {},
  ),
  /** Since libvirt 10.2. */
  DOMAIN_GRAPHICS_RELOAD: change(448, { dom: domain, type: uint, flags: uint }, {}),
} as const;
