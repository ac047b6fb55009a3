import { formatAddress, type State, type StateInstance, type StateResource } from '@virtform/engine';
import { formatPath, isList, isObject, type Path, samePath, type Value } from '@virtform/values';
import { formatOutputs, outputRecord } from './outputs.js';
import type { Style } from './style.js';
import { SENSITIVE } from './values.js';

/** A state as a person reads it: every object with its attributes, then the outputs. Secrets are not shown. */
export function formatState(state: State, style: Style): string {
  const objects = state.resources.flatMap((resource) =>
    resource.instances.map((instance) => formatInstance(resource, instance, style)),
  );
  const outputs = formatOutputs(outputRecord(state));
  return [...objects, ...(outputs === '' ? [] : [`Outputs:\n\n${outputs}`])].join('\n');
}

/** One object with its attributes. */
export function formatInstance(resource: StateResource, instance: StateInstance, style: Style): string {
  const { key, tainted, deposed, attributes, sensitive } = instance;
  const address = formatAddress(key === undefined ? resource.address : { ...resource.address, key });
  const notes = [tainted ? 'tainted' : undefined, deposed === undefined ? undefined : `deposed ${deposed}`];
  const note = notes.filter((text) => text !== undefined).join(', ');
  const head = `${style.strong(`${address}:`)}${note === '' ? '' : ` (${note})`}`;
  return `${[head, ...attributeLines(attributes, sensitive)].join('\n')}\n`;
}

function attributeLines(value: Value, sensitive: readonly Path[]): readonly string[] {
  const lines: string[] = [];
  const walk = (part: Value, at: Path): void => {
    if (sensitive.some((hidden) => samePath(hidden, at))) {
      lines.push(`    ${formatPath(at)} = ${SENSITIVE}`);
    } else if (isList(part) && part.length > 0) {
      part.forEach((element, index) => walk(element, [...at, index]));
    } else if (isObject(part) && Object.keys(part).length > 0) {
      for (const [name, inner] of Object.entries(part)) walk(inner, [...at, name]);
    } else if (part !== null) {
      lines.push(
        `    ${formatPath(at)} = ${typeof part === 'bigint' ? part.toString() : JSON.stringify(part)}`,
      );
    }
  };
  walk(value, []);
  return lines;
}
