import { Attributes, Extra, num, obj, ObjectAttribute, once, str } from '../dsl.js';
import {
  addition,
  fileMode,
  filled,
  known,
  oneOf,
  required,
  runtime,
  since,
  unit,
  unsigned,
  uuid,
} from '../facts.js';

/** `<permissions>` of a pool's folder or a volume. */
export const permissions = once((): ObjectAttribute =>
  obj('permissions', 'Owner and mode', () => ({
    mode: str('mode', 'File mode in octal digits', fileMode, filled),
    owner: str('owner', 'Number of the owning user', filled),
    group: str('group', 'Number of the owning group', filled),
    label: str('label', 'Security label (SELinux)', filled),
  })),
);

/** `<timestamps>` that the host reports. */
export const timestamps = once((): ObjectAttribute =>
  obj(
    'timestamps',
    'When it was last used, as the host reports it',
    () => ({
      atime: str('atime', 'Last access, in seconds since 1970', required),
      mtime: str('mtime', 'Last change of the content, in seconds since 1970', required),
      ctime: str('ctime', 'Last change of the metadata, in seconds since 1970', required),
      btime: str('btime', 'When it was made, in seconds since 1970, where the file system knows', addition),
    }),
    filled,
    runtime,
  ),
);

/** `<cipher>` and `<ivgen>`: how LUKS encrypts. */
export const luksCipher = (...extras: readonly Extra[]): Attributes => ({
  cipher: obj(
    'cipher',
    'Cipher of LUKS',
    () => ({
      name: str('@name', 'Name, such as aes', required),
      size: num('@size', 'Size of the key', unit('bit'), unsigned, required),
      mode: str('@mode', 'Mode, such as xts', required),
      hash: str('@hash', 'Hash, such as sha256', required),
    }),
    ...extras,
  ),
  ivgen: obj(
    'ivgen',
    'How the initial vectors of LUKS are made',
    () => ({
      name: str('@name', 'Name, such as plain64', required),
      hash: str('@hash', 'Hash, for generators that need one', required),
    }),
    ...extras,
  ),
});

/** `<encryption>` of a volume or a pool's target. */
export const storageEncryption = once((): ObjectAttribute =>
  obj('encryption', 'Encryption of the content', () => ({
    format: str('@format', 'Format of the encryption', oneOf('default', 'qcow', 'luks', 'luks2'), required),
    engine: str('@engine', 'Who decrypts', oneOf('qemu', 'librbd'), since('8.1.0'), addition),
    secret: obj('secret', 'The secret that holds the passphrase', () => ({
      type: str('@type', 'Kind of secret', oneOf('passphrase'), required),
      uuid: str('@uuid', 'UUID of the secret', uuid, required),
    })),
    ...luksCipher(),
  })),
);

/** `<format type>` of a volume. */
export const volumeFormat = once((): Attributes => ({
  type: str(
    '@type',
    'Format of the content',
    known('raw', 'qcow2', 'qcow', 'qed', 'vmdk', 'vdi', 'vpc', 'bochs', 'cloop', 'dmg', 'iso', 'dir', 'none'),
    required,
  ),
}));
