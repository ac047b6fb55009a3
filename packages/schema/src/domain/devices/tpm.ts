import { flag, list, ListAttribute, num, obj, ObjectAttribute, str, variant } from '../../dsl.js';
import {
  answer,
  between,
  byDefault,
  filePath,
  filled,
  known,
  oneOf,
  required,
  since,
  uuid,
} from '../../facts.js';
import { deviceTail } from '../../shapes/address.js';
import { chardevOfSource } from '../../shapes/chardev.js';

const tpmBackend = (): ObjectAttribute =>
  obj('backend', 'What it is on the host', () => ({
    passthrough: variant('@type=passthrough', 'The TPM of the host', () => ({
      device: obj('device', 'The device', () => ({
        path: str('@path', 'Path', required),
      })),
    })),
    emulator: variant('@type=emulator', 'swtpm', () => ({
      version: str('@version', 'Version', oneOf('1.2', '2.0'), filled),
      persistent_state: str(
        '@persistent_state',
        'Its state stays when the guest is undefined',
        answer,
        byDefault('no'),
        since('7.0.0'),
      ),
      debug: num('@debug', 'Level of its log', between(0, 255), since('10.6.0')),
      encryption: obj(
        'encryption',
        'Encryption of its state',
        () => ({
          secret: str('@secret', 'UUID of the secret', uuid, required),
        }),
        since('5.6.0'),
      ),
      active_pcr_banks: obj(
        'active_pcr_banks',
        'Banks of registers that are in use',
        () => ({
          sha1: flag('sha1', 'SHA-1'),
          sha256: flag('sha256', 'SHA-256'),
          sha384: flag('sha384', 'SHA-384'),
          sha512: flag('sha512', 'SHA-512'),
        }),
        since('7.10.0'),
      ),
      source: obj(
        '.',
        'Where its state is',
        () => ({
          file: variant('source@type=file', 'A file or device', () => ({
            path: str('source@path', 'Path', filePath),
          })),
          dir: variant('source@type=dir', 'A folder', () => ({
            path: str('source@path', 'Path', filePath),
          })),
        }),
        since('10.10.0'),
      ),
      profile: obj(
        'profile',
        'Set of algorithms',
        () => ({
          source: str('@source', 'Profile that it is made from'),
          remove_disabled: str(
            '@removeDisabled',
            'What FIPS mode forbids is taken out',
            oneOf('check', 'fips-host'),
          ),
          name: str('@name', 'Name of the profile', filled),
        }),
        since('10.10.0'),
      ),
    })),
    external: variant(
      '@type=external',
      'A swtpm that something else runs',
      () => ({
        source: obj('source', 'Its socket', chardevOfSource),
      }),
      since('9.0.0'),
    ),
  }));

/** `<tpm>`. */
export const tpms = (): ListAttribute =>
  list('tpm', 'TPMs', () => ({
    model: str(
      '@model',
      'Device that the guest sees',
      known('tpm-tis', 'tpm-crb', 'tpm-spapr', 'spapr-tpm-proxy', 'tpm-tis-device'),
      filled,
    ),
    backend: tpmBackend(),
    ...deviceTail(),
  }));
