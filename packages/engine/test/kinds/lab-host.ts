import { readFileSync } from 'node:fs';
import path from 'node:path';
import { domain, network, pool, volume, type ResourceSchema } from '@virtform/schema';
import type { JsonObject } from '@virtform/values';
import { side, type DomainRecord, type Halt, type Side } from '../../src/kinds/host-records.js';
import { createHostView, type OpenHostView } from '../../src/kinds/host-view.js';
import type { Applied, Attributes, Identity, Kind, Proposal, ProposalRequest } from '../../src/kinds/kind.js';

/** What a daemon of libvirt 9.0 said of a small lab: XML as `virsh dumpxml` printed it. */
function read(schema: ResourceSchema, file: string, alter = (xml: string): string => xml): Side {
  return side(schema, alter(readFileSync(path.join(__dirname, 'fixtures', file), 'utf8')));
}

export const WEB = '33333333-3333-4333-8333-333333333333';
export const LAB_NETWORK = '11111111-1111-4111-8111-111111111111';
export const LAB_POOL = '22222222-2222-4222-8222-222222222222';
export const NEIGHBOUR = '44444444-4444-4444-8444-444444444444';
export const LINEAGE = '11111111-2222-4333-8444-555555555555';

/** How the lab is found. */
export interface LabState {
  readonly guest?: 'running' | 'off' | 'none';
  readonly network?: 'active' | 'inactive';
  /** What the network has in `<dns>`. */
  readonly dns?: string;
  readonly pool?: 'active' | 'inactive';
  /** KiB to which the running guest's balloon has come; all of its memory where it is not given. */
  readonly balloon?: number;
  /** Why the running guest stands still; without it, it does not. */
  readonly halted?: Halt;
  /** What else the XML of the guest says, as it is defined and as it runs. */
  readonly alter?: (xml: string) => string;
  /** The name of another guest, which is off. */
  readonly neighbour?: string;
}

/** What a program says of the guest `web`, but for its devices. */
export const labGuest = {
  name: 'web',
  type: 'qemu',
  memory: 64,
  memory_unit: 'MiB',
  vcpu: 4,
  vcpu_current: 2,
  os: { type: 'hvm', type_arch: 'x86_64', type_machine: 'q35' },
  running: true,
};

/** A host with a guest `web`, a network and a pool `lab`, and the volumes `base.qcow2` and, over it, `d.qcow2`. */
export function labHost({
  guest = 'running',
  network: net = 'active',
  dns = '',
  pool: store = 'active',
  balloon = 65536,
  halted,
  alter = (xml) => xml,
  neighbour,
}: LabState = {}): OpenHostView {
  const home = { pool: 'lab', poolUuid: LAB_POOL };
  const folder = '/var/lib/libvirt/lab';
  const withDns = (xml: string): string => xml.replace(/<ip /, `<dns>${dns}</dns><ip `);
  return createHostView({
    domains: [
      ...(guest === 'none'
        ? []
        : [
            {
              uuid: WEB,
              name: 'web',
              id: guest === 'running' ? 7 : undefined,
              halted,
              autostart: false,
              stored: read(domain, 'domain-stored.xml', alter),
              running:
                guest === 'running'
                  ? read(domain, 'domain-running.xml', (xml) =>
                      alter(xml.replace(/(<currentMemory[^>]*>)\d+/, `$1${balloon}`)),
                    )
                  : undefined,
            },
          ]),
      ...(neighbour === undefined ? [] : [guestThatIsOff(neighbour)]),
    ],
    networks: [
      {
        uuid: LAB_NETWORK,
        name: 'lab',
        autostart: true,
        stored: read(network, 'network-stored.xml', withDns),
        running: net === 'active' ? read(network, 'network-running.xml', withDns) : undefined,
      },
    ],
    pools: [
      {
        uuid: LAB_POOL,
        name: 'lab',
        active: store === 'active',
        autostart: true,
        stored: read(pool, 'pool.xml'),
        running: store === 'active' ? read(pool, 'pool.xml') : undefined,
      },
    ],
    volumes: [
      { ...home, name: 'base.qcow2', key: `${folder}/base.qcow2`, side: read(volume, 'volume-base.xml') },
      { ...home, name: 'd.qcow2', key: `${folder}/d.qcow2`, side: read(volume, 'volume.xml') },
    ],
  });
}

function guestThatIsOff(name: string): DomainRecord {
  const xml = `<domain type='qemu'><name>${name}</name><uuid>${NEIGHBOUR}</uuid></domain>`;
  return {
    uuid: NEIGHBOUR,
    name,
    id: undefined,
    halted: undefined,
    autostart: false,
    stored: side(domain, xml),
    running: undefined,
  };
}

/** What a test asks of a kind. `applied` is what the program said last; `state` what Terraform left, without our bookkeeping. */
export interface Ask extends Partial<Omit<ProposalRequest, 'applied' | 'wanted'>> {
  readonly wanted: Attributes | undefined;
  readonly applied?: JsonObject;
  readonly state?: Attributes;
}

/** Asks a kind about an object of the lab. */
export function ask(
  kind: Kind<OpenHostView>,
  view: OpenHostView,
  identity: Identity,
  question: Ask,
): Proposal {
  const { applied, state, ...rest } = question;
  const address = `${kind.type}.it`;
  return kind.propose(
    {
      address,
      actual: kind.read(view, identity),
      sensitive: [],
      identity,
      mark: { lineage: LINEAGE, address },
      allowDataLoss: false,
      restart: false,
      ...rest,
      applied: appliedFrom(identity, applied, state),
    },
    view,
  );
}

function appliedFrom(
  identity: Identity,
  wanted: JsonObject | undefined,
  state: Attributes | undefined,
): Applied | undefined {
  const attributes = wanted ?? state;
  return attributes === undefined
    ? undefined
    : { attributes, identity, wanted, tainted: false, intent: false };
}
