import type { Diagnostic } from '@virtform/values';
import { elementsAt, hasAllElements, isUnset, numberAt, partAt, type Part } from '../part.js';
import { refused, type Rule } from '../rule.js';
import { busOf, isQemu, nameOf } from './machine.js';

/** I/O threads that are referred to and not there. */
export const ioThreadRules: Rule = (domain) => {
  const there = ioThreads(domain);
  return [
    ...(there === undefined ? [] : pins(domain, there)),
    ...fewer(domain),
    ...pools(domain),
    ...(isQemu(domain) ? [...disks(domain, there), ...controllers(domain, there)] : []),
  ];
};

/**
 * The numbers of the I/O threads: those that are given, and as many more as `io_threads` says, by the lowest numbers that are free
 * (`virDomainIOThreadIDDefArrayInit`); undefined where that is not known.
 */
function ioThreads(domain: Part): ReadonlySet<number> | undefined {
  const count = partAt(domain, 'io_threads');
  const list = elementsAt(domain, 'io_thread_i_ds', 'io_threads');
  const ids = list.map((thread) => numberAt(thread, 'id'));
  if (
    (!isUnset(count) && numberAt(count) === undefined) ||
    !hasAllElements(domain, 'io_thread_i_ds', 'io_threads')
  )
    return undefined;
  const there = new Set<number>();
  for (const id of ids) {
    if (id === undefined) return undefined;
    there.add(id);
  }
  const wanted = numberAt(count) ?? 0;
  for (let id = 1; there.size < wanted; id += 1) there.add(id);
  return there;
}

/** Where more are given one by one libvirt counts these: `virDomainIOThreadIDDefArrayInit`. */
function fewer(domain: Part): readonly Diagnostic[] {
  const place = partAt(domain, 'io_threads');
  const [count, given] = [numberAt(place), elementsAt(domain, 'io_thread_i_ds', 'io_threads').length];
  if (count === undefined || count >= given) return [];
  return [
    refused(place, {
      summary: `io_threads says ${count}, and ${given} are given in io_thread_i_ds`,
      action: `Give io_threads ${given} or more, or take it out.`,
    }),
  ];
}

/** `virDomainIOThreadPinDefParseXML` */
function pins(domain: Part, there: ReadonlySet<number>): readonly Diagnostic[] {
  return elementsAt(domain, 'cpu_tune', 'io_thread_pin').flatMap((pin) =>
    missing(partAt(pin, 'io_thread'), there),
  );
}

/** `virDomainDefValidateIOThreadsThreadPool` */
function pools(domain: Part): readonly Diagnostic[] {
  return [...elementsAt(domain, 'io_thread_i_ds', 'io_threads'), partAt(domain, 'default_io_thread')].flatMap(
    (thread) => {
      const [least, most] = [numberAt(thread, 'pool_min'), numberAt(thread, 'pool_max')];
      if (least === undefined || most === undefined || least <= most) return [];
      return [
        refused(partAt(thread, 'pool_min'), {
          summary: `the least of ${least} workers is more than the most of ${most}`,
          action: 'Raise pool_max, or lower pool_min.',
        }),
      ];
    },
  );
}

/** `qemuValidateDomainDeviceDefDiskIOThreads` */
function disks(domain: Part, there: ReadonlySet<number> | undefined): readonly Diagnostic[] {
  return elementsAt(domain, 'devices', 'disks').flatMap((disk) => {
    const place = partAt(disk, 'driver', 'io_thread');
    if (numberAt(place) === undefined) return [];
    const bus = busOf(disk);
    if (bus !== undefined && bus !== 'virtio') {
      return [
        refused(place, {
          summary: `${nameOf(disk)} is on ${bus}, and only disks on virtio have an I/O thread of their own`,
          action:
            bus === 'scsi'
              ? 'Give the I/O thread to the controller: controllers[…].driver.io_thread.'
              : 'Take io_thread out, or put the disk on virtio.',
        }),
      ];
    }
    return there === undefined ? [] : missing(place, there);
  });
}

/** `virDomainControllerDefPostParse`, `qemuValidateCheckSCSIControllerIOThreads` */
function controllers(domain: Part, there: ReadonlySet<number> | undefined): readonly Diagnostic[] {
  if (there === undefined) return [];
  return elementsAt(domain, 'devices', 'controllers').flatMap((controller) =>
    missing(partAt(controller, 'driver', 'io_thread'), there),
  );
}

function missing(place: Part, there: ReadonlySet<number>): readonly Diagnostic[] {
  const id = numberAt(place);
  if (id === undefined || there.has(id)) return [];
  return [
    refused(place, {
      summary: `there is no I/O thread ${id}`,
      action: `Raise io_threads, or give it in io_thread_i_ds; there ${there.size === 0 ? 'are none' : `are: ${[...there].join(', ')}`}.`,
    }),
  ];
}
