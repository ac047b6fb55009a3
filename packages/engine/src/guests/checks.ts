/** What was declared of a guest, as far as it can be seen from inside. */
export interface Declared {
  readonly uuid: string;
  /** vCPUs that are plugged in. */
  readonly vcpus: number;
  /** MAC addresses of its NICs, lower case. */
  readonly macs: readonly string[];
}

/** What commands inside the guest printed. */
export interface SeenInside {
  /** `dmidecode -t system`. */
  readonly dmidecode: string;
  /** `/proc/cpuinfo`. */
  readonly cpuinfo: string;
  /** MAC addresses as the guest's agent reports them. */
  readonly macs: readonly string[];
}

/** One thing that was declared, held against what the guest sees. */
export interface Check {
  readonly what: string;
  readonly declared: string;
  readonly seen: string;
  readonly holds: boolean;
}

/** Holds what was declared against what the guest sees of itself. */
export function checkGuest(declared: Declared, seen: SeenInside): readonly Check[] {
  return [
    check('system UUID (dmidecode)', declared.uuid, systemUuid(seen.dmidecode) ?? 'none'),
    check('processors (/proc/cpuinfo)', String(declared.vcpus), String(processors(seen.cpuinfo))),
    ...declared.macs.map((mac) => ({
      what: 'network card (agent)',
      declared: mac,
      seen: seen.macs.includes(mac) ? mac : seen.macs.join(', ') || 'none',
      holds: seen.macs.includes(mac),
    })),
  ];
}

function check(what: string, declared: string, seen: string): Check {
  return { what, declared, seen, holds: declared === seen };
}

/** SMBIOS type 1 carries the domain's UUID; dmidecode prints it in either case. */
function systemUuid(dmidecode: string): string | undefined {
  return /^\s*UUID:\s*([0-9a-f-]{36})\s*$/im.exec(dmidecode)?.[1]?.toLowerCase();
}

function processors(cpuinfo: string): number {
  return cpuinfo.match(/^processor\s*:/gm)?.length ?? 0;
}
