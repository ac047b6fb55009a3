import path from 'node:path';
import ts from 'typescript';

/** Where the generated declarations lie. The compiler takes the word of a declaration file unless it is asked not to. */
const LIB = path.join(__dirname, '..', 'lib');

it('names nothing that is not declared', () => {
  const program = ts.createProgram([path.join(LIB, 'index.d.ts')], {
    strict: true,
    skipLibCheck: false,
    noEmit: true,
    types: ['node'],
    module: ts.ModuleKind.CommonJS,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    target: ts.ScriptTarget.ES2022,
  });
  const declarations = program.getSourceFiles().filter(({ fileName }) => fileName.startsWith(LIB));
  expect(declarations).toHaveLength(13);
  const problems = declarations.flatMap((file) => [
    ...program.getSyntacticDiagnostics(file),
    ...program.getSemanticDiagnostics(file),
  ]);
  expect(problems.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))).toEqual([]);
});

it('explains every attribute', () => {
  const text = ts.sys.readFile(path.join(LIB, 'domain', 'index.d.ts')) ?? '';
  const members = [...text.matchAll(/^(.*)\n {2}(?:readonly|get) (?!internalValue|\w+Input\b)(\w+)/gm)];
  expect(members.length).toBeGreaterThan(1000);
  const silent = members.filter(([, before = '']) => !before.trimEnd().endsWith('*/'));
  expect(silent.map(([, , name]) => name)).toEqual([]);
});
