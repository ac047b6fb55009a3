export * from './address.js';
export type * from './apply/events.js';
export type { Configuration, FileKind, FileReader, FolderEntry, VariableOption } from './config/index.js';
export type { Answer, Console } from './console.js';
export type { ResourceGraph, ResourceGraphNode } from './resource-graph.js';
export type * from './effects/effects.js';
export { realEffects } from './effects/real.js';
export { AgentError, type GuestCommandResult, runInGuest } from './guests/agent.js';
export type { Check } from './guests/checks.js';
export { type Evidence, gatherEvidence } from './guests/evidence.js';
export { findGuest } from './guests/find.js';
export type { GuestDisk } from './guests/sample.js';
export {
  type GuestAddress,
  type GuestHost,
  type GuestState,
  type GuestStatus,
  readGuests,
} from './guests/status.js';
export { type Condition, CONDITIONS, waitForGuest } from './guests/wait.js';
export type * from './engine.js';
export { openUnit } from './open-unit.js';
export * from './kinds/kind.js';
export { elementLabel } from './kinds/shared/element-names.js';
export type { MemoryPlace } from './settled-memory.js';
export { formatVirsh } from './kinds/shared/virsh.js';
export type * from './plan/plan.js';
export type { ReadEvent } from './plan/read-events.js';
export { readPlanFile, writePlanFile } from './plan/plan-file.js';
export { planJson } from './plan/plan-json.js';
export { concealDiagnostics, secretsOfPlan, secretsOfState, sensitivePathsOf } from './plan/secrets.js';
export { shownInstanceJson, stateJson } from './plan/state-json.js';
export {
  exceeding,
  hasChanges,
  isUpToDate,
  resourceNodes,
  summarize,
  waitsForApply,
} from './plan/summary.js';
export { readStateFile } from './read-state.js';
export { printCompact, printValue } from './state/json-print.js';
export type { StateFiles } from './state/local.js';
export type { LockInfo } from './state/lock-info.js';
export type { ShownInstance, StateAccess, StateEdit, StateEdited, StateStore } from './state/store.js';
export type * from './state/state.js';
