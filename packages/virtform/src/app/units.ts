import { readdirSync } from 'node:fs';
import path from 'node:path';
import { DiagnosticsError, suggest } from '@virtform/values';
import { isApp, synthesize } from './synth.js';

/** What is planned as one, with a state of its own: a stack of an app, or a folder of configuration files. */
export interface Unit {
  /** The stack's name; undefined for a plain folder. */
  readonly name: string | undefined;
  /** Absolute. */
  readonly folder: string;
}

/**
 * The units of a folder, in an order in which each comes after those it depends on. An app is synthesized first.
 *
 * @param stacks names of stacks; none means all
 */
export async function findUnits(
  folder: string,
  environment: Readonly<Record<string, string | undefined>>,
  stacks: readonly string[],
): Promise<readonly Unit[]> {
  if (!isApp(folder)) {
    if (readdirSync(folder).some((name) => name.endsWith('.tf') || name.endsWith('.tf.json'))) {
      if (stacks.length === 0) return [{ name: undefined, folder }];
      throw problem(
        `${folder} has no stacks to choose from`,
        'It is one unit by itself: leave the name out.',
      );
    }
    throw problem(
      `Nothing to plan in ${folder}`,
      'It has neither a cdktf.json nor *.tf or *.tf.json files. -chdir=DIR names another folder.',
    );
  }
  const all = await synthesize(folder, environment);
  const names = all.map((stack) => stack.name);
  for (const wanted of stacks) {
    if (names.includes(wanted)) continue;
    const meant = suggest(wanted, names);
    throw problem(
      `The app has no stack "${wanted}"`,
      meant === undefined
        ? `It has: ${names.join(', ')}.`
        : `Did you mean "${meant}"? It has: ${names.join(', ')}.`,
    );
  }
  const ordered: Unit[] = [];
  const visit = (name: string, way: readonly string[]): void => {
    const stack = all.find((candidate) => candidate.name === name);
    if (stack === undefined || ordered.some((unit) => unit.name === name)) return;
    if (way.includes(name)) {
      throw problem(
        `Stacks depend on each other in a circle: ${[...way, name].join(' => ')}`,
        'Break the circle in the app.',
      );
    }
    stack.dependencies.forEach((dependency) => visit(dependency, [...way, name]));
    ordered.push({ name, folder: stack.folder });
  };
  names.forEach((name) => visit(name, []));
  return stacks.length === 0
    ? ordered
    : ordered.filter((unit) => unit.name !== undefined && stacks.includes(unit.name));
}

/** A path as shown to people: relative where that is shorter. */
export function shownPath(from: string, to: string): string {
  const relative = path.relative(from, to);
  return relative.startsWith('..') ? to : relative === '' ? '.' : relative;
}

function problem(summary: string, action: string): DiagnosticsError {
  return new DiagnosticsError([{ severity: 'error', summary, action }]);
}
