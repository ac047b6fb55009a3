export * from './configuration.js';
export { loadConfiguration, type LoadedConfiguration } from './load.js';
export {
  assignVariables,
  readVariables,
  type VariableOption,
  type Variables,
  type VariableSources,
} from './variables.js';
export { createScope, instanceScope, type ModuleScope, type ScopeOptions } from './scope.js';
export { evaluate, expand } from './evaluate.js';
export type { Subject } from './language/environment.js';
export { dependenciesOf, findCycle, formatCycle, referencesOf } from './dependencies.js';
export { isConstant, writtenReferences } from './written-references.js';
export { realFiles } from './files.js';
export type { Expression } from './language/expression.js';
