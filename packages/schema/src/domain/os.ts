import { knownBy, list, num, obj, once, str, strings } from '../dsl.js';
import {
  addition,
  answer,
  between,
  filePath,
  filled,
  idleWhereBeside,
  known,
  numeral,
  oneOf,
  only,
  required,
  since,
  unit,
} from '../facts.js';
import { variablesSource } from '../shapes/disk-source.js';

/** `<os>`: what is started, and how. */
export const os = once(() =>
  obj(
    'os',
    'What is started, and how',
    () => ({
      firmware: str(
        '@firmware',
        'Firmware, chosen by libvirt among those of the host',
        oneOf('bios', 'efi'),
        since('5.2.0'),
      ),
      type: str(
        'type',
        'Kind of guest: hvm is a full machine, exe a container',
        known('hvm', 'xen', 'linux', 'xenpvh', 'exe'),
        filled,
      ),
      type_arch: str(
        'type@arch',
        'Architecture of the machine',
        known('x86_64', 'i686', 'aarch64', 'armv7l', 'ppc64', 'ppc64le', 's390x', 'riscv64', 'loongarch64'),
        filled,
      ),
      type_machine: str(
        'type@machine',
        'Machine type; q35 and pc stand for the newest of their kind',
        { meaning: { as: 'machine' } },
        filled,
      ),
      firmware_info: obj(
        'firmware',
        'What the firmware has to be able to do',
        () => ({
          features: list(
            'feature',
            'A feature of the firmware',
            () => ({
              enabled: str('@enabled', 'Whether it is there', answer),
              name: str('@name', 'Which', known('enrolled-keys', 'secure-boot')),
            }),
            knownBy('name'),
          ),
        }),
        filled,
        since('7.2.0'),
      ),
      loader: str('loader', 'Path of the firmware', filePath, filled),
      loader_readonly: str('loader@readonly', 'The firmware is mapped read-only', answer, filled),
      loader_secure: str('loader@secure', 'The firmware has Secure Boot', answer, filled),
      loader_type: str('loader@type', 'How the firmware is mapped', oneOf('rom', 'pflash'), filled),
      loader_stateless: str('loader@stateless', 'The firmware stores nothing', answer, since('8.6.0')),
      loader_format: str(
        'loader@format',
        'Format of the file',
        oneOf('raw', 'qcow2'),
        filled,
        since('9.2.0'),
      ),
      nv_ram: obj(
        'nvram',
        'Variables of the firmware',
        () => ({
          nv_ram: str('.', 'Path of the file', filePath, filled, required),
          template: str('@template', 'File that a new one is copied from', filled),
          template_format: str(
            '@templateFormat',
            'Format of that file',
            oneOf('raw', 'qcow2'),
            filled,
            since('10.10.0'),
          ),
          format: str('@format', 'Format of the file', oneOf('raw', 'qcow2'), filled, since('9.2.0')),
          source: obj('.', 'Where it is, if not a file', variablesSource, since('8.5.0')),
        }),
        filled,
      ),
      boot_devices: list(
        'boot',
        'Kinds of device that are booted from, in this order; excludes boot orders of devices',
        () => ({
          dev: str('@dev', 'Kind', oneOf('fd', 'hd', 'cdrom', 'network'), required),
        }),
        filled,
      ),
      boot_menu: obj('bootmenu', 'Menu at the start', () => ({
        enable: str('@enable', 'Whether there is one', answer),
        timeout: str(
          '@timeout',
          'How long it waits',
          numeral,
          unit('ms'),
          between(0, 65535),
          // libvirt reads it of a menu that there is (seen).
          idleWhereBeside('enable', 'no'),
        ),
      })),
      sm_bios: obj('smbios', 'Where SMBIOS information comes from', () => ({
        mode: str('@mode', 'Source', oneOf('emulate', 'host', 'sysinfo'), required),
      })),
      bios: obj('bios', 'Behaviour of the BIOS', () => ({
        use_serial: str('@useserial', 'It writes to the serial port too', answer),
        reboot_timeout: num(
          '@rebootTimeout',
          'Pause before a new attempt to boot; -1: none is made',
          unit('ms'),
          between(-1, 65535),
        ),
      })),
      acpi: obj('acpi', 'ACPI tables', () => ({
        tables: list(
          'table',
          'A table',
          () => ({
            type: str('@type', 'Kind', known('slic', 'msdm', 'raw', 'rawset'), required),
            path: str('.', 'Path of the file', filePath, required),
          }),
          knownBy('type'),
        ),
      })),
      kernel: str('kernel', 'Path of a kernel that is started directly', filePath),
      initrd: str('initrd', 'Path of its initial RAM disk', filePath),
      root: str(
        'root',
        'Device of the root file system, for kernels that are told it apart',
        filePath,
        addition,
      ),
      cmdline: str('cmdline', 'Its command line'),
      shim: str('shim', 'Path of the shim that starts it with Secure Boot', filePath, since('11.2.0')),
      dtb: str('dtb', 'Path of a device tree', filePath),
      init: str('init', 'First program of a container', only('lxc')),
      init_args: strings('initarg', 'Its arguments', only('lxc')),
      init_env: list(
        'initenv',
        'Its environment',
        () => ({
          name: str('@name', 'Name', required),
          value: str('.', 'Value', required),
        }),
        knownBy('name'),
        only('lxc'),
      ),
      init_dir: str('initdir', 'Its working folder', only('lxc')),
      init_user: str('inituser', 'User that it runs as', only('lxc')),
      init_group: str('initgroup', 'Group that it runs as', only('lxc')),
    }),
    filled,
  ),
);
