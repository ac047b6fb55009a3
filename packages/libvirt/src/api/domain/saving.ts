import type { CallOptions, Caller } from '../../caller.js';
import type { TypedParameter } from '../../wire/objects.js';
import { methodMaker } from '../method.js';
import type { Domain } from '../values.js';

/**
 * A running guest goes to a file, and comes back from it. Paths are the host's. Saving takes as long as the guest's memory takes to be
 * written: give it a deadline to match.
 */
export interface DomainSaving {
  /** Writes the guest to a file and ends it. Its XML may be another, within narrow bounds. `flags`: DomainSaveFlags. */
  save(domain: Domain, file: string, xml?: string, flags?: number, options?: CallOptions): Promise<void>;
  /** Starts a guest from such a file. `flags`: DomainSaveFlags. */
  restore(file: string, xml?: string, flags?: number, options?: CallOptions): Promise<void>;
  /** The same with parameters: `file`, `dxml`, `image_format` (string), `parallel.channels` (int). Since 8.4. */
  saveParams(
    domain: Domain,
    parameters: readonly TypedParameter[],
    flags?: number,
    options?: CallOptions,
  ): Promise<void>;
  /** The same with parameters, as for saveParams. Since 8.4. */
  restoreParams(parameters: readonly TypedParameter[], flags?: number, options?: CallOptions): Promise<void>;
  /** The XML in a saved file. Refused to read-only connections. `flags`: DomainSaveImageXmlFlags. */
  saveImageXmlDesc(file: string, flags?: number, options?: CallOptions): Promise<string>;
  /** Changes the XML in a saved file, within narrow bounds. `flags`: DomainSaveFlags. */
  saveImageDefineXml(file: string, xml: string, flags?: number, options?: CallOptions): Promise<void>;
  /** Saves the guest where libvirt finds it when the guest is started next. `flags`: DomainSaveFlags. */
  managedSave(domain: Domain, flags?: number, options?: CallOptions): Promise<void>;
  hasManagedSave(domain: Domain, options?: CallOptions): Promise<boolean>;
  /** The guest starts afresh next time. */
  managedSaveRemove(domain: Domain, options?: CallOptions): Promise<void>;
  /** `flags`: DomainSaveImageXmlFlags. Since 3.7. */
  managedSaveXmlDesc(domain: Domain, flags?: number, options?: CallOptions): Promise<string>;
  /** `flags`: DomainSaveFlags. Since 3.7. */
  managedSaveDefineXml(domain: Domain, xml: string, flags?: number, options?: CallOptions): Promise<void>;
  /** Writes the guest's memory to a file. `flags`: DomainCoreDumpFlags. */
  coreDump(domain: Domain, file: string, flags?: number, options?: CallOptions): Promise<void>;
  /** `format`: DomainCoreDumpFormat, `flags`: DomainCoreDumpFlags. Since 1.2.3. */
  coreDumpWithFormat(
    domain: Domain,
    file: string,
    format: number,
    flags?: number,
    options?: CallOptions,
  ): Promise<void>;
}

/** The calls that save and restore guests of one host. */
export function savingCalls(caller: Caller): DomainSaving {
  const { answer, action } = methodMaker(caller);
  return {
    save: action('DOMAIN_SAVE_FLAGS', ['dom', 'to', 'dxml', 'flags']),
    restore: action('DOMAIN_RESTORE_FLAGS', ['from', 'dxml', 'flags']),
    saveParams: action('DOMAIN_SAVE_PARAMS', ['dom', 'params', 'flags']),
    restoreParams: action('DOMAIN_RESTORE_PARAMS', ['params', 'flags']),
    saveImageXmlDesc: answer('DOMAIN_SAVE_IMAGE_GET_XML_DESC', ['file', 'flags'], ({ xml }) => xml),
    saveImageDefineXml: action('DOMAIN_SAVE_IMAGE_DEFINE_XML', ['file', 'dxml', 'flags']),
    managedSave: action('DOMAIN_MANAGED_SAVE', ['dom', 'flags']),
    hasManagedSave: answer('DOMAIN_HAS_MANAGED_SAVE_IMAGE', ['dom'], ({ result }) => result !== 0, {
      flags: 0,
    }),
    managedSaveRemove: action('DOMAIN_MANAGED_SAVE_REMOVE', ['dom'], { flags: 0 }),
    managedSaveXmlDesc: answer('DOMAIN_MANAGED_SAVE_GET_XML_DESC', ['dom', 'flags'], ({ xml }) => xml),
    managedSaveDefineXml: action('DOMAIN_MANAGED_SAVE_DEFINE_XML', ['dom', 'dxml', 'flags']),
    coreDump: action('DOMAIN_CORE_DUMP', ['dom', 'to', 'flags']),
    coreDumpWithFormat: action('DOMAIN_CORE_DUMP_WITH_FORMAT', ['dom', 'to', 'dumpformat', 'flags']),
  };
}
