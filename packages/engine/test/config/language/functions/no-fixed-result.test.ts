import { compareSync } from 'bcryptjs';
import fc from 'fast-check';
import { Unknown, type Value } from '@virtform/values';
import { evaluate, realFiles, type Scope } from '../../../../src/config';
import { parseExpression } from '../../../../src/config/language/parser';
import { SourceText } from '../../../../src/config/language/source';

/** What an expression comes to at a moment; `error` where it comes to nothing. */
function ask(text: string, phase: 'plan' | 'apply', started = new Date()): Value {
  const scope: Scope = {
    module: [],
    surroundings: { folder: '/', files: realFiles, started, phase },
    lookup: () => undefined,
    names: () => [],
  };
  const { expression } = parseExpression(text, { source: new SourceText('test', text) });
  const { value, diagnostics } = evaluate(expression, scope);
  const [problem] = diagnostics;
  return problem === undefined ? value : `error: ${problem.detail ?? ''}`;
}

function askText(text: string, phase: 'plan' | 'apply'): string {
  const value = ask(text, phase);
  if (typeof value !== 'string') throw new Error(`${text} is no text`);
  return value;
}

/** As an expression: every character by its number. */
function quoted(text: string): string {
  const escaped = Array.from(text, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `\\U${code.toString(16).padStart(8, '0')}`;
  });
  return `"${escaped.join('')}"`;
}

const moment = fc
  .date({ min: new Date('0001-01-02'), max: new Date('9998-12-30'), noInvalidDate: true })
  .map((date) => new Date(Math.floor(date.getTime() / 1000) * 1000));

function written(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, 'Z');
}

describe('bcrypt', () => {
  it('makes a hash of the form and the cost of Terraform, against which the password is right and no other', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 20, unit: 'binary' }), (given) => {
        const password = given.replace(/\p{Surrogate}/gu, '').normalize('NFC');
        const hash = askText(`bcrypt(${quoted(password)}, 4)`, 'apply');
        expect(hash).toMatch(/^\$2a\$04\$[./A-Za-z0-9]{53}$/);
        expect(compareSync(password, hash)).toBe(true);
        expect(compareSync(`${password}x`, hash)).toBe(false);
      }),
      { numRuns: 10 },
    );
  });

  it('has the salt of one call only', () => {
    expect(ask('bcrypt("a", 4)', 'apply')).not.toBe(ask('bcrypt("a", 4)', 'apply'));
  });

  it.each([
    ['bcrypt("a")', '$2a$10$'],
    ['bcrypt("a", 5)', '$2a$05$'],
    // Go takes the default for less than the least.
    ['bcrypt("a", 3)', '$2a$10$'],
    ['bcrypt("a", -1)', '$2a$10$'],
  ])('%s begins with %s', (text, prefix) => {
    expect(askText(text, 'apply').startsWith(prefix)).toBe(true);
  });

  it.each([
    ['$2a$04$VPYZnhppYegVDUsl2cB5TeuNx8Zs.jDUMxPamlGbShwwLrASYfLT6', 'hello'],
    ['$2a$05$8lAHe6NSOI6OZN6LTf2csu8Xm5ZdmPKBKY1kbZ5A31xusHJguwCv6', 'é\u0000x'],
  ])('of Terraform itself, %s, means the same here', (hash, password) => {
    expect(compareSync(password, hash)).toBe(true);
  });

  it.each([
    ['bcrypt("a", 32)', /cost 32 is outside/],
    ['bcrypt("a", 4.5)', /whole number/],
    ['bcrypt("a", 4, 4)', /no more than two arguments/],
    [`bcrypt("${'a'.repeat(73)}", 4)`, /more than 72 bytes/],
    ['bcrypt("a", null)', /must not be null/],
  ])('%s is refused', (text, why) => {
    expect(ask(text, 'apply')).toMatch(why);
  });
});

describe('what comes out different each time', () => {
  it.each(['bcrypt("a")', 'uuid()', 'timestamp()'])('%s is not known when it is planned', (text) => {
    expect(ask(text, 'plan')).toBeInstanceOf(Unknown);
  });

  it('uuid() is a new one in the form of a UUID', () => {
    const found = Array.from({ length: 50 }, () => ask('uuid()', 'apply'));
    expect(new Set(found).size).toBe(50);
    for (const each of found)
      expect(each).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);
  });

  it('timestamp() and plantimestamp() are the moment at which the command began, in UTC and to the second', () => {
    fc.assert(
      fc.property(moment, fc.integer({ min: 0, max: 999 }), (second, fraction) => {
        const started = new Date(second.getTime() + fraction);
        expect(ask('timestamp()', 'apply', started)).toBe(written(second));
        expect(ask('plantimestamp()', 'plan', started)).toBe(written(second));
      }),
    );
  });
});

describe('moments', () => {
  const seconds = fc.integer({ min: -86_400 * 366, max: 86_400 * 366 });

  it('timeadd moves by what the duration says', () => {
    fc.assert(
      fc.property(moment, seconds, (from, by) => {
        const to = new Date(from.getTime() + by * 1000);
        const isYear = to.getUTCFullYear() >= 1 && to.getUTCFullYear() <= 9999;
        fc.pre(isYear);
        expect(ask(`timeadd("${written(from)}", "${by}s")`, 'plan')).toBe(written(to));
      }),
    );
  });

  it('timeadd there and back again ends where it began', () => {
    fc.assert(
      fc.property(moment, fc.nat(10_000), fc.nat(59), fc.nat(59), (from, hours, minutes, rest) => {
        const by = `${hours}h${minutes}m${rest}s`;
        const there = askText(`timeadd("${written(from)}", "${by}")`, 'plan');
        fc.pre(there.length === 20);
        expect(ask(`timeadd("${there}", "-${by}")`, 'plan')).toBe(written(from));
      }),
    );
  });

  it('timecmp has the order of the moments, in whatever zone they are written', () => {
    fc.assert(
      fc.property(moment, seconds, fc.integer({ min: -14, max: 14 }), (at, by, hours) => {
        const other = new Date(at.getTime() + by * 1000);
        const local = written(new Date(other.getTime() + hours * 3_600_000)).replace(
          'Z',
          `${hours < 0 ? '-' : '+'}${String(Math.abs(hours)).padStart(2, '0')}:00`,
        );
        fc.pre(local.length === 25);
        expect(ask(`timecmp("${written(at)}", "${local}")`, 'plan')).toBe(Math.sign(-by) + 0);
      }),
    );
  });

  it('formatdate writes back what it reads', () => {
    fc.assert(
      fc.property(moment, (at) => {
        const form = "YYYY-MM-DD'T'hh:mm:ssZ";
        expect(ask(`formatdate("${form}", "${written(at)}")`, 'plan')).toBe(written(at));
      }),
    );
  });
});
