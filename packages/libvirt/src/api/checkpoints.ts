import type { CallOptions, Caller } from '../caller.js';
import { methodMaker } from './method.js';
import type { Domain, DomainCheckpoint } from './values.js';

/**
 * Calls on checkpoints: points in time from which libvirt knows what a guest has written to its disks, so that a backup (backupBegin)
 * holds only that. Since 5.6. Each is one procedure of libvirt, under libvirt's name.
 */
export interface Checkpoints {
  /** The checkpoints of a guest. `flags`: CheckpointListFlags. */
  list(domain: Domain, flags?: number, options?: CallOptions): Promise<readonly DomainCheckpoint[]>;
  /** The checkpoints that were made after this one. `flags`: CheckpointListFlags. */
  children(
    checkpoint: DomainCheckpoint,
    flags?: number,
    options?: CallOptions,
  ): Promise<readonly DomainCheckpoint[]>;
  lookupByName(domain: Domain, name: string, options?: CallOptions): Promise<DomainCheckpoint>;
  /** The one that it was made after; VIR_ERR_NO_DOMAIN_CHECKPOINT where there is none. */
  parent(checkpoint: DomainCheckpoint, options?: CallOptions): Promise<DomainCheckpoint>;
  /** `flags`: CheckpointXmlFlags. */
  xmlDesc(checkpoint: DomainCheckpoint, flags?: number, options?: CallOptions): Promise<string>;
  /** Of a running guest's qcow2 disks. `flags`: CheckpointCreateFlags. */
  createXml(domain: Domain, xml: string, flags?: number, options?: CallOptions): Promise<DomainCheckpoint>;
  /** `flags`: CheckpointDeleteFlags. */
  delete(checkpoint: DomainCheckpoint, flags?: number, options?: CallOptions): Promise<void>;
}

/** The calls on checkpoints of guests of one host. */
export function checkpointCalls(caller: Caller): Checkpoints {
  const { answer, action } = methodMaker(caller);
  return {
    list: answer('DOMAIN_LIST_ALL_CHECKPOINTS', ['dom', 'flags'], ({ checkpoints }) => checkpoints, {
      needResults: 1,
    }),
    children: answer(
      'DOMAIN_CHECKPOINT_LIST_ALL_CHILDREN',
      ['checkpoint', 'flags'],
      ({ checkpoints }) => checkpoints,
      { needResults: 1 },
    ),
    lookupByName: answer(
      'DOMAIN_CHECKPOINT_LOOKUP_BY_NAME',
      ['dom', 'name'],
      ({ checkpoint }) => checkpoint,
      { flags: 0 },
    ),
    parent: answer('DOMAIN_CHECKPOINT_GET_PARENT', ['checkpoint'], ({ parent }) => parent, { flags: 0 }),
    xmlDesc: answer('DOMAIN_CHECKPOINT_GET_XML_DESC', ['checkpoint', 'flags'], ({ xml }) => xml),
    createXml: answer(
      'DOMAIN_CHECKPOINT_CREATE_XML',
      ['dom', 'xmlDesc', 'flags'],
      ({ checkpoint }) => checkpoint,
    ),
    delete: action('DOMAIN_CHECKPOINT_DELETE', ['checkpoint', 'flags']),
  };
}
