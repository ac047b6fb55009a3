import type { Rule } from '../rule.js';
import { diskSecretRules } from '../secrets.js';
import { addressRules } from './addresses.js';
import { aliasRules } from './aliases.js';
import { bootRules } from './boot.js';
import { clockRules } from './clock.js';
import { deviceRules } from './devices.js';
import { diskRules } from './disks.js';
import { distinctRules } from './distinct.js';
import { graphicsRules } from './graphics.js';
import { hostdevRules } from './hostdevs.js';
import { interfaceRules } from './interfaces.js';
import { ioThreadRules } from './io-threads.js';
import { memoryRules } from './memory.js';
import { osRules } from './os.js';
import { processorRules } from './processors.js';
import { qemuDiskRules } from './qemu-disks.js';
import { serialRules } from './serials.js';
import { usbRules } from './usb.js';

/** What can be known wrong of a domain without a host. */
export const domainRules: readonly Rule[] = [
  memoryRules,
  processorRules,
  ioThreadRules,
  distinctRules,
  diskRules,
  qemuDiskRules,
  interfaceRules,
  hostdevRules,
  graphicsRules,
  deviceRules,
  serialRules,
  diskSecretRules,
  usbRules,
  osRules,
  clockRules,
  bootRules,
  aliasRules,
  addressRules,
];
