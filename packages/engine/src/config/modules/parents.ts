import type { Configuration, ModuleCall } from '../configuration.js';

/** Who calls a module. */
export interface Calling {
  readonly configuration: Configuration;
  readonly call: ModuleCall;
}

/** A module is whole before those that call it are, so that it cannot hold them. */
const CALLERS = new WeakMap<Configuration, Calling>();

/** The configuration, known from now on as the one that calls its modules. */
export function asCaller(configuration: Configuration): Configuration {
  for (const [name, module] of configuration.modules) {
    const call = configuration.calls.get(name);
    if (call !== undefined) CALLERS.set(module, { configuration, call });
  }
  return configuration;
}

/** Who calls this module; undefined for the root. */
export function callerOf(configuration: Configuration): Calling | undefined {
  return CALLERS.get(configuration);
}

/** Everyone who calls on the way to a module, the nearest first. */
export function callersOf(configuration: Configuration): readonly Calling[] {
  const callers: Calling[] = [];
  for (let caller = callerOf(configuration); caller !== undefined; caller = callerOf(caller.configuration))
    callers.push(caller);
  return callers;
}
