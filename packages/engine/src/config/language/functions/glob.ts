import { FunctionProblem } from './function.js';

/** Four times what the name of a file holds on Linux; it also bounds how deep matching goes. */
const LONGEST_PATTERN = 1024;

/** Counts comparisons, so that whoever matches many names can bound them. */
export interface Comparing {
  comparisons: number;
}

/** What a pattern asks of the rest of a name. */
type Asked =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'malformed' }
  | { readonly kind: 'one'; readonly takes: (character: string) => boolean; readonly next: string }
  | { readonly kind: 'any'; readonly next: string }
  | { readonly kind: 'choice'; readonly options: readonly string[] };

interface Step {
  readonly number: number;
  readonly asked: Asked;
}

type Missed = false | 'malformed';

/** One name under way. */
interface Attempt {
  readonly name: readonly string[];
  readonly comparing: Comparing;
  /** What came of each step at each place of the name: none is tried twice there, which is what keeps it linear. */
  readonly missed: Map<number, Missed>;
}

/**
 * The pattern of one name between slashes: `*`, `?`, `[a-c]`, `[^a]`, `{a,b}`, and a backslash before what is meant as it is. The
 * rules are those of the library that Terraform uses (doublestar 1), with its edges: a pattern is only found to be malformed
 * where matching a name gets to the malformed part, and nothing but a star matches behind the end of a name.
 */
export class NamePattern {
  private readonly steps = new Map<string, Step>();

  /** @throws FunctionProblem where the pattern is too long */
  constructor(private readonly pattern: string) {
    if (pattern.length > LONGEST_PATTERN)
      throw new FunctionProblem(
        `the pattern of a name holds at most ${LONGEST_PATTERN} characters, and this one holds more`,
        1,
      );
  }

  /**
   * Whether it is the pattern of a whole name.
   *
   * @throws FunctionProblem where it is malformed
   */
  matches(name: string, comparing: Comparing = { comparisons: 0 }): boolean {
    const found = this.matchesFrom(this.pattern, 0, { name: Array.from(name), comparing, missed: new Map() });
    if (found === 'malformed')
      throw new FunctionProblem(`syntax error in pattern ${JSON.stringify(this.pattern)}`, 1);
    return found;
  }

  private matchesFrom(pattern: string, from: number, attempt: Attempt): true | Missed {
    const passed: number[] = [];
    const found = this.follow(pattern, from, attempt, passed);
    if (found !== true) for (const place of passed) attempt.missed.set(place, found);
    return found;
  }

  /** @param passed receives the places that have the same outcome */
  private follow(pattern: string, from: number, attempt: Attempt, passed: number[]): true | Missed {
    const { name, comparing, missed } = attempt;
    let rest = pattern;
    for (let at = from; ; at += 1) {
      comparing.comparisons += 1;
      const character = name[at];
      if (character === undefined) return rest === '' || rest === '*' || rest === '**';
      const { number, asked } = this.stepOf(rest);
      const place = number * name.length + at;
      const known = missed.get(place);
      if (known !== undefined) return known;
      passed.push(place);
      switch (asked.kind) {
        case 'nothing':
          return false;
        case 'malformed':
          return 'malformed';
        case 'one':
          if (!asked.takes(character)) return false;
          rest = asked.next;
          break;
        case 'any':
          // What is malformed behind a star matches nothing there; else the star takes one more.
          if (asked.next === '' || this.matchesFrom(asked.next, at, attempt) === true) return true;
          break;
        case 'choice':
          return this.firstOf(asked.options, at, attempt);
      }
    }
  }

  private firstOf(options: readonly string[], at: number, attempt: Attempt): true | Missed {
    for (const option of options) {
      const found = this.matchesFrom(option, at, attempt);
      if (found !== false) return found;
    }
    return false;
  }

  private stepOf(rest: string): Step {
    const known = this.steps.get(rest);
    if (known !== undefined) return known;
    const step = { number: this.steps.size, asked: readStep(rest) };
    this.steps.set(rest, step);
    return step;
  }
}

function readStep(pattern: string): Asked {
  const [first] = pattern;
  if (first === undefined) return { kind: 'nothing' };
  const behind = pattern.slice(first.length);
  switch (first) {
    case '\\': {
      const [meant] = behind;
      return meant === undefined ? { kind: 'malformed' } : literal(meant, behind.slice(meant.length));
    }
    case '*':
      return { kind: 'any', next: behind };
    case '?':
      return { kind: 'one', takes: () => true, next: behind };
    case '[':
      return readClass(behind);
    case '{':
      return readChoice(behind);
    default:
      return literal(first, behind);
  }
}

function literal(meant: string, next: string): Asked {
  return { kind: 'one', takes: (character) => character === meant, next };
}

/** What stands behind `[`. */
function readClass(behind: string): Asked {
  const end = indexUnescaped(behind, ']');
  if (end <= 0) return { kind: 'malformed' };
  const characters = Array.from(behind.slice(0, end));
  const isNegated = characters[0] === '^';
  const ranges: (readonly [low: number, high: number])[] = [];
  let at = isNegated ? 1 : 0;
  /** An end of a range; a minus is none unless a backslash stands before it. */
  const readEnd = (): number | undefined => {
    const character = characters[at];
    if (character === '-') return undefined;
    if (character === '\\') at += 1;
    const code = characters[at]?.codePointAt(0);
    at += 1;
    return code;
  };
  while (at < characters.length) {
    const low = readEnd();
    if (low === undefined) return { kind: 'malformed' };
    let high: number | undefined = low;
    if (characters[at] === '-') {
      at += 1;
      high = readEnd();
      if (high === undefined) return { kind: 'malformed' };
    }
    ranges.push([low, high]);
  }
  const takes = (character: string): boolean => {
    const code = character.codePointAt(0) ?? 0;
    return ranges.some(([low, high]) => low <= code && code <= high) !== isNegated;
  };
  return { kind: 'one', takes, next: behind.slice(end + 1) };
}

/** What stands behind `{`: each option reads on into what follows the choice. */
function readChoice(behind: string): Asked {
  const end = indexUnescaped(behind, '}');
  if (end === -1) return { kind: 'malformed' };
  const after = behind.slice(end + 1);
  return {
    kind: 'choice',
    options: splitUnescaped(behind.slice(0, end), ',').map((option) => option + after),
  };
}

/** Where a character stands first without a backslash before it; -1 where it does not. */
function indexUnescaped(text: string, wanted: string): number {
  let start = 0;
  for (;;) {
    const at = text.indexOf(wanted, start);
    // What was looked at before counts no more: a backslash just before the place to look from escapes nothing.
    if (at <= start || text[at - 1] !== '\\') return at;
    start = at + 1;
  }
}

/** The parts between separators without a backslash before them. */
export function splitUnescaped(text: string, separator: string): readonly string[] {
  const parts: string[] = [];
  let rest = text;
  for (;;) {
    const at = indexUnescaped(rest, separator);
    if (at === -1) return [...parts, rest];
    parts.push(rest.slice(0, at));
    rest = rest.slice(at + 1);
  }
}
