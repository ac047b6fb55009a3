export type { Facts, Hypervisor, Meaning, Presence, Syntax } from './facts.js';
export { ELEMENT_NAME, type Condition, type Location, type Step } from './location.js';
export type {
  Attribute,
  Attributes,
  Form,
  Identity,
  ListAttribute,
  ObjectAttribute,
  ResourceSchema,
  ScalarAttribute,
} from './dsl.js';
export * from './xml/index.js';
export { decode, decodeObject } from './codec/decode.js';
export { encode, encodeObject } from './codec/encode.js';
export { asGrammarWants } from './as-grammar-wants.js';
export {
  applyEdits,
  editObject,
  EditError,
  formatEditPath,
  selectElement,
  type Edit,
  type EditPath,
  type EditStep,
} from './codec/edit.js';
export { conform, type Conformed } from './conform.js';
export { checkAcross, checkObject, withoutDoubtful, type ConfiguredObject } from './check/index.js';
export { diskAccess, runsBeside, type DiskAccess } from './disk-access.js';
export { fillNulls } from './nulls.js';
export { holdsSecret, secretPaths } from './secret-paths.js';
export { diff, diffObject, sameMeaning, type DiffOptions } from './compare/diff.js';
export type { Difference } from './compare/place.js';
export { project, projectObject, meansNothing } from './compare/project.js';
export { says } from './compare/says.js';
export { compareIdentity, identityOf } from './compare/identity.js';
export { withoutInitial } from './compare/initial.js';
export { matchesPart } from './compare/item-index.js';
export { matchItems } from './compare/match.js';
export { sizeInBytes, type MeaningContext } from './compare/meaning.js';
export { netmaskOfPrefix, parseIp, parseNumberSet, prefixOfNetmask } from './compare/syntax.js';
export { sayFacts } from './say-facts.js';
export { attributeAt, attributesOf, walk, type Walked } from './walk.js';
export { IMPACTS, type ChangeCost, type ChangeEvent, type ChangeTable, type Impact } from './change/cost.js';
export { changeCosts, changeTable, type AttributeCosts } from './change/index.js';
export { costsAt } from './change/lookup.js';
export { sayCost, sayCosts } from './change/say.js';
export {
  DOMAIN_NOT_TRIED,
  DOMAIN_TRIED_IN_PART,
  EVERYTHING_ELSE,
  rowsOf,
  type ChangeRow,
} from './change/tried.js';
export { provider } from './provider.js';
export {
  builtinResources,
  fileResources,
  resources,
  schemaOf,
  type FileResourceType,
  type ResourceType,
  type SchemaMode,
} from './resources.js';
export {
  builtinDataSources,
  dataSources,
  domainInterfaceAddresses,
  nodeDeviceInfo,
  nodeDevices,
  nodeInfo,
  type DataSourceType,
} from './data-sources.js';
export { documents, type DocumentType } from './documents.js';
export { cloudinitDisk, combustion, ignition } from './files.js';
export { checkpoint } from './checkpoint.js';
export { domain } from './domain/index.js';
export { network } from './network.js';
export { nwfilter } from './nwfilter/index.js';
export { pool } from './pool.js';
export { secret } from './secret.js';
export { snapshot } from './snapshot.js';
export { terraformBuiltin, terraformData, terraformRemoteState } from './terraform-data.js';
export { volume } from './volume.js';
