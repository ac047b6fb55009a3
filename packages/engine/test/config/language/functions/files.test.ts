import { homedir } from 'node:os';
import { join } from 'node:path';
import { evaluate, type FileReader, type Scope } from '../../../../src/config';
import { parseExpression } from '../../../../src/config/language/parser';
import { SourceText } from '../../../../src/config/language/source';

const FOLDER = '/home/me/stack';

/** What the call touches of the machine, in the order in which it does. */
function touched(call: string): readonly string[] {
  const found: string[] = [];
  const files: FileReader = {
    kind: (path) => {
      found.push(`kind ${path}`);
      return 'file';
    },
    read: (path) => {
      found.push(`read ${path}`);
      return Buffer.from('${file("inner")}');
    },
    list: (folder) => {
      found.push(`list ${folder}`);
      return [
        { name: 'a', kind: 'folder' },
        { name: 'b.txt', kind: 'file' },
      ];
    },
  };
  const scope: Scope = {
    module: [],
    surroundings: { folder: FOLDER, files, started: new Date(0), phase: 'plan' },
    lookup: () => undefined,
    names: () => [],
  };
  evaluate(parseExpression(call, { source: new SourceText('test', call) }).expression, scope);
  return found;
}

/** As Terraform does: what is read is what is named, with `..` resolved before anything is looked at. */
describe('a file function touches what it names, and nothing else', () => {
  it.each<[call: string, ...touched: string[]]>([
    ['file("a")', `read ${FOLDER}/a`],
    ['file("./a/../b")', `read ${FOLDER}/b`],
    ['file("../../a")', 'read /home/a'],
    ['file("/etc/a")', 'read /etc/a'],
    ['file("~/a")', `read ${join(homedir(), 'a')}`],
    ['file("~other/a")'],
    ['file("*")', `read ${FOLDER}/*`],
    ['filebase64("a")', `read ${FOLDER}/a`],
    ['filemd5("a")', `read ${FOLDER}/a`],
    ['filesha1("a")', `read ${FOLDER}/a`],
    ['filesha256("a")', `read ${FOLDER}/a`],
    ['filesha512("a")', `read ${FOLDER}/a`],
    ['filebase64sha256("a")', `read ${FOLDER}/a`],
    ['filebase64sha512("a")', `read ${FOLDER}/a`],
    ['fileexists("a")', `kind ${FOLDER}/a`],
    ['fileset("a", "*.txt")', `list ${FOLDER}/a`],
    ['fileset("a", "b.txt")', `kind ${FOLDER}/a/b.txt`],
    ['fileset("a", "../*")', `list ${FOLDER}`],
    ['fileset("/etc", "*")', 'list /etc'],
    ['fileset("~", "*")', `list ${FOLDER}/~`],
    ['fileset("a", "*/x")', `list ${FOLDER}/a`, `kind ${FOLDER}/a/a/x`, `kind ${FOLDER}/a/b.txt/x`],
    ['templatefile("a", {})', `read ${FOLDER}/a`, `read ${FOLDER}/inner`],
    ['abspath("a")'],
    ['basename("a/b")'],
    ['dirname("a/b")'],
    ['pathexpand("~/a")'],
  ])('%s', (call, ...expected) => {
    expect([...touched(call)].sort()).toEqual([...expected].sort());
  });
});

it('reads nothing for a call of which an argument is not right', () => {
  for (const name of ['file', 'fileexists', 'filemd5', 'templatefile'])
    for (const rest of ['null', '["a"]', '{}', '"a", 1, 2']) expect(touched(`${name}(${rest})`)).toEqual([]);
});
