import { SetValue } from '@virtform/values';
import { evaluate, type FileReader, type FolderEntry, NO_FILES, type Scope } from '../../../../src/config';
import { parseExpression } from '../../../../src/config/language/parser';
import { SourceText } from '../../../../src/config/language/source';

/** What `fileset` finds, or why it finds nothing. */
function ask(call: string, files: FileReader, folder: string): readonly string[] | string {
  const scope: Scope = {
    module: [],
    surroundings: { folder, files, started: new Date(0), phase: 'plan' },
    lookup: () => undefined,
    names: () => [],
  };
  const { expression } = parseExpression(call, { source: new SourceText('test', call) });
  const { value, diagnostics } = evaluate(expression, scope);
  const [problem] = diagnostics;
  if (problem !== undefined) return problem.detail ?? problem.summary;
  return value instanceof SetValue ? value.elements.map(String) : 'no set';
}

/** Every folder holds the same. */
function everywhere(...entries: readonly FolderEntry[]): FileReader {
  return { ...NO_FILES, kind: () => 'folder', list: () => entries };
}

it('looks at no more than it may, where links lead back up', () => {
  const links: readonly FolderEntry[] = [
    { name: 'a', kind: 'folder' },
    { name: 'b', kind: 'folder' },
  ];
  // As many links as Linux follows in one path.
  const files: FileReader = { ...NO_FILES, list: (folder) => (folder.length > 80 ? [] : links) };
  expect(ask('fileset(".", "**/nothing")', files, '/')).toContain(
    'more than 1000000 files would have to be looked at',
  );
});

it('ends where a path has the length that a system allows', () => {
  const files = everywhere({ name: 'again'.repeat(10), kind: 'folder' }, { name: 'file', kind: 'file' });
  const found = ask('fileset(".", "**")', files, '/');
  // Fifty characters and a slash a level, and what lies in the first folder.
  expect(found).toHaveLength(Math.floor(4096 / 51) + 1);
});

it('takes no pattern for one that stands in the name of the folder of the configuration', () => {
  const asked: string[] = [];
  const files: FileReader = {
    ...NO_FILES,
    list: (folder) => {
      asked.push(folder);
      return [{ name: 'file', kind: 'file' }];
    },
  };
  expect(ask('fileset(".", "*")', files, '/home/[me]/*')).toEqual(['file']);
  expect(asked).toEqual(['/home/[me]/*']);
});

it('does not show why the system refuses to show a folder', () => {
  const files: FileReader = {
    ...NO_FILES,
    list: () => {
      throw new Error('EACCES: permission denied');
    },
  };
  expect(ask('fileset("secret", "*")', files, '/')).toEqual([]);
});
