import { type Caller, libvirt, LibvirtError } from '@virtform/libvirt';
import { domain, secretPaths } from '@virtform/schema';
import type { Path } from '@virtform/values';
import type { DomainRecord } from './host-records.js';
import type { HostView, OpenHostView } from './host-view.js';
import { identityText, type Attributes } from './kind.js';
import type { HeldObject } from './provider.js';
import { domainRecord } from './read-records.js';
import { attributeAt, textAt, withAttribute } from './shared/attributes.js';
import { unlessDenied } from './shared/denied.js';
import { found } from './shared/found.js';

interface SecretPlace {
  readonly at: Path;
  /** Stands in the XML of every guest that has such a part at all: most have none. */
  readonly sign: string;
}

/** The parts of a guest that may hold secrets. */
export const SECRET_PLACES: readonly SecretPlace[] = [
  { at: ['devices', 'graphics'], sign: '<graphics ' },
  { at: ['devices', 'disks'], sign: " protocol='http" },
  { at: ['os', 'nv_ram'], sign: " protocol='http" },
];

/**
 * Reads the guests once more of which the state holds secrets: libvirt tells these to nobody who may only read. All are asked for at once,
 * over a connection that is opened for them alone. Whoever may not open it, or is told no secrets, goes without, as does a guest of which
 * the state holds none: what others gave it counts for nothing.
 *
 * @param seen what an earlier reading of the same host found
 */
export async function readSecrets(
  view: OpenHostView,
  inspect: () => Promise<Caller>,
  held: readonly HeldObject[],
  seen: Pick<HostView, 'domains'> | undefined,
): Promise<void> {
  const guests = guestsWithSecrets(view, held);
  const inspector = guests.length === 0 ? undefined : await opened(inspect);
  if (inspector === undefined) return;
  const { domains } = libvirt(inspector);
  const records = guests.map(async ({ uuid, name, id = -1, halted, autostart, stored }) => {
    const facts = { persistent: stored !== undefined, halted, autostart, tellsSecrets: true } as const;
    const reading = domainRecord(domains, { uuid, name, id }, facts, seen?.domains.get(uuid));
    const record = await unlessDenied(found(reading));
    if (record !== undefined) view.put({ type: 'domain', record });
  });
  await Promise.all(records);
}

function guestsWithSecrets(view: HostView, held: readonly HeldObject[]): readonly DomainRecord[] {
  const guests = new Map(
    [...view.domains].filter(([, record]) => SECRET_PLACES.some((place) => isIn(record, place))),
  );
  // To know what the state has of guests, it has to be read: most hosts have no guest that may hold any.
  if (guests.size === 0) return [];
  const found = held.flatMap((object) => {
    if (object.type !== 'libvirt_domain') return [];
    const uuid = textAt(object.attributes, ['uuid']) ?? identityText(object.identity ?? {}, 'uuid');
    const record = guests.get(uuid ?? '');
    return record !== undefined && holdsSecrets(object, record) ? [record] : [];
  });
  return [...new Set(found)];
}

function isIn({ stored, running }: DomainRecord, { sign }: SecretPlace): boolean {
  return [stored, running].some((side) => side?.xml.includes(sign) === true);
}

function holdsSecrets(object: HeldObject, record: DomainRecord): boolean {
  const places = SECRET_PLACES.filter((place) => isIn(record, place));
  const holds = (said: Attributes): boolean => places.some(({ at }) => holdsSecretsAt(at, said));
  // The attributes are those that were found: of a password that others took out they need not say anything any more.
  return holds(object.attributes) || (object.asked ?? []).some(holds);
}

/** No more than that part is looked at: to look for secrets in all that a guest says takes ten times as long. */
function holdsSecretsAt(at: Path, attributes: Attributes): boolean {
  const part = attributeAt(attributes, at);
  return part !== undefined && secretPaths(domain.attributes, withAttribute({}, at, part)).length > 0;
}

/** Those who may only read are kept out in many ways: by polkit, by the mode of a socket, by a shell on another machine. */
async function opened(inspect: () => Promise<Caller>): Promise<Caller | undefined> {
  try {
    return await inspect();
  } catch (error) {
    if (error instanceof LibvirtError && (error.fault === 'host' || error.fault === 'connection'))
      return undefined;
    throw error;
  }
}
