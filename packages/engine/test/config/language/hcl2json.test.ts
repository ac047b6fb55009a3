import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { questionsOf, SUBJECTS } from '../vectors/vectors';
import { ours, theirs } from './hcl2json';

// HashiCorp's own parser, as @cdktn/hcl2json has it, says what bodies mean and which are none. It tells numbers as JavaScript has
// them, evaluates constants, and cannot tell blocks of one type with different numbers of labels.

const ROOT = path.resolve(__dirname, '../../../../..');

const FILES = execFileSync('git', ['ls-files', '*.tf'], { cwd: ROOT, encoding: 'utf8' }).trim().split('\n');

const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

async function expectSame(text: string): Promise<void> {
  expect({ text, meaning: ours(text) }).toEqual({ text, meaning: await theirs(text) });
}

test('there are files to try', () => expect(FILES.length).toBeGreaterThan(20));

test.each(FILES)('%s', async (file) => {
  await expectSame(read(file));
});

/** Expressions that it tells otherwise, and that mean the same. */
const TOLD_OTHERWISE: ReadonlyMap<string, string> = new Map([
  ['{ a.b = 1 }', 'a key that cannot be a name is told as text'],
  ['{ a[0] = 1 }', 'a key that cannot be a name is told as text'],
  ['!2', 'evaluated, it is refused'],
  ['-true', 'evaluated, it is refused'],
  ['-null', 'evaluated, it is refused'],
  ['!null', 'evaluated, it is refused'],
  ['!1', 'evaluated, it is refused'],
  ['" ${~ [1] ~} "', 'what stands alone in quotes is told without them'],
]);

test.each(SUBJECTS)('every expression of the vectors is read alike: %s', async (subject) => {
  for (const { expression } of questionsOf(subject))
    if (!TOLD_OTHERWISE.has(expression)) await expectSame(`x = ${expression}\n`);
});

describe('bodies by chance', () => {
  const bounds = { numRuns: 300, seed: 20240501 };

  const name = fc.constantFrom('a', 'b_c', 'd-e', 'für', 'x1');
  const text = fc
    .array(
      fc.constantFrom(
        'a',
        ' ',
        'é',
        '\\n',
        '\\"',
        '\\\\',
        '$${',
        '%%{',
        '$',
        '%',
        '\\u00e9',
        '${var.x}',
        '#',
      ),
      {
        maxLength: 6,
      },
    )
    .map((parts) => `"${parts.join('')}"`);
  const number = fc.oneof(
    fc.integer({ min: 0, max: 2 ** 53 }).map(String),
    fc.constantFrom('1.5', '1e3', '0.1', '9007199254740993', '12345678901234567890', '1E-3', '007'),
  );
  const heredoc = fc
    .tuple(
      fc.constantFrom('<<', '<<-'),
      fc.array(fc.constantFrom('a', '  b', '    ${var.x}', '', '\tc', '$${x}'), { maxLength: 4 }),
    )
    .map(([start, lines]) => `${start}EOT\n${lines.map((line) => `${line}\n`).join('')}  EOT`);

  const { expression } = fc.letrec<{ expression: string; leaf: string }>((tie) => ({
    leaf: fc.oneof(
      text,
      number,
      fc.constantFrom('true', 'false', 'null', 'var.x', 'a.b[0].c', 'a.b.*.c', 'a.b[*].c', 'each.key'),
    ),
    expression: fc.oneof(
      { maxDepth: 3 },
      tie('leaf'),
      fc.array(tie('expression'), { maxLength: 3 }).map((elements) => `[${elements.join(', ')}]`),
      fc
        .array(tie('expression'), { maxLength: 3 })
        .map((values) => `{\n${values.map((value, index) => `k${index} = ${value}\n`).join('')}}`),
      fc
        .tuple(
          tie('expression'),
          fc.constantFrom('+', '-', '*', '/', '%', '==', '!=', '<', '>=', '&&', '||'),
          tie('expression'),
        )
        .map((parts) => parts.join(' ')),
      fc
        .tuple(tie('expression'), tie('expression'), tie('expression'))
        .map(([a, b, c]) => `(${a}) ? ${b} : ${c}`),
      tie('expression').map((value) => `f(${value}, 1)`),
      tie('expression').map((value) => `[for k, v in var.x : ${value} if v != null]`),
      tie('expression').map((value) => `{for k, v in var.x : k => ${value}...}`),
      tie('expression').map((value) => `"%{ if var.x }\${f(${value})}%{ else ~} no %{ endif }"`),
      tie('expression').map((value) => `!(${value})`),
    ),
  }));

  const comment = fc.constantFrom('', ' # why', ' // why', ' /* why */');
  const attributes = fc
    .uniqueArray(fc.tuple(name, fc.oneof(expression, heredoc), comment), {
      maxLength: 3,
      selector: ([each]) => each,
    })
    .map((all) =>
      all.map(([key, value, why]) => `${key} = ${value}${value.endsWith('EOT') ? '' : why}\n`).join(''),
    );
  /** Labels by the type, so that each has as many as the others. */
  const head = fc.constantFrom('one "l"', 'one "m"', 'two "l" m', 'two "n" "é"', 'none', 'dynamic "inner"');
  const { body } = fc.letrec<{ body: string; block: string }>((tie) => ({
    block: fc.tuple(head, tie('body')).map(([start, inner]) => `${start} {\n${inner}}\n`),
    body: fc
      .tuple(
        attributes,
        fc.array(fc.oneof({ maxDepth: 2 }, fc.constant('none { q = 1 }\n'), tie('block')), { maxLength: 3 }),
      )
      .map(([first, blocks]) => first + blocks.join('')),
  }));

  test('are read alike', async () => {
    await fc.assert(fc.asyncProperty(body, expectSame), bounds);
  });

  /** A text with some of its characters taken out, doubled or put elsewhere. */
  const damaged = fc
    .tuple(
      fc.oneof(body, fc.constantFrom(...FILES.map(read))),
      fc.array(
        fc.tuple(
          fc.double({ min: 0, max: 1, noNaN: true }),
          fc.constantFrom('', '\n', ' ', '}', '{', '"', '=', ',', 'x', '\n}\n', '[', '#', '<<EOT\n'),
        ),
        {
          minLength: 1,
          maxLength: 3,
        },
      ),
    )
    .map(([whole, cuts]) =>
      cuts.reduce((left, [where, put]) => {
        const at = Math.floor(where * left.length);
        return left.slice(0, at) + put + left.slice(at + (put === '' ? 1 : 0));
      }, whole),
    );

  test('are refused alike', async () => {
    await fc.assert(
      fc.asyncProperty(damaged, async (broken) => {
        expect({ broken, isRead: ours(broken) !== undefined }).toEqual({
          broken,
          isRead: (await theirs(broken)) !== undefined,
        });
      }),
      bounds,
    );
  });
});
