import { Attributes, bool, knownBy, list, num, obj, ObjectAttribute, once, str, variant } from '../dsl.js';
import {
  addition,
  answer,
  atLeast,
  between,
  byDefault,
  evenEmpty,
  filePath,
  filled,
  idle,
  known,
  numeral,
  oneOf,
  positive,
  required,
  runtime,
  sensitive,
  veiled,
  since,
  sized,
  unit,
  unitOf,
  uuid,
} from '../facts.js';
import { pciNumbers } from './address.js';
import { chardevOfHelper, chardevOfServer, deviceLabels } from './chardev.js';
import { luksCipher } from './storage.js';

/** `<auth>`: the user and secret with which a network disk is reached. */
export const diskAuth = (at: string): ObjectAttribute =>
  obj(at, 'How the host logs in to the server', () => ({
    username: str('@username', 'User'),
    secret: obj('secret', 'The secret that holds the password', () => ({
      type: str('@type', 'What the secret is for', oneOf('iscsi', 'ceph')),
      usage: str('@usage', 'Usage by which the secret is known'),
      uuid: str('@uuid', 'UUID of the secret', uuid),
    })),
  }));

/** `<encryption>` of a disk. */
export const diskEncryption = (at: string): ObjectAttribute =>
  obj(at, 'Encryption of the content', () => ({
    format: str('@format', 'Format of the encryption', known('default', 'qcow', 'luks', 'luks2', 'luks-any')),
    engine: str('@engine', 'Who decrypts', oneOf('qemu', 'librbd'), filled, since('8.1.0')),
    secrets: list('secret', 'Secrets that hold the passphrase', () => ({
      type: str('@type', 'Kind of secret', oneOf('passphrase')),
      usage: str('@usage', 'Usage by which the secret is known'),
      uuid: str('@uuid', 'UUID of the secret', uuid),
    })),
    ...luksCipher(addition, { refused: 'libvirt reads it from the image.' }),
  }));

/** `<metadata_cache>` of a qcow2 image. */
export const metadataCache = once((): ObjectAttribute =>
  obj(
    'metadata_cache',
    'Cache of the tables of a qcow2 image',
    () => ({
      max_size: obj('max_size', 'Most that the cache may take', () => ({
        value: num('.', 'Amount', sized('unit', 'bytes'), required),
        unit: str('@unit', 'Unit of value', unitOf('value')),
      })),
    }),
    since('7.0.0'),
  ),
);

/** `<format>` of an image in a chain. */
export const imageFormat = once((): ObjectAttribute =>
  obj('format', 'Format of the image', () => ({
    type: str(
      '@type',
      'Format',
      known('raw', 'qcow2', 'qcow', 'qed', 'vmdk', 'vdi', 'vpc', 'bochs', 'cloop', 'dmg', 'dir'),
      required,
    ),
    metadata_cache: metadataCache(),
  })),
);

/** `<host>` of a network disk. */
export const diskHost = once((): Attributes => ({
  transport: str('@transport', 'Way to the server', oneOf('tcp', 'unix', 'rdma'), byDefault('tcp')),
  name: str('@name', 'Name or address'),
  port: str('@port', 'Port; that of the protocol, if not given', numeral, between(0, 65535), filled),
  socket: str('@socket', 'Unix socket'),
}));

const network = (): ObjectAttribute =>
  variant('@type=network', 'An image on a server', () => ({
    protocol: str(
      'source@protocol',
      'How the server is spoken to',
      known(
        'nbd',
        'iscsi',
        'rbd',
        'sheepdog',
        'gluster',
        'vxhs',
        'nfs',
        'http',
        'https',
        'ftp',
        'ftps',
        'tftp',
        'ssh',
      ),
    ),
    name: str('source@name', 'Name of the image at the server', {
      meaning: { as: 'image-name', protocol: 'protocol' },
    }),
    query: str('source@query', 'Query of the URL (http, https)', since('6.2.0')),
    tls: str('source@tls', 'Encrypts the connection', answer),
    tls_hostname: str('source@tlsHostname', 'Name that the certificate has to bear', since('8.2.0')),
    hosts: list('source/host', 'Servers', diskHost),
    identity: obj('source/identity', 'Who the host is to the server', () => ({
      user: str('@user', 'User (nfs)', since('7.0.0')),
      group: str('@group', 'Group (nfs)', since('7.0.0')),
      user_name: str('@username', 'User (ssh)', since('9.8.0')),
      keyfile: str('@keyfile', 'Key file (ssh)', since('9.8.0')),
      agent_sock: str('@agentsock', 'Socket of the key agent (ssh)', since('9.8.0')),
    })),
    known_hosts: obj(
      'source/knownHosts',
      'Known hosts of ssh',
      () => ({
        path: str('@path', 'Path of the file', required),
      }),
      since('9.8.0'),
    ),
    initiator: obj('source/initiator', 'The host as an iSCSI initiator', () => ({
      iqn: obj('iqn', 'Its iSCSI name', () => ({
        name: str('@name', 'Qualified name', { syntax: 'iqn' }),
      })),
    })),
    snapshot: obj('source/snapshot', 'Snapshot of the image (rbd)', () => ({
      name: str('@name', 'Name', required),
    })),
    config: obj('source/config', 'Configuration file (rbd)', () => ({
      file: str('@file', 'Path', required),
    })),
    reconnect: obj(
      'source/reconnect',
      'Connects again when the connection is lost (nbd)',
      () => ({
        delay: str('@delay', 'How long requests wait for that', numeral, unit('s'), required),
      }),
      since('9.2.0'),
    ),
    auth: diskAuth('source/auth'),
  }));

const nvme = (): ObjectAttribute =>
  variant(
    '@type=nvme',
    'An NVMe device of the host, without a driver of the host',
    () => ({
      pci: variant(
        'source@type=pci',
        'The device',
        () => ({
          managed: bool('source@managed', 'libvirt detaches it from the host and gives it back', addition),
          namespace: num('source@namespace', 'Namespace, counting from 1', atLeast(1), addition),
          address: obj('source/address', 'Its PCI address', pciNumbers, addition),
        }),
        addition,
      ),
    }),
    since('6.0.0'),
  );

const plainSources = () => ({
  file: variant('@type=file', 'A file', () => ({
    file: str('source@file', 'Path of the file', filePath),
    fd_group: str('source@fdgroup', 'Group of open files that were handed to libvirt', since('9.0.0')),
    sec_label: deviceLabels('source/'),
  })),
  block: variant('@type=block', 'A device of the host', () => ({
    dev: str('source@dev', 'Path of the device', filePath),
    sec_label: deviceLabels('source/'),
  })),
  dir: variant('@type=dir', 'A folder that is shown as a FAT disk', () => ({
    dir: str('source@dir', 'Path of the folder', filePath),
  })),
  network: network(),
  volume: variant('@type=volume', 'A volume of a pool', () => ({
    pool: str('source@pool', 'Name of the pool'),
    volume: str('source@volume', 'Name of the volume'),
    mode: str('source@mode', 'How an iSCSI volume is reached', oneOf('host', 'direct'), byDefault('host')),
    sec_label: deviceLabels('source/'),
  })),
  nvme: nvme(),
  vhost_user: obj(
    'source',
    'A vhost-user-blk server',
    chardevOfServer,
    { when: '@type=vhostuser' },
    since('7.1.0'),
  ),
  vhost_vdpa: variant(
    '@type=vhostvdpa',
    'A vhost-vdpa device',
    () => ({
      dev: str('source@dev', 'Path of the device', required),
    }),
    since('9.8.0'),
  ),
});

/** What an image is, of these kinds, but for where its data is kept. */
const sourceOfKinds = (kinds: Attributes): Attributes => ({
  startup_policy: str(
    'source@startupPolicy',
    'What happens when the image is missing',
    oneOf('mandatory', 'requisite', 'optional'),
    byDefault('mandatory'),
  ),
  index: num('source@index', 'Number of the image in its chain', positive, filled, runtime),
  ...kinds,
  encryption: diskEncryption('source/encryption'),
  reservations: obj(
    'source/reservations',
    'Persistent reservations of SCSI',
    () => ({
      enabled: str('@enabled', 'Whether they are passed on', answer, {
        refused: 'The element alone says it.',
      }),
      managed: bool('@managed', 'libvirt runs the helper'),
      source: obj('source', 'The helper, where libvirt does not run it', chardevOfHelper),
    }),
    since('4.4.0'),
  ),
  slices: obj(
    'source/slices',
    'Parts of the file or device',
    () => ({
      slices: list('slice', 'A part', () => ({
        type: str('@type', 'What it holds', oneOf('storage'), required),
        offset: num('@offset', 'First byte', unit('bytes'), atLeast(0), required),
        size: num('@size', 'Length', unit('bytes'), atLeast(1), required),
      })),
    }),
    since('6.1.0'),
  ),
  ssl: obj(
    'source/ssl',
    'TLS of https and ftps',
    () => ({
      verify: str('@verify', 'The certificate is checked', answer, required),
    }),
    since('6.2.0'),
  ),
  cookies: obj(
    'source/cookies',
    'Cookies of http and https',
    () => ({
      cookies: list(
        'cookie',
        'A cookie',
        () => ({
          name: str('@name', 'Name', required),
          value: str('.', 'Value', sensitive, required),
        }),
        knownBy('name'),
      ),
    }),
    veiled,
    since('6.2.0'),
  ),
  readahead: obj(
    'source/readahead',
    'Read ahead of http and ftp',
    () => ({
      size: str('@size', 'How much', numeral, unit('bytes'), required),
    }),
    since('6.2.0'),
  ),
  timeout: obj(
    'source/timeout',
    'Time limit of http and ftp',
    () => ({
      seconds: str('@seconds', 'How long', numeral, unit('s'), required),
    }),
    since('6.2.0'),
  ),
});

/** What an image is, of these kinds: the kind stands in the `type` of the element around, the rest in its `<source>`. */
const imageSource = (kinds: Attributes): Attributes => ({
  ...sourceOfKinds(kinds),
  data_store: obj(
    'source/dataStore',
    'File that holds the data of a qcow2 image',
    () => ({
      format: imageFormat(),
      source: obj('.', 'The file', () => sourceOfKinds(plainSources()), addition),
    }),
    since('10.10.0'),
  ),
});

/** What the image of a disk is. */
export const diskSource = once((): Attributes => imageSource(plainSources()));

/** What the variables of a firmware are in: libvirt reads no policy there, a guest does not start without them. */
export const variablesSource = once((): Attributes => {
  const { startup_policy: policy, ...others } = diskSource();
  return policy === undefined ? others : { startup_policy: { ...policy, ...idle }, ...others };
});

/** What the image is that an external snapshot writes to: no other kinds are taken. */
export const snapshotSource = once((): Attributes => {
  const { file, block, network } = plainSources();
  return imageSource({ file, block, network });
});

/** `<backingStore>`: the image below. */
export const backingStore = once((): ObjectAttribute =>
  obj(
    'backingStore',
    'The image that this one lies over; the host finds it by itself',
    () => ({
      index: num('@index', 'Number of the image in its chain', positive, filled, runtime),
      format: imageFormat(),
      source: obj('.', 'What the image is', diskSource),
    }),
    evenEmpty,
    filled,
  ),
);
