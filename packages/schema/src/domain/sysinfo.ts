import { Attributes, Extra, knownBy, list, obj, once, str, strings, variant } from '../dsl.js';
import { filePath, oneOf, required, since } from '../facts.js';

const OF_TEXTS: Extra = { refused: 'Of SMBIOS libvirt takes texts only.' };
const OF_HOSTS: Extra = { refused: 'libvirt tells this of hosts, and drops it from a guest.' };

const entries = (...names: readonly string[]): Attributes => ({
  entry: list(
    'entry',
    'A field',
    () => ({
      // libvirt drops a field of any other name without a word.
      name: str('@name', 'Name', names.length === 0 ? {} : oneOf(...names), required),
      file: str('@file', 'File that holds the value (fwcfg)', names.length === 0 ? filePath : OF_TEXTS),
      value: str('.', 'Value', required),
    }),
    knownBy('name'),
  ),
});

/** `<sysinfo>`: what the guest reads of its machine. */
export const sysInfo = once(() =>
  list(
    'sysinfo',
    'What the guest reads of its machine',
    () => ({
      smbios: variant('@type=smbios', 'Tables of SMBIOS; os.sm_bios.mode has to be sysinfo', () => ({
        bios: obj('bios', 'BIOS', () => entries('vendor', 'version', 'date', 'release')),
        system: obj('system', 'System', () =>
          entries('manufacturer', 'product', 'version', 'serial', 'uuid', 'sku', 'family'),
        ),
        base_board: list('baseBoard', 'Boards', () =>
          entries('manufacturer', 'product', 'version', 'serial', 'asset', 'location'),
        ),
        chassis: obj('chassis', 'Chassis', () =>
          entries('manufacturer', 'version', 'serial', 'asset', 'sku'),
        ),
        processor: list('processor', 'Processors', entries, OF_HOSTS),
        memory: list('memory', 'Memory modules', entries, OF_HOSTS),
        oem_strings: obj('oemStrings', 'Texts of the maker', () => ({
          entry: strings('entry', 'A text'),
        })),
      })),
      fw_cfg: variant('@type=fwcfg', 'Files of the firmware configuration', entries, since('6.5.0')),
    }),
    { alike: ['smbios', 'fw_cfg'] },
  ),
);
