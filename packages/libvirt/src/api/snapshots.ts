import type { CallOptions, Caller } from '../caller.js';
import { methodMaker } from './method.js';
import type { Domain, DomainSnapshot } from './values.js';

/** Calls on snapshots of guests; each is one procedure of libvirt, under libvirt's name. */
export interface Snapshots {
  /** The snapshots of a guest. `flags`: SnapshotListFlags. */
  list(domain: Domain, flags?: number, options?: CallOptions): Promise<readonly DomainSnapshot[]>;
  /** The snapshots that were taken after this one. `flags`: SnapshotListFlags. */
  children(
    snapshot: DomainSnapshot,
    flags?: number,
    options?: CallOptions,
  ): Promise<readonly DomainSnapshot[]>;
  lookupByName(domain: Domain, name: string, options?: CallOptions): Promise<DomainSnapshot>;
  /** The one that it was taken after; VIR_ERR_NO_DOMAIN_SNAPSHOT where there is none. */
  parent(snapshot: DomainSnapshot, options?: CallOptions): Promise<DomainSnapshot>;
  /** Whether one of the guest's snapshots is the current one. */
  hasCurrent(domain: Domain, options?: CallOptions): Promise<boolean>;
  /** The one that the guest's state goes back to. */
  current(domain: Domain, options?: CallOptions): Promise<DomainSnapshot>;
  isCurrent(snapshot: DomainSnapshot, options?: CallOptions): Promise<boolean>;
  /** Whether libvirt would lose something if the guest were undefined. */
  hasMetadata(snapshot: DomainSnapshot, options?: CallOptions): Promise<boolean>;
  /** `flags`: SnapshotXmlFlags. */
  xmlDesc(snapshot: DomainSnapshot, flags?: number, options?: CallOptions): Promise<string>;
  /** Takes one; of a running guest with its memory, unless flags or XML say otherwise. `flags`: SnapshotCreateFlags. */
  createXml(domain: Domain, xml: string, flags?: number, options?: CallOptions): Promise<DomainSnapshot>;
  /** The guest's state since then is lost. `flags`: SnapshotRevertFlags. */
  revert(snapshot: DomainSnapshot, flags?: number, options?: CallOptions): Promise<void>;
  /** `flags`: SnapshotDeleteFlags. */
  delete(snapshot: DomainSnapshot, flags?: number, options?: CallOptions): Promise<void>;
}

/** The calls on snapshots of guests of one host. */
export function snapshotCalls(caller: Caller): Snapshots {
  const { answer, action } = methodMaker(caller);
  return {
    list: answer('DOMAIN_LIST_ALL_SNAPSHOTS', ['dom', 'flags'], ({ snapshots }) => snapshots, {
      needResults: 1,
    }),
    children: answer(
      'DOMAIN_SNAPSHOT_LIST_ALL_CHILDREN',
      ['snapshot', 'flags'],
      ({ snapshots }) => snapshots,
      { needResults: 1 },
    ),
    lookupByName: answer('DOMAIN_SNAPSHOT_LOOKUP_BY_NAME', ['dom', 'name'], ({ snap }) => snap, { flags: 0 }),
    parent: answer('DOMAIN_SNAPSHOT_GET_PARENT', ['snap'], ({ snap }) => snap, { flags: 0 }),
    hasCurrent: answer('DOMAIN_HAS_CURRENT_SNAPSHOT', ['dom'], ({ result }) => result !== 0, { flags: 0 }),
    current: answer('DOMAIN_SNAPSHOT_CURRENT', ['dom'], ({ snap }) => snap, { flags: 0 }),
    isCurrent: answer('DOMAIN_SNAPSHOT_IS_CURRENT', ['snap'], ({ current }) => current !== 0, { flags: 0 }),
    hasMetadata: answer('DOMAIN_SNAPSHOT_HAS_METADATA', ['snap'], ({ metadata }) => metadata !== 0, {
      flags: 0,
    }),
    xmlDesc: answer('DOMAIN_SNAPSHOT_GET_XML_DESC', ['snap', 'flags'], ({ xml }) => xml),
    createXml: answer('DOMAIN_SNAPSHOT_CREATE_XML', ['dom', 'xmlDesc', 'flags'], ({ snap }) => snap),
    revert: action('DOMAIN_REVERT_TO_SNAPSHOT', ['snap', 'flags']),
    delete: action('DOMAIN_SNAPSHOT_DELETE', ['snap', 'flags']),
  };
}
