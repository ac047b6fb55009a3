import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  type Attribute,
  attributesOf,
  dataSources,
  fileResources,
  resources,
  type ResourceSchema,
  walk,
  type Walked,
} from '@virtform/schema';

/** A row of a contract: an attribute and what it takes, in the words of `terraform providers schema`. */
interface Row {
  readonly name: string;
  readonly kind: string;
  readonly presence: string;
}

/** How ours stand against a list of what dmacvicar/libvirt takes. */
export interface ContractCoverage {
  readonly rows: number;
  readonly types: number;
  readonly covered: number;
  readonly missing: readonly string[];
  readonly retyped: readonly string[];
  /** Those of another presence. */
  readonly otherwise: readonly string[];
  readonly additional: readonly string[];
  /** Terraform refuses a state with a nested key that its provider lacks, so that what is ours has to be marked. */
  readonly unmarked: readonly string[];
}

interface Own {
  readonly kind: string;
  readonly presence: string;
  readonly addition: boolean;
}

const schemas: Readonly<Record<string, ResourceSchema>> = {
  ...resources,
  ...fileResources,
  ...Object.fromEntries(Object.entries(dataSources).map(([type, schema]) => [`data.${type}`, schema])),
};

/** Holds the schemas against one of the contracts beside them. */
export function contractCoverage(file: string): ContractCoverage {
  const rows = readRows(file);
  const { byName, bySpelling } = ownRows();
  const found = rows.flatMap((row) => {
    const own = bySpelling.get(row.name);
    return own === undefined ? [] : [{ ...row, own }];
  });
  const known = new Set(rows.map(({ name }) => name));
  const additional = [...byName.keys()].filter((name) => !known.has(name));
  const ours = [...byName].filter(([, { addition }]) => addition).map(([name]) => name);
  return {
    rows: rows.length,
    types: Object.keys(schemas).length,
    covered: found.length,
    missing: rows.filter(({ name }) => !bySpelling.has(name)).map(({ name }) => name),
    retyped: found
      .filter(({ kind, own }) => kind !== own.kind)
      .map(({ name, kind, own }) => `${name}: ${kind}, ours ${own.kind}`),
    otherwise: found
      .filter(({ presence, own }) => presence !== own.presence)
      .map(({ name, presence, own }) => `${name}: ${presence}, ours ${own.presence}`),
    additional,
    unmarked: additional.filter(
      (name) => !ours.some((other) => name === other || name.startsWith(`${other}.`)),
    ),
  };
}

function readRows(file: string): readonly Row[] {
  const lines = readFileSync(path.join(__dirname, '..', '..', file), 'utf8').split('\n');
  return lines
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split('\t'))
    .filter(([type = '']) => Object.hasOwn(schemas, type))
    .map(([type = '', name = '', kind = '', presence = '']) => ({ name: `${type} ${name}`, kind, presence }));
}

function ownRows(): {
  readonly byName: ReadonlyMap<string, Own>;
  readonly bySpelling: ReadonlyMap<string, Own>;
} {
  const byName = new Map<string, Own>();
  const bySpelling = new Map<string, Own>();
  for (const [type, schema] of Object.entries(schemas)) {
    for (const walked of walk(schema)) {
      const { attribute } = walked;
      const own = {
        kind: kindOf(attribute),
        presence: attribute.presence,
        addition: attribute.addition === true,
      };
      byName.set(`${type} ${walked.path.join('.')}`, own);
      for (const spelling of spellings(schema, walked)) bySpelling.set(`${type} ${spelling}`, own);
    }
  }
  return { byName, bySpelling };
}

function kindOf(attribute: Attribute): string {
  switch (attribute.kind) {
    case 'scalar':
      return { string: 'String', number: 'Number', bool: 'Boolean', dynamic: 'Dynamic' }[attribute.type];
    case 'object':
      return 'Attributes';
    case 'list':
      if (attribute.element !== 'string') return 'Attributes List';
      return attribute.unordered === true ? 'Set of String' : 'List of String';
  }
}

/** Every spelling under which an attribute may be written. */
function spellings(schema: ResourceSchema, { path: names }: Walked): readonly string[] {
  let attributes = schema.attributes;
  let all = [''];
  for (const name of names) {
    const attribute = attributes[name];
    if (attribute === undefined) return [];
    const own = [name, ...(attribute.alsoCalled ?? [])];
    all = all.flatMap((above) => own.map((last) => (above === '' ? last : `${above}.${last}`)));
    attributes = attributesOf(attribute) ?? {};
  }
  return all;
}
