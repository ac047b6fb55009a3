import {
  formatAddress,
  secretsOfState,
  sensitivePathsOf,
  type State,
  type StateInstance,
  type StateResource,
} from '@virtform/engine';
import {
  type Conceal,
  concealing,
  formatNumber,
  formatPath,
  isList,
  isNumeric,
  isObject,
  type Path,
  samePath,
  SENSITIVE,
  SetValue,
  type Value,
} from '@virtform/values';
import { formatOutputs, outputRecord } from './outputs.js';
import type { Style } from './style.js';

/** A state as a person reads it: every object with its attributes, then the outputs. Secrets are not shown. */
export function formatState(state: State, style: Style): string {
  const conceal = concealing(secretsOfState(state));
  const objects = state.resources.flatMap((resource) =>
    resource.instances.map((instance) => formatInstance(resource, instance, conceal, style)),
  );
  const outputs = formatOutputs(outputRecord(state));
  return [...objects, ...(outputs === '' ? [] : [`Outputs:\n\n${outputs}`])].join('\n');
}

/** One object with its attributes; `conceal` knows the secrets of all of the state: a path may hold the name of another object. */
export function formatInstance(
  resource: StateResource,
  instance: StateInstance,
  conceal: Conceal,
  style: Style,
): string {
  const { key, tainted, deposed, attributes } = instance;
  const sensitive = sensitivePathsOf(resource, instance);
  const address = formatAddress(key === undefined ? resource.address : { ...resource.address, key });
  const notes = [tainted ? 'tainted' : undefined, deposed === undefined ? undefined : `deposed ${deposed}`];
  const note = notes.filter((text) => text !== undefined).join(', ');
  const head = `${style.strong(`${address}:`)}${note === '' ? '' : ` (${note})`}`;
  return `${[head, ...attributeLines(attributes, sensitive, conceal)].join('\n')}\n`;
}

function attributeLines(value: Value, sensitive: readonly Path[], conceal: Conceal): readonly string[] {
  const lines: string[] = [];
  const walk = (part: Value, at: Path): void => {
    if (sensitive.some((hidden) => samePath(hidden, at))) {
      lines.push(`    ${formatPath(at)} = ${SENSITIVE}`);
    } else if (part instanceof SetValue) {
      walk(part.elements, at);
    } else if (isList(part) && part.length > 0) {
      part.forEach((element, index) => walk(element, [...at, index]));
    } else if (isObject(part) && Object.keys(part).length > 0) {
      for (const [name, inner] of Object.entries(part)) walk(inner, [...at, name]);
    } else if (part !== null) {
      lines.push(
        `    ${formatPath(at)} = ${isNumeric(part) ? formatNumber(part) : JSON.stringify(typeof part === 'string' ? conceal(part) : part)}`,
      );
    }
  };
  walk(value, []);
  return lines;
}
