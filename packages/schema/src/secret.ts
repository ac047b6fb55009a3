import { bool, obj, resource, str, variant } from './dsl.js';
import { byDefault, filePath, filled, required, since, uuid } from './facts.js';

/** A secret: a passphrase or key that the host keeps. Its value is no part of the document. */
export const secret = resource(
  'secret',
  {
    kind: 'document',
    description: 'A passphrase or key that the host keeps; its value is set apart from it.',
    root: 'secret',
    computed: ['uuid'],
  },
  () => ({
    ephemeral: bool('@ephemeral', 'It is kept in memory alone', byDefault(false)),
    private: bool('@private', 'Nobody can read its value again', byDefault(false)),
    uuid: str('uuid', 'UUID', uuid, filled),
    description: str('description', 'What it is for'),
    usage: obj('usage', 'What it is used by; one secret for each use', () => ({
      volume: variant('@type=volume', 'An encrypted volume', () => ({
        volume: str('volume', 'Path or key of the volume', filePath, required),
      })),
      ceph: variant('@type=ceph', 'The login of a Ceph client', () => ({
        name: str('name', 'Name that disks and pools refer to', required),
      })),
      iscsi: variant(
        '@type=iscsi',
        'The CHAP login at an iSCSI server',
        () => ({ target: str('target', 'Name that disks and pools refer to', required) }),
        since('1.0.4'),
      ),
      tls: variant(
        '@type=tls',
        'The passphrase of a TLS key',
        () => ({ name: str('name', 'Name by which it is known', required) }),
        since('2.3.0'),
      ),
      vtpm: variant(
        '@type=vtpm',
        'The passphrase of the state of an emulated TPM',
        () => ({ name: str('name', 'Name by which it is known', required) }),
        since('5.6.0'),
      ),
    })),
  }),
);
