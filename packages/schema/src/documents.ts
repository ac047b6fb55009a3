import { checkpoint } from './checkpoint.js';
import type { ResourceSchema } from './dsl.js';
import { nwfilter } from './nwfilter/index.js';
import { secret } from './secret.js';
import { snapshot } from './snapshot.js';

/** What libvirt keeps beside the resources of the provider, by name. A schema is built when its attributes are first asked for. */
export const documents: Readonly<Record<DocumentType, ResourceSchema>> = {
  checkpoint,
  nwfilter,
  secret,
  snapshot,
};

/** The documents that are known. */
export type DocumentType = 'checkpoint' | 'nwfilter' | 'secret' | 'snapshot';
