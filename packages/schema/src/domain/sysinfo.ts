import { Attributes, knownBy, list, obj, once, str, strings, variant } from '../dsl.js';
import { required, since } from '../facts.js';

const entries = (): Attributes => ({
  entry: list(
    'entry',
    'A field',
    () => ({
      name: str('@name', 'Name', required),
      file: str('@file', 'File that holds the value (fwcfg)'),
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
        bios: obj('bios', 'BIOS', entries),
        system: obj('system', 'System', entries),
        base_board: list('baseBoard', 'Boards', entries),
        chassis: obj('chassis', 'Chassis', entries),
        processor: list('processor', 'Processors', entries),
        memory: list('memory', 'Memory modules', entries),
        oem_strings: obj('oemStrings', 'Texts of the maker', () => ({
          entry: strings('entry', 'A text'),
        })),
      })),
      fw_cfg: variant('@type=fwcfg', 'Files of the firmware configuration', entries, since('6.5.0')),
    }),
    { alike: ['smbios', 'fw_cfg'] },
  ),
);
