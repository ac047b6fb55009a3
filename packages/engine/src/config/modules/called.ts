import { UNKNOWN, type Value } from '@virtform/values';
import { formatModule, type InstanceKey, type ModuleStep } from '../../address.js';
import type { Configuration, Expansion, ModuleCall } from '../configuration.js';
import { checkCallRepetition, expandCall } from '../evaluate.js';
import { instanceScope } from '../instance-scope.js';
import { inputOf } from './inputs.js';
import type { CalledModule, Calls, ModuleScope, ModuleWorld } from './module-scope.js';

/** The modules that one instance of a module calls, each made when it is first asked for. */
export function createCalls(world: ModuleWorld, scope: ModuleScope): Calls {
  const called = new Map<string, CalledModule>();
  const { configuration } = scope;
  const get = (name: string): CalledModule | undefined => {
    const known = called.get(name);
    const call = configuration.calls.get(name);
    const module = configuration.modules.get(name);
    if (known !== undefined || call === undefined || module === undefined) return known;
    // A module whose instances rest on itself is a cycle, reported when the configuration is loaded; here it only has to end.
    called.set(name, { isKnown: false, instances: new Map() });
    const found = instancesOf(world, scope, call, module);
    called.set(name, found);
    return found;
  };
  // Asked for by every instance of what says module.lab[each.key].ip.
  const wholes = new Map<string, Value>();
  const whole = (call: ModuleCall, found: CalledModule): Value => {
    const value = wholes.get(call.name) ?? wholeValue(call, found);
    wholes.set(call.name, value);
    return value;
  };
  return {
    get,
    value({ name, key, output }) {
      const found = get(name);
      const call = configuration.calls.get(name);
      if (found === undefined || call === undefined) return undefined;
      const isAny = !found.isKnown || (world.anyInstance === true && isRepeated(call));
      if (output === undefined) return isAny ? UNKNOWN : whole(call, found);
      if (isRepeated(call) !== (key !== undefined)) return undefined;
      if (isAny) return UNKNOWN;
      const instance = found.instances.get(key) ?? found.instances.get(otherKey(key));
      return instance?.outputs.get(output)?.value;
    },
  };
}

function instancesOf(
  world: ModuleWorld,
  scope: ModuleScope,
  call: ModuleCall,
  configuration: Configuration,
): CalledModule {
  const any = world.anyInstance === true && isRepeated(call);
  const address = formatModule([...scope.module, { name: call.name }]);
  const { expansions, diagnostics } = any
    ? { expansions: [anyOf(call)], diagnostics: checkCallRepetition(call, address, scope) }
    : expandCall(call, address, scope);
  world.report(diagnostics);
  return {
    isKnown: diagnostics.length === 0,
    instances: new Map(
      expansions.map((expansion) => {
        const { key } = expansion;
        const step: ModuleStep = { name: call.name, ...(key === undefined ? {} : { key }) };
        const module = [...scope.module, step];
        const inputs = inputOf(world, call, configuration, module, instanceScope(scope, expansion));
        const anyInstance = any || scope.anyInstance;
        return [key, world.scopeOf({ configuration, module, anyInstance, variable: inputs })] as const;
      }),
    ),
  };
}

function anyOf({ count }: ModuleCall): Expansion {
  return { key: count === undefined ? 'key' : 0, eachValue: UNKNOWN, anyKey: true };
}

/** The key as the other type that it may be written as: an index may be a text, and a key a number. */
function otherKey(key: InstanceKey | undefined): InstanceKey | undefined {
  if (typeof key === 'number') return String(key);
  return key !== undefined && /^\d+$/.test(key) ? Number(key) : key;
}

function isRepeated({ count, forEach }: ModuleCall): boolean {
  return (count ?? forEach) !== undefined;
}

/** A module with all of its outputs: an object, a list of such with `count`, an object of such with `for_each`. */
function wholeValue(call: ModuleCall, { instances }: CalledModule): Value {
  const values = [...instances].map(([key, scope]) => [String(key), outputsOf(scope)] as const);
  if (call.count !== undefined) return values.map(([, value]) => value);
  return call.forEach === undefined ? (values[0]?.[1] ?? UNKNOWN) : Object.fromEntries(values);
}

function outputsOf({ configuration, outputs }: ModuleScope): Value {
  return Object.fromEntries(
    [...configuration.outputs.keys()].map((name) => {
      const output = outputs.get(name);
      return [name, output === undefined ? UNKNOWN : output.value];
    }),
  );
}
