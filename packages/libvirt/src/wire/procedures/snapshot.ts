import { domain, domainCheckpoint, domainSnapshot } from '../objects.js';
import { change, read } from '../procedure.js';
import { array, int, LIST_MAX, optional, string, uint } from '../xdr.js';

/** Snapshots, checkpoints and backups. */
export const snapshotProcedures = {
  DOMAIN_SNAPSHOT_CREATE_XML: change(
    185,
    { dom: domain, xmlDesc: string, flags: uint },
    { snap: domainSnapshot },
  ),
  DOMAIN_SNAPSHOT_GET_XML_DESC: read(186, { snap: domainSnapshot, flags: uint }, { xml: string }),
  DOMAIN_SNAPSHOT_LOOKUP_BY_NAME: read(
    189,
    { dom: domain, name: string, flags: uint },
    { snap: domainSnapshot },
  ),
  DOMAIN_HAS_CURRENT_SNAPSHOT: read(190, { dom: domain, flags: uint }, { result: int }),
  DOMAIN_SNAPSHOT_CURRENT: read(191, { dom: domain, flags: uint }, { snap: domainSnapshot }),
  DOMAIN_REVERT_TO_SNAPSHOT: change(192, { snap: domainSnapshot, flags: uint }, {}),
  DOMAIN_SNAPSHOT_DELETE: change(193, { snap: domainSnapshot, flags: uint }, {}),
  DOMAIN_SNAPSHOT_GET_PARENT: read(244, { snap: domainSnapshot, flags: uint }, { snap: domainSnapshot }),
  DOMAIN_SNAPSHOT_IS_CURRENT: read(271, { snap: domainSnapshot, flags: uint }, { current: int }),
  DOMAIN_SNAPSHOT_HAS_METADATA: read(272, { snap: domainSnapshot, flags: uint }, { metadata: int }),
  DOMAIN_LIST_ALL_SNAPSHOTS: read(
    274,
    { dom: domain, needResults: int, flags: uint },
    { snapshots: array(domainSnapshot, LIST_MAX), ret: int },
  ),
  DOMAIN_SNAPSHOT_LIST_ALL_CHILDREN: read(
    275,
    { snapshot: domainSnapshot, needResults: int, flags: uint },
    { snapshots: array(domainSnapshot, LIST_MAX), ret: int },
  ),
  DOMAIN_CHECKPOINT_CREATE_XML: change(
    411,
    { dom: domain, xmlDesc: string, flags: uint },
    { checkpoint: domainCheckpoint },
  ),
  DOMAIN_CHECKPOINT_GET_XML_DESC: read(412, { checkpoint: domainCheckpoint, flags: uint }, { xml: string }),
  DOMAIN_LIST_ALL_CHECKPOINTS: read(
    413,
    { dom: domain, needResults: int, flags: uint },
    { checkpoints: array(domainCheckpoint, LIST_MAX), ret: int },
  ),
  DOMAIN_CHECKPOINT_LIST_ALL_CHILDREN: read(
    414,
    { checkpoint: domainCheckpoint, needResults: int, flags: uint },
    { checkpoints: array(domainCheckpoint, LIST_MAX), ret: int },
  ),
  DOMAIN_CHECKPOINT_LOOKUP_BY_NAME: read(
    415,
    { dom: domain, name: string, flags: uint },
    { checkpoint: domainCheckpoint },
  ),
  DOMAIN_CHECKPOINT_GET_PARENT: read(
    416,
    { checkpoint: domainCheckpoint, flags: uint },
    { parent: domainCheckpoint },
  ),
  DOMAIN_CHECKPOINT_DELETE: change(417, { checkpoint: domainCheckpoint, flags: uint }, {}),
  DOMAIN_BACKUP_BEGIN: change(
    421,
    { dom: domain, backupXml: string, checkpointXml: optional(string), flags: uint },
    {},
  ),
  DOMAIN_BACKUP_GET_XML_DESC: read(422, { dom: domain, flags: uint }, { xml: string }),
} as const;
