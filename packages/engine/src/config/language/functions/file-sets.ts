import type { Surroundings } from '../../configuration.js';
import { setOf } from '../types.js';
import { resolvePath } from './files.js';
import { asText, FunctionFamily, FunctionProblem, parameter, setType } from './function.js';

/** Folders below one another that are looked into; a link that leads back up ends here. */
const DEEPEST = 64;

/** A pattern as Terraform's fileset takes it: `*`, `**` between slashes, `?`, `[abc]`, `{a,b}`, and a backslash before what is meant as it is. */
function patternToRegExp(pattern: string): RegExp {
  let source = '';
  let braces = 0;
  for (let at = 0; at < pattern.length; at += 1) {
    const character = pattern[at] ?? '';
    if (at === 0 || pattern[at - 1] === '/') {
      const [all = ''] = /^\*\*(?:\/|$)/.exec(pattern.slice(at)) ?? [];
      if (all !== '') {
        source += all.endsWith('/') ? '(?:[^/]+/)*' : '.*';
        at += all.length - 1;
        continue;
      }
    }
    if (character === '*') source += '[^/]*';
    else if (character === '?') source += '[^/]';
    else if (character === '\\') {
      at += 1;
      source += literal(pattern[at] ?? '\\');
    } else if (character === '[') {
      const end = pattern.indexOf(']', at + 2);
      if (end === -1) throw new FunctionProblem('syntax error in pattern: "[" is not closed', 1);
      source += `[${pattern
        .slice(at + 1, end)
        .replace(/^!/, '\\!')
        .replaceAll('\\', '\\\\')}]`;
      at = end;
    } else if (character === '{') {
      braces += 1;
      source += '(?:';
    } else if (character === '}' && braces > 0) {
      braces -= 1;
      source += ')';
    } else if (character === ',' && braces > 0) source += '|';
    // Folder by folder a pattern is held against a name.
    else if (character === '/' && braces > 0)
      throw new FunctionProblem('syntax error in pattern: a slash stands between "{" and "}"', 1);
    else source += literal(character);
  }
  if (braces > 0) throw new FunctionProblem('syntax error in pattern: "{" is not closed', 1);
  return new RegExp(`^${source}$`, 'u');
}

function literal(character: string): string {
  return character.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

function filesBelow(folder: string, { files }: Surroundings): readonly string[] {
  const found: string[] = [];
  const look = (at: string, prefix: string, depth: number): void => {
    for (const name of files.list(at) ?? []) {
      if (!name.endsWith('/')) found.push(prefix + name);
      else if (depth < DEEPEST) look(`${at}/${name.slice(0, -1)}`, prefix + name, depth + 1);
    }
  };
  look(folder, '', 0);
  return found;
}

export const FILE_SETS: FunctionFamily = {
  fileset: {
    parameters: [parameter('path', 'string'), parameter('pattern', 'string')],
    returns: setType('string'),
    run: ([path, pattern], surroundings) => {
      const [, up = '', below = ''] = /^(?:\.?\/)*((?:\.\.\/)*)(.*)$/s.exec(asText(pattern)) ?? [];
      const wanted = patternToRegExp(below);
      const all = filesBelow(resolvePath(`${asText(path)}/${up}`, surroundings), surroundings);
      const found = all.filter((name) => wanted.test(name)).map((name) => up + name);
      return setOf(found, 'string');
    },
  },
};
