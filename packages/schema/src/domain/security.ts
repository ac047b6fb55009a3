import { branch, hex, knownBy, list, num, obj, once, str, variant } from '../dsl.js';
import {
  answer,
  atLeast,
  between,
  filled,
  idleWhere,
  oneOf,
  required,
  runtime,
  since,
  toggle,
  unsigned,
} from '../facts.js';

/** `<seclabel>` of the guest. */
export const secLabels = once(() =>
  list(
    'seclabel',
    'Security labels of the guest',
    () => ({
      type: str('@type', 'Who makes the label', oneOf('dynamic', 'static', 'none'), filled),
      model: str('@model', 'Security driver: selinux, dac, apparmor', filled),
      relabel: str('@relabel', 'Files are labelled for the guest', answer, filled),
      // virSecurityLabelDefParseXML reads it of labels that are no dynamic ones.
      label: str('label', 'The label', filled, idleWhere('type', 'dynamic')),
      image_label: str('imagelabel', 'Label of images while the guest runs', filled, runtime),
      base_label: str('baselabel', 'What a dynamic label begins with'),
    }),
    knownBy('model'),
    filled,
  ),
);

/** `<launchSecurity>`: memory that the host cannot read. */
export const launchSecurity = once(() =>
  obj('launchSecurity', 'Memory that the host cannot read', () => ({
    sev: variant(
      '@type=sev',
      'AMD SEV',
      () => ({
        kernel_hashes: str(
          '@kernelHashes',
          'Kernel, initrd and command line are measured',
          answer,
          since('8.0.0'),
        ),
        cbit_pos: num('cbitpos', 'Bit that marks encrypted pages', between(0, 63), filled),
        reduced_phys_bits: num('reducedPhysBits', 'Address bits that are lost', unsigned, filled),
        policy: hex(4, 'policy', 'Policy', between(0, 0xffffffff)),
        dh_cert: str('dhCert', 'Certificate of the owner', required),
        session: str('session', 'Session of the owner', required),
      }),
      since('4.5.0'),
    ),
    sevsnp: variant(
      '@type=sev-snp',
      'AMD SEV-SNP',
      () => ({
        kernel_hashes: str('@kernelHashes', 'Kernel, initrd and command line are measured', answer),
        author_key: str('@authorKey', 'The author key is given', answer),
        vcek: str('@vcek', 'The chip key signs reports', answer),
        cbit_pos: num('cbitpos', 'Bit that marks encrypted pages', between(0, 63), filled),
        reduced_phys_bits: num('reducedPhysBits', 'Address bits that are lost', unsigned, filled),
        policy: hex(8, 'policy', 'Policy', atLeast(0)),
        guest_visible_workarounds: str('guestVisibleWorkarounds', 'Workarounds that the guest sees'),
        id_block: str('idBlock', 'Identity block'),
        id_auth: str('idAuth', 'Its signature'),
        host_data: str('hostData', 'Data of the host in reports'),
      }),
      since('10.5.0'),
    ),
    s390pv: branch('@type=s390-pv', 'Protected virtualization of s390x', since('7.6.0')),
    tdx: variant(
      '@type=tdx',
      'Intel TDX',
      () => ({
        policy: hex(8, 'policy', 'Policy', atLeast(0)),
        mr_config_id: str('mrConfigId', 'Identity of the configuration'),
        mr_owner: str('mrOwner', 'Identity of the owner'),
        mr_owner_config: str('mrOwnerConfig', "Identity of the owner's configuration"),
        quote_generation_service: obj('quoteGenerationService', 'Service that signs reports', () => ({
          path: str('@path', 'Its socket'),
        })),
      }),
      since('11.6.0'),
    ),
  })),
);

/** `<keywrap>`. */
export const keyWrap = once(() =>
  obj('keywrap', 'Protected keys of s390x', () => ({
    ciphers: list(
      'cipher',
      'A cipher',
      () => ({
        name: str('@name', 'Which', oneOf('aes', 'dea'), required),
        state: str('@state', 'Whether it is on', toggle, required),
      }),
      knownBy('name'),
    ),
  })),
);
