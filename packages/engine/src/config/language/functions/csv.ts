import type { Value } from '@virtform/values';
import { listOf, Type } from '../types.js';
import { asText, FunctionFamily, FunctionProblem, listType, parameter } from './function.js';

const FIELD = /"((?:[^"]|"")*)"(?=[,\n]|$)|([^",\n]*)(?=[,\n]|$)/y;

/** The records of comma-separated text as RFC 4180 has it; lines without anything in them are left out. */
function recordsIn(text: string): readonly (readonly string[])[] {
  const source = text.replaceAll('\r\n', '\n').replace(/\r$/, '');
  const records: string[][] = [];
  let record: string[] = [];
  let at = 0;
  while (at < source.length) {
    if (record.length === 0 && source[at] === '\n') {
      at += 1;
      continue;
    }
    FIELD.lastIndex = at;
    const field = FIELD.exec(source);
    if (field === null)
      throw new FunctionProblem(
        `record ${records.length + 1} has a quote where none can be, or one that is not closed`,
        0,
      );
    record.push(field[1]?.replaceAll('""', '"') ?? field[2] ?? '');
    at += field[0].length;
    const separator = source[at];
    at += 1;
    if (separator === ',') {
      if (at < source.length) continue;
      record.push('');
    }
    records.push(record);
    record = [];
  }
  if (record.length > 0) records.push(record);
  return records;
}

function decode(text: string): Value {
  const [header, ...records] = recordsIn(text);
  if (header === undefined) throw new FunctionProblem('missing header line', 0);
  const twice = header.find((name, index) => header.indexOf(name) !== index);
  if (twice !== undefined) throw new FunctionProblem(`duplicate column name ${JSON.stringify(twice)}`, 0);
  const type: Type = {
    kind: 'object',
    attributes: new Map(header.map((name): [string, Type] => [name, 'string'])),
  };
  const rows = records.map((record, index) => {
    if (record.length !== header.length)
      throw new FunctionProblem(
        `record ${index + 2} has ${record.length} fields, the header has ${header.length}`,
        0,
      );
    return Object.fromEntries(header.map((name, column) => [name, record[column] ?? '']));
  });
  return listOf(rows, type);
}

export const CSV: FunctionFamily = {
  csvdecode: {
    parameters: [parameter('str', 'string')],
    returns: listType('any'),
    run: ([text]) => decode(asText(text)),
  },
};
