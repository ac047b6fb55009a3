export * from './configuration.js';
export { locate } from './locate.js';
export { loadConfiguration, type LoadedConfiguration } from './load.js';
export {
  assignVariables,
  judgeVariable,
  readPlannedVariables,
  readVariables,
  type Variables,
} from './variables.js';
export type { VariableOption, VariableSources } from './given-values.js';
export { instanceScope } from './instance-scope.js';
export type { ModuleScope, ScopeOptions } from './modules/module-scope.js';
export { createScope } from './scope.js';
export { askLocals, everyInstance, instancesAt, scopeAt, scopeLeftAt } from './modules/instances.js';
export { blockAt, callAt, everyModule, fromRoot, localAddress, moduleAt } from './modules/tree.js';
export { judgeOutput } from './modules/outputs.js';
export { isPlaceholder, ownProviders } from './modules/hand-providers.js';
export { callerOf } from './modules/parents.js';
export { checkRepetition, evaluate, expand, judge, type Judged } from './evaluate.js';
export { evaluateStored } from './stored.js';
export { importDependencies } from './blocks/check-imports.js';
export { stillExists } from './blocks/check-moved.js';
export { keyOf } from './blocks/endpoint.js';
export { movesWhole, orderMoves } from './blocks/move-order.js';
export type { CheckStatus, Judgement, Telling } from './language/conditions.js';
export type { Condition } from './language/expression.js';
export { triggerOf, type Trigger } from './triggers.js';
export { evaluateArguments } from './evaluate-arguments.js';
export { CONNECTION_ARGUMENTS, PROVISIONER_ARGUMENTS, PROVISIONER_TYPES } from './provisioner-arguments.js';
export type { Subject } from './language/environment.js';
export {
  dependenciesOf,
  expressionsBehind,
  expressionsOf,
  namedResources,
  referencesOf,
  restsOnResources,
  type PlacedVariable,
  variablesBehind,
} from './dependencies.js';
export { findCycle, formatCycle } from './cycles.js';
export { isConstant, writtenReferences } from './written-references.js';
export { parseExpression } from './language/parser.js';
export { SourceText } from './language/source.js';
export { NO_FILES, realFiles } from './files.js';
export type { Expression } from './language/expression.js';
