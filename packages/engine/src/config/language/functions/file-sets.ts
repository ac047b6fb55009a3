import { posix } from 'node:path';
import type { FileKind, Surroundings } from '../../configuration.js';
import { setOf } from '../types.js';
import { asText, FunctionFamily, FunctionProblem, parameter, setType } from './function.js';
import { Comparing, NamePattern, splitUnescaped } from './glob.js';

/** How much one call may do. Terraform has no such bound: two links that lead back up keep it busy for ever. */
const MOST_COMPARISONS = 100_000_000;

/** What a look at one file costs, in comparisons of characters. */
const LOOK = 100;

/** What a path holds on Linux: below it the system shows nothing. */
const LONGEST_PATH = 4096;

const PATTERN_CHARACTERS = /[*?[{\\]/;

/** What a pattern found: a path, and what it leads to. */
interface Match {
  readonly path: string;
  readonly leadsTo: FileKind | undefined;
}

interface Place {
  readonly folder: string;
  /** What stands between the slashes of the pattern, from the folder on. */
  readonly components: readonly string[];
}

/** As Go joins paths: the shortest form, without a slash at its end. */
function joined(...parts: readonly string[]): string {
  const path = posix.join(...parts);
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}

/** Follows a pattern through the folders of a machine, as the library does that Terraform uses (doublestar 1). */
class Search {
  private readonly matches: Match[] = [];
  /** Where else to look, and for which parts of the pattern: folders nest deeper than calls can. */
  private readonly pending: Place[] = [];
  private readonly comparing: Comparing = { comparisons: 0 };
  private readonly patterns = new Map<string, NamePattern>();

  constructor(private readonly surroundings: Surroundings) {}

  /** Everything that the pattern finds, from a folder on. */
  from(start: string, pattern: readonly string[]): readonly Match[] {
    this.look(start, pattern);
    for (let next = this.pending.pop(); next !== undefined; next = this.pending.pop())
      this.look(next.folder, next.components);
    return this.matches;
  }

  private look(folder: string, components: readonly string[]): void {
    const plain = components.findIndex((component) => PATTERN_CHARACTERS.test(component));
    const names = plain === -1 ? components : components.slice(0, plain);
    const place = joined(folder, ...names);
    const [component, ...below] = plain === -1 ? [] : components.slice(plain);
    if (component === undefined) this.takeIfThere(place);
    else if (component === '**') this.lookEverywhere(place, [component, ...below]);
    else this.lookIn(place, component, below);
  }

  /** A path without any pattern; a link is there even where it leads nowhere. */
  private takeIfThere(path: string): void {
    const leadsTo = this.kindOf(path);
    if (leadsTo !== undefined || this.entriesOf(posix.dirname(path)).some(([at]) => at === path))
      this.matches.push({ path, leadsTo });
  }

  /** `**`: this folder and all below it, links followed. */
  private lookEverywhere(folder: string, components: readonly string[]): void {
    const [next, ...below] = components.slice(1);
    for (const [path, leadsTo] of this.entriesOf(folder)) {
      if (next === undefined && leadsTo !== undefined) this.matches.push({ path, leadsTo });
      if (leadsTo === 'folder') this.pending.push({ folder: path, components });
    }
    if (next !== undefined) this.lookIn(folder, next, below);
  }

  private lookIn(folder: string, component: string, below: readonly string[]): void {
    const pattern = this.patternOf(component);
    for (const [path, leadsTo] of this.entriesOf(folder)) {
      if (!pattern.matches(posix.basename(path), this.comparing)) continue;
      if (below.length === 0) this.matches.push({ path, leadsTo });
      else this.pending.push({ folder: path, components: below });
    }
  }

  private patternOf(component: string): NamePattern {
    const known = this.patterns.get(component);
    if (known !== undefined) return known;
    const pattern = new NamePattern(component);
    this.patterns.set(component, pattern);
    return pattern;
  }

  /** What is in a folder, by path; nothing where it cannot be read. */
  private entriesOf(folder: string): readonly (readonly [path: string, leadsTo: FileKind | undefined])[] {
    const { files } = this.surroundings;
    if (folder.length > LONGEST_PATH) return [];
    const entries = quietly(() => files.list(this.absolute(folder))) ?? [];
    this.comparing.comparisons += LOOK * (entries.length + 1);
    if (this.comparing.comparisons > MOST_COMPARISONS)
      throw new FunctionProblem(
        `more than ${MOST_COMPARISONS / LOOK} files would have to be looked at; name the folder more narrowly, and see whether links in it lead back up`,
        1,
      );
    return entries.map(({ name, kind }) => [joined(folder, name), kind] as const);
  }

  private kindOf(path: string): FileKind | undefined {
    return quietly(() => this.surroundings.files.kind(this.absolute(path)));
  }

  private absolute(path: string): string {
    return posix.resolve(this.surroundings.folder, path);
  }
}

/** What the system refuses to show is not there, as for Terraform. */
function quietly<Result>(look: () => Result): Result | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}

/** The files that a pattern finds, as they are called from `path`. The path is part of the pattern, as in Terraform. */
function fileSet(path: string, pattern: string, surroundings: Surroundings): readonly string[] {
  const from = joined(path);
  const [first = '', ...others] = splitUnescaped(joined(from, pattern), '/');
  const search = new Search(surroundings);
  const matches = first === '' ? search.from('/', others) : search.from('.', [first, ...others]);
  return matches.flatMap(({ path: found, leadsTo }) => {
    if (leadsTo === undefined)
      throw new FunctionProblem(`failed to look at ${JSON.stringify(found)}: the link leads nowhere`, 1);
    if (leadsTo !== 'file') return [];
    const called = posix.relative(
      posix.resolve(surroundings.folder, from),
      posix.resolve(surroundings.folder, found),
    );
    return [called === '' ? '.' : called.normalize('NFC')];
  });
}

export const FILE_SETS: FunctionFamily = {
  fileset: {
    parameters: [parameter('path', 'string'), parameter('pattern', 'string')],
    returns: setType('string'),
    run: ([path, pattern], surroundings) =>
      setOf(fileSet(asText(path), asText(pattern), surroundings), 'string'),
  },
};
