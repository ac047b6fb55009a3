import { obj, type ObjectAttribute, str } from '../dsl.js';
import { oneOf, only, toggle } from '../facts.js';

const capability = (name: string, element = name): ObjectAttribute =>
  obj(element, `Linux capability ${name}`, () => ({
    state: str('@state', 'Whether the container has it', toggle),
  }));

/** `<capabilities>`: what the first process of a container, and all that it starts, may do. */
export const capabilities = (): ObjectAttribute =>
  obj(
    'capabilities',
    'Linux capabilities of a container',
    () => ({
      policy: str('@policy', 'What holds for those that are not named', oneOf('default', 'allow', 'deny')),
      audit_control: capability('audit_control', 'audit_control'),
      audit_write: capability('audit_write', 'audit_write'),
      block_suspend: capability('block_suspend', 'block_suspend'),
      chown: capability('chown'),
      dac_override: capability('dac_override', 'dac_override'),
      dac_read_search: capability('dac_read_search', 'dac_read_search'),
      fowner: capability('fowner'),
      fset_id: capability('fsetid'),
      ipc_lock: capability('ipc_lock', 'ipc_lock'),
      ipc_owner: capability('ipc_owner', 'ipc_owner'),
      kill: capability('kill'),
      lease: capability('lease'),
      linux_immutable: capability('linux_immutable', 'linux_immutable'),
      mac_admin: capability('mac_admin', 'mac_admin'),
      mac_override: capability('mac_override', 'mac_override'),
      mk_nod: capability('mknod'),
      net_admin: capability('net_admin', 'net_admin'),
      net_bind_service: capability('net_bind_service', 'net_bind_service'),
      net_broadcast: capability('net_broadcast', 'net_broadcast'),
      net_raw: capability('net_raw', 'net_raw'),
      set_gid: capability('setgid'),
      set_f_cap: capability('setfcap'),
      set_p_cap: capability('setpcap'),
      set_uid: capability('setuid'),
      sys_admin: capability('sys_admin', 'sys_admin'),
      sys_boot: capability('sys_boot', 'sys_boot'),
      sys_ch_root: capability('sys_chroot', 'sys_chroot'),
      sys_module: capability('sys_module', 'sys_module'),
      sys_nice: capability('sys_nice', 'sys_nice'),
      sys_p_acct: capability('sys_pacct', 'sys_pacct'),
      sys_p_trace: capability('sys_ptrace', 'sys_ptrace'),
      sys_raw_io: capability('sys_rawio', 'sys_rawio'),
      sys_resource: capability('sys_resource', 'sys_resource'),
      sys_time: capability('sys_time', 'sys_time'),
      sys_tty_cnofig: capability('sys_tty_config', 'sys_tty_config'),
      sys_log: capability('syslog'),
      wake_alarm: capability('wake_alarm', 'wake_alarm'),
    }),
    only('lxc'),
  );
