import type { JsonObject } from '@virtform/values';
import { formatModule, parseAddress } from '../address.js';
import type { InstanceAddress } from '../address.js';
import type { CheckedKind, CheckedObject, CheckResult } from './results.js';

/** Results as Terraform's JSON of plans and states shows them: `checks`. */
export function shownResults(results: readonly CheckResult[]): readonly JsonObject[] {
  return [...results]
    .sort((left, right) => (left.address < right.address ? -1 : 1))
    .map(({ kind, address, status, objects = [] }) => ({
      address: shownAddress(kind, address),
      status,
      ...(objects.length === 0 ? {} : { instances: objects.map((object) => shownObject(kind, object)) }),
    }));
}

const SHOWN_KINDS: Readonly<Record<CheckedKind, string>> = {
  resource: 'resource',
  output: 'output_value',
  check: 'check',
  var: 'var',
};

function shownAddress(kind: CheckedKind, address: string): JsonObject {
  const shown = { kind: SHOWN_KINDS[kind], to_display: address };
  const resource = kind === 'resource' ? parseAddress(address) : undefined;
  if (resource === undefined) return { ...shown, ...moduleAndName(address) };
  const { mode, type, name } = resource;
  return { ...shown, mode, type, name, ...moduleOf(resource) };
}

/** `module.lab["a"].output.ip` is the output `ip` of a module. */
function moduleAndName(address: string): { readonly name: string; readonly module?: string } {
  // A key may have dots in it; the two names behind the module have not.
  const [, module = '', name = address] = /^(?:(.*)\.)?[^.]+\.([^.]+)$/s.exec(address) ?? [];
  return { name, ...(module === '' ? {} : { module }) };
}

function moduleOf({ module }: Pick<InstanceAddress, 'module'>): JsonObject {
  return module.length === 0 ? {} : { module: formatModule(module) };
}

function shownObject(kind: CheckedKind, { address, status, messages }: CheckedObject): JsonObject {
  const instance = kind === 'resource' ? parseAddress(address) : undefined;
  const { module } = moduleAndName(address);
  const elsewhere = module === undefined ? {} : { module };
  return {
    address: {
      to_display: address,
      ...(instance === undefined ? elsewhere : moduleOf(instance)),
      ...(instance?.key === undefined ? {} : { instance_key: instance.key }),
    },
    status,
    ...(messages.length === 0 ? {} : { problems: messages.map((message) => ({ message })) }),
  };
}
