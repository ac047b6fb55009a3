import type { Json } from '@virtform/values';

/**
 * Who may set an attribute. `read-only`: a configuration must not; the host tells it (UUID, sizes). Names and presence are
 * those of dmacvicar/libvirt v0.9.7, odd ones included.
 */
export type Presence = 'required' | 'optional' | 'read-only';

/** What a text has to look like. */
export type Syntax =
  | 'uuid'
  | 'mac'
  | 'ip'
  | 'ipv4'
  | 'ip-prefix'
  | 'port-range'
  | 'octal-mode'
  | 'cpu-set'
  | 'iqn'
  | 'wwn'
  | 'host-name'
  | 'number'
  | 'any-mac'
  | 'ipv6'
  | 'ipv4-mask'
  | 'ipv6-mask'
  | 'filter-chain'
  | 'connection-states'
  | 'tcp-flags'
  | 'ipset-flags'
  | 'object-name';

/** What the text of an attribute names, so that two spellings of one thing are known to be the same. */
export type Meaning =
  /** An amount; its unit stands in a sibling attribute, or is the default one. libvirt may round it up. */
  | {
      readonly as: 'size';
      /** The sibling attribute that holds the unit; undefined where the unit cannot be chosen. */
      readonly unit?: string;
      /** The unit that counts when none is given: `KiB`, `bytes`. */
      readonly defaultUnit: string;
      /** Bytes to which the amount may have been rounded up. */
      readonly granularity: readonly number[];
    }
  /** The unit of an amount: it has no meaning of its own. */
  | { readonly as: 'unit-of'; readonly amount: string }
  /** A machine type: `q35` is `pc-q35-7.2`, `pc` is `pc-i440fx-7.2`. */
  | { readonly as: 'machine' }
  /** A network address, in whatever form. */
  | { readonly as: 'ip' }
  /** One network size, said as a netmask or as a prefix; `other` is the sibling that says it the other way. */
  | { readonly as: 'netmask'; readonly other: string; readonly address: string }
  | { readonly as: 'prefix'; readonly other: string }
  /** Letters count in either case: MAC addresses, UUIDs. */
  | { readonly as: 'case-insensitive' }
  /** As case-insensitive, and dashes aside. */
  | { readonly as: 'uuid' }
  /** A set of CPU or node numbers: `0-3,^2` is `0-1,3`. */
  | { readonly as: 'number-set' }
  /** A file mode: `644` is `0644`. */
  | { readonly as: 'octal' }
  /** A number with decimals: `1.0` is `1.00`. */
  | { readonly as: 'decimal' }
  /** A whole number as text, decimal or hexadecimal, or a name that stands for one: `0x800` is `2048` is `ipv4`. */
  | { readonly as: 'number'; readonly names: Readonly<Record<string, number>> }
  /**
   * A port of a display; one below 1 is picked, and so is every one where `auto` says so, or all of `ports` are -1: what is named
   * counts for nothing then.
   */
  | { readonly as: 'display-port'; readonly auto: string; readonly ports: readonly string[] }
  /** Whether the ports of a display are picked; ports that are all -1 say that too. */
  | { readonly as: 'ports-picked'; readonly ports: readonly string[] }
  /** The mask of an address, written out or as the number of its leading ones: `255.255.255.0` is `24`. */
  | { readonly as: 'mask' }
  /** The name of an image on a server: of an iSCSI target without a unit it is the first one, `iqn.…:disk` is `iqn.…:disk/0`. */
  | {
      readonly as: 'image-name';
      /** The sibling that says the protocol; undefined: it is iSCSI. */
      readonly protocol?: string;
    }
  /** Words in any order, parted by commas, in groups that are parted by slashes: `SYN,ACK/SYN` is `ACK,SYN/SYN`. */
  | { readonly as: 'word-sets' }
  /** A path: a trailing or doubled slash counts for nothing. */
  | { readonly as: 'path' }
  /** XML elements: those that are wanted have to be there, and others are none of our business. */
  | { readonly as: 'xml' };

/** What stands elsewhere in the element of a list that an attribute lies in, or in the whole object where it lies in none. */
export interface Where {
  /** Names on the way there, from that element or object; of a list the place of an element, from '0'. */
  readonly path: readonly string[];
  /** The path begins in the object that the attribute stands in. */
  readonly isBeside?: true;
  /** It says this there. */
  readonly is?: string;
  /** It says something else, or nothing. */
  readonly isNot?: string;
  /** It says nothing. */
  readonly isUnset?: true;
  /** It says something. */
  readonly isSet?: true;
  /** It says something, and none of these. */
  readonly isNoneOf?: readonly string[];
  /** It does not hold all the same where this path, which begins where the other does, says something. */
  readonly exceptBeside?: readonly string[];
}

/** What is known about an attribute beside its shape. */
export interface Facts {
  /** One line that explains it. */
  readonly description: string;
  readonly presence: Presence;
  /** What a number counts, where that cannot be chosen: `KiB/s`, `s`, `µs`. */
  readonly unit?: string;
  /** The values that libvirt takes. */
  readonly enumeration?: readonly string[];
  /** The enumeration is not complete: newer hypervisors know more, so that another value is no error, at most a doubt. */
  readonly open?: true;
  /** Instead of a value of its own it may say a variable of the filter: `$IP`, `$IP[2]`, `$IP[@1]`. */
  readonly variable?: true;
  /** Smallest and largest number, both allowed; of a text that is one. */
  readonly range?: { readonly min?: number; readonly max?: number };
  readonly syntax?: Syntax;
  readonly meaning?: Meaning;
  /** What libvirt takes when it is not there: absent and this are the same. */
  readonly default?: Json;
  /** The libvirt version that brought it. */
  readonly since?: string;
  /** The hypervisors that know it; undefined: all, or all that matter. */
  readonly hypervisors?: readonly Hypervisor[];
  /** Never printed, never logged. */
  readonly sensitive?: true;
  /** Nothing that is secret; all the same libvirt tells it only where it tells secrets. */
  readonly veiled?: true;
  /** libvirt puts a value of its own there when none is given: UUIDs, MACs, addresses, aliases, default machine, … */
  readonly filled?: true;
  /** Only there while the object runs. */
  readonly runtime?: true;
  /**
   * Where libvirt pays no heed to it, any of these: there it is not compared, and the state keeps it. Nor is it written, as libvirt may refuse
   * it, unless libvirt fills it in.
   */
  readonly idle?: 'everywhere' | Where | readonly Where[];
  /**
   * Saying this leaves the choice to libvirt, as saying nothing does: whatever libvirt takes is as it is wanted. Of an object: that
   * these of its values say this, or nothing, and that no object in it says more.
   */
  readonly leftToLibvirt?: string | number | Readonly<Record<string, number>>;
  /** Why libvirt cannot take it in this place, although the shape allows it. */
  readonly refused?: string;
  /** Not part of the Terraform provider's shape: ours. */
  readonly addition?: true;
  /** A list whose order means nothing. */
  readonly unordered?: true;
  /** An object that counts even where nothing is in it: libvirt keeps its empty element. */
  readonly evenEmpty?: true;
  /** A list of which libvirt drops the elements that say nothing but what they are known by. */
  readonly drops?: true;
  /** A list of which libvirt writes an element for each number of the set that this attribute of an element says. */
  readonly eachOf?: string;
  /** Other spellings that a configuration may use. */
  readonly alsoCalled?: readonly string[];
}

/** The drivers whose domains can be described. */
export type Hypervisor = 'qemu' | 'kvm' | 'xen' | 'lxc' | 'ch' | 'bhyve' | 'vz' | 'vmware' | 'vbox';

/** Facts to be added to an attribute. */
export type Fact = Partial<Facts>;

/** The attribute has to be given. */
export const required: Fact = { presence: 'required' };
/** The host tells it; a configuration cannot set it. */
export const readOnly: Fact = { presence: 'read-only' };
/** libvirt fills it in when it is not given. */
export const filled: Fact = { filled: true };
/** Never printed. */
export const sensitive: Fact = { sensitive: true };
/** Told only where secrets are. */
export const veiled: Fact = { veiled: true };
/** Only there while the object runs. */
export const runtime: Fact = { runtime: true };
/** A variable of the filter may stand in its place. */
export const variable: Fact = { variable: true };
/** Ours, beyond the Terraform provider's shape. */
export const addition: Fact = { addition: true };

/** These values and no others. */
export function oneOf(...enumeration: readonly string[]): Fact {
  return { enumeration };
}

/** These values, as far as known today. */
export function known(...enumeration: readonly string[]): Fact {
  return { enumeration, open: true };
}

/** `yes` or `no`, as text. */
export const answer: Fact = oneOf('yes', 'no');
/** `on` or `off`, as text. */
export const toggle: Fact = oneOf('on', 'off');

/** A number from `min` to `max`, both allowed. */
export function between(min: number, max: number): Fact {
  return { range: { min, max } };
}

/** A number of at least `min`. */
export function atLeast(min: number): Fact {
  return { range: { min } };
}

/** A whole number of 32 bits, as libvirt reads most of them. */
export const unsigned: Fact = between(0, 0xffffffff);
/** One that is not zero. */
export const positive: Fact = between(1, 0xffffffff);

/** The libvirt version that brought it. */
export function since(version: string): Fact {
  return { since: version };
}

/** What a number counts. */
export function unit(name: string): Fact {
  return { unit: name };
}

/** What counts when it is not given. */
export function byDefault(value: Json): Fact {
  return { default: value };
}

/** libvirt pays no heed to it. */
export const idle: Fact = { idle: 'everywhere' };

/** libvirt keeps its element even where nothing is in it. */
export const evenEmpty: Fact = { evenEmpty: true };
/** libvirt drops elements that say nothing but what they are known by. */
export const dropsBare: Fact = { drops: true };
/** libvirt writes an element for each number of the set that `name` says. */
export function writesEachOf(name: string): Fact {
  return { eachOf: name };
}

/** libvirt pays no heed to it where `path` says this. */
export function idleWhere(path: string, is: string): Fact {
  return { idle: { path: path.split('.'), is } };
}

/** libvirt pays no heed to it where `path` says nothing. */
export function idleWithout(path: string): Fact {
  return { idle: { path: path.split('.'), isUnset: true } };
}

/** libvirt pays no heed to it unless `path` says this. */
export function idleUnless(path: string, isNot: string): Fact {
  return { idle: { path: path.split('.'), isNot } };
}

/** libvirt pays no heed to it unless `name`, which stands beside it, says this. */
export function idleUnlessBeside(name: string, isNot: string): Fact {
  return { idle: { path: [name], isBeside: true, isNot } };
}

/** libvirt pays no heed to it where `name`, which stands beside it, says this. */
export function idleWhereBeside(name: string, is: string): Fact {
  return { idle: { path: [name], isBeside: true, is } };
}

/** libvirt pays no heed to it where `path`, which begins beside it, says nothing. */
export function idleWithoutBeside(path: string): Fact {
  return { idle: { path: path.split('.'), isBeside: true, isUnset: true } };
}

/** libvirt pays no heed to it where any of these holds. */
export function idleWhereAny(...idle: readonly Where[]): Fact {
  return { idle };
}

/** Saying this leaves the choice to libvirt. */
export function leaves(leftToLibvirt: NonNullable<Facts['leftToLibvirt']>): Fact {
  return { leftToLibvirt };
}

/** Only these hypervisors know it. */
export function only(...hypervisors: readonly Hypervisor[]): Fact {
  return { hypervisors };
}

/** An amount with its unit in the sibling attribute `unitAttribute`. */
export function sized(
  unitAttribute: string | undefined,
  defaultUnit: string,
  ...granularity: readonly number[]
): Fact {
  return {
    meaning: {
      as: 'size',
      ...(unitAttribute === undefined ? {} : { unit: unitAttribute }),
      defaultUnit,
      granularity,
    },
    range: { min: 0 },
    ...(unitAttribute === undefined ? { unit: defaultUnit } : {}),
  };
}

/** The unit of the amount in the sibling attribute. */
export function unitOf(amount: string): Fact {
  return { meaning: { as: 'unit-of', amount } };
}

/** A whole number that the contract wants as text. */
export const numeral: Fact = { ...unsigned, syntax: 'number', meaning: { as: 'number', names: {} } };
/** What an object is called on its host. */
export const objectName: Fact = { syntax: 'object-name' };
export const mac: Fact = { syntax: 'mac', meaning: { as: 'case-insensitive' } };
export const uuid: Fact = { syntax: 'uuid', meaning: { as: 'uuid' } };
export const ip: Fact = { syntax: 'ip', meaning: { as: 'ip' } };
export const ipv4: Fact = { syntax: 'ipv4', meaning: { as: 'ip' } };
export const ipv6: Fact = { syntax: 'ipv6', meaning: { as: 'ip' } };
export const cpuSet: Fact = { syntax: 'cpu-set', meaning: { as: 'number-set' } };
export const filePath: Fact = { meaning: { as: 'path' } };
export const fileMode: Fact = { syntax: 'octal-mode', meaning: { as: 'octal' } };
