import { describeGap, type Gap } from './gaps.js';

/** Why ours and libvirt's schemas differ on purpose, and where: an expression for what `describeGap` says of it. */
export interface Reason {
  readonly reason: string;
  readonly places: readonly RegExp[];
}

/** Why ours leave something out. What stands there survives a change all the same: it is kept as XML. */
export const LEFT_OUT: readonly Reason[] = [
  {
    reason: "written by libvirt into its own notes on running objects, and by a copy job's first versions",
    places: [
      /@connections$/,
      /bandwidth@classID$/,
      /interface\/source@(?:macTableManager|missing)$/,
      /mirror@(?:file|format)$/,
      /^volume\/source$/,
      /^domainsnapshot\/active$/,
    ],
  },
  {
    reason: 'stands in the schema for a device that shares its rule, and is read for that one alone',
    places: [
      /(?:nvram|disk|mirror|backingStore)\/source\/address@multifunction$/,
      /dataStore\/source\/address@multifunction$/,
      /(?:disk|dataStore)\/source\/reconnect@(?:enabled|timeout)$/,
      /(?:forward|parentaddr)\/address@multifunction$/,
      /(?:console|parallel)\/target\/model$/,
      /(?:parallel|serial)@tty$/,
      /smartcard\/target$/,
      /(?:reservations|interface|console|parallel|serial|channel|smartcard|redirdev|backend)(?:\/source)?\/reconnect@delay$/,
    ],
  },
  {
    reason: 'is in the schema only: no version of libvirt reads it',
    places: [
      /hostdev\/source@protocol = adapter$/,
      /hostdev\/source\/adapter(?:@|\/parentaddr)/,
      /launchSecurity\/handle$/,
      /pool\/source\/format\/(?:vendor|product)$/,
    ],
  },
  {
    reason: 'makes libvirt drop the set of addresses that it belongs to',
    places: [/^filter\/rule\/\w+@ipsetflags$/],
  },
  {
    reason: 'is for disks of librbd, and refused for volumes',
    places: [/^volume\/target\/encryption@format = luks-any$/],
  },
  {
    reason: "the contract's shape wants the UUID of the secret",
    places: [/^volume\/target\/encryption\/secret@usage$/],
  },
  {
    reason: 'is read as 32 bits, although the schema sets no end',
    places: [/ = (?:-1(?:…0)? \| )?(?:2147483648|4294967296)…(?:9223372036854775807|9999999999)$/],
  },
  {
    reason: 'is taken for not given, or refused, once libvirt reads the document',
    places: [
      /(?:source|disk)\/encryption\/(?:cipher|ivgen)$/,
      /parallel\/target@type$/,
      /cache@level = 0$/,
      /^domainsnapshot\/creationTime#text = -1$/,
      /(?:iothread|iothreadpin|driver)@(?:id|iothread|thread_pool_max) = 0$/,
      /defaultiothread@thread_pool_max = 0$/,
      /vcpus\/vcpu@order = 0$/,
      /memorytune\/node@bandwidth = /,
      /spinlocks@retries = /,
      /dirty-ring@size = /,
      /(?:uid|gid)@count = 0$/,
      /source@namespace = 0$/,
      /reservations\/source@mode = server$/,
      /zpci@uid = 0$/,
      /geometry@\w+ = -1…0/,
      /blockio@\w+ = -1/,
      /controller\/target@(?:chassisNr|busNr|index|memReserve) = /,
      /filesystem\/driver@queue = 0$/,
      /thread_pool@size = -1/,
      /interface\/source(?:\/local)?@port = -1$/,
      /portForward\/range@\w+ = -1…0$/,
      /route@metric = 0$/,
      /(?:console|parallel|serial)\/target@port = -1/,
      /(?:sound|graphics)\/audio@id = 0$/,
      /devices\/audio(?:\/(?:input|output)(?:\/settings)?)?@\w+ = 0$/,
      /sound@streams = 0$/,
      /video\/model(?:@heads|\/resolution@[xy]) = 0$/,
    ],
  },
  {
    reason: 'is refused by the hypervisor or by the kernel of the host',
    places: [
      /maxphysaddr@(?:bits|limit) = /,
      /maxMemory@slots = 257…/,
      /cputune\/shares#text = /,
      /sched@priority = /,
      /cachetune\/(?:cache|monitor)@level = /,
      /disk\/driver@queues = 65536…/,
      /disk\/driver@queue_size = 32769…/,
      /disk\/target@rotation_rate = 65535…/,
      /acpi@index = 0 \| 16384…/,
      /controller@ports = 0 \| 512…/,
      /controller\/master@startport = 16…/,
      /controller\/target\/node#text = 256…/,
      /address@unit = 65536…/,
      /address@port = 512…/,
      /mtu@size = 0…67$/,
      /interface\/driver@queues = 1025…/,
      /interface\/driver@[rt]x_queue_size = /,
      /audio@dspPolicy = /,
      /driver@aw_bits = /,
      /cbitpos#text = 64…/,
    ],
  },
  {
    reason: 'is the slot of a memory device, in the schema of any device',
    places: [/address@slot = 256…/],
  },
];

/** Why ours take values that libvirt's schemas do not. */
export const EXCESS: readonly Reason[] = [
  {
    reason: 'came with a later release',
    places: [
      /^domain@type = ch$/,
      /hyperv@mode = host-model$/,
      /disk\/target@bus = nvme$/,
      /controller@type = nvme$/,
      /tpm@model = tpm-tis-device$/,
      /iommu@model = amd$/,
      /launchSecurity@type = tdx$/,
    ],
  },
  {
    reason: 'is read by libvirt all the same, although its schema does not name it',
    places: [
      /bios@rebootTimeout = 32768…65535$/,
      /blkiotune(?:\/device)?\/weight#text = 10…99$/,
      /interconnects\/(?:latency|bandwidth)@value = /,
      /source@namespace = 4294967296…/,
      /slice@offset = 4294967296…/,
      /lease\/target@offset = 4294967296…/,
      /sndbuf#text = 4294967296…/,
      /seclabel@labelskip = no$/,
      /filesystem@type = volume$/,
      /vlan@trunk = no$/,
      /input@bus = parallels \| none$/,
      /memballoon\/stats@period = 0$/,
      /parentaddr@unique_id = 0$/,
      /^volume@type = ploop$/,
      /address@(?:bus|controller|target) = /,
      /^domainsnapshot\/(?:revertDisks|disks)\/disk\/driver@type = raw$/,
    ],
  },
  {
    reason: 'is for one of several places that share a shape',
    places: [/source@mode = (?:client(?: \| connect)?|connect)$/],
  },
];

/** Why a difference is there on purpose; undefined where it is not. The first reason that fits counts. */
export function reasonFor(gap: Gap, reasons: readonly Reason[]): string | undefined {
  const said = describeGap(gap);
  return reasons.find(({ places }) => places.some((place) => place.test(said)))?.reason;
}
