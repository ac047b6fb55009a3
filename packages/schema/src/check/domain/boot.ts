import { duplicates } from '../duplicates.js';
import { elementsAt, numberAt, partAt, shown } from '../part.js';
import { refused, type Rule } from '../rule.js';

/** The devices that can be booted from. */
const BOOTABLE = ['disks', 'filesystems', 'interfaces', 'hostdevs', 'redir_devs'];

/** `virDomainDefBootOrderPostParse`, the same in 9.0 and 11.3. */
export const bootRules: Rule = (domain) => {
  const devices = BOOTABLE.flatMap((list) => elementsAt(domain, 'devices', list))
    .map((device) => partAt(device, 'boot', 'order'))
    .filter((order) => numberAt(order) !== undefined);
  const [first] = elementsAt(domain, 'os', 'boot_devices');
  const mixed =
    devices.length === 0 || first === undefined
      ? []
      : [
          refused(partAt(domain, 'os', 'boot_devices'), {
            summary: 'os.boot_devices and the boot order of a device exclude each other',
            action: 'Take out os.boot_devices, or the boot.order of every device.',
          }),
        ];
  return [
    ...mixed,
    ...duplicates({
      parts: devices,
      key: (order) => String(numberAt(order)),
      finding: (order) => ({
        summary: `two devices have the boot order ${shown(order)}`,
        action: 'Give each its own place: 1, 2, …',
      }),
    }),
  ];
};
