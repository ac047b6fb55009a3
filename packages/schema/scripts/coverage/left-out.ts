import type { Gap } from './gaps.js';

/** Places of libvirt's schemas that ours leave out on purpose. What stands there survives a change all the same: it is kept as XML. */
export interface LeftOut {
  readonly reason: string;
  readonly places: readonly RegExp[];
}

/** Why ours leave something out; the first whose place fits counts. */
export const LEFT_OUT: readonly LeftOut[] = [
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
      /hostdev\/source@protocol$/,
      /hostdev\/source\/adapter(?:@|\/parentaddr)/,
      /launchSecurity\/handle$/,
      /pool\/source\/format\/(?:vendor|product)$/,
    ],
  },
  {
    reason: 'is for disks of librbd, and refused for volumes',
    places: [/^volume\/target\/encryption@format$/],
  },
  {
    reason: "the contract's shape wants the UUID of the secret",
    places: [/^volume\/target\/encryption\/secret@usage$/],
  },
];

/** Why a gap is there on purpose; undefined where it is not. */
export function reasonFor({ path }: Gap): string | undefined {
  return LEFT_OUT.find(({ places }) => places.some((place) => place.test(path)))?.reason;
}
