import { formatPath, isList, isObject } from '@virtform/values';
import type { Path, Value } from '@virtform/values';
import { PROVISIONER_TYPES } from '../config/index.js';
import { IMPACTS } from '../kinds/kind.js';
import type { Plan } from './plan.js';

/** Says where a value is not as it has to be, and how; undefined where all is well. */
type Check = (value: Value | undefined, at: Path) => string | undefined;

const named = (at: Path, what: string): string => `${at.length === 0 ? 'it' : formatPath(at)} ${what}`;

const anything: Check = () => undefined;

const kindOf =
  (type: 'string' | 'number' | 'boolean', what: string): Check =>
  (value, at) =>
    typeof value === type ? undefined : named(at, what);
const text = kindOf('string', 'is no text');
const number = kindOf('number', 'is no number');
const flag = kindOf('boolean', 'is neither true nor false');
const attributes: Check = (value, at) => (isObject(value) ? undefined : named(at, 'is no object'));

const oneOf =
  (...words: readonly string[]): Check =>
  (value, at) =>
    typeof value === 'string' && words.includes(value)
      ? undefined
      : named(at, `is none of ${words.join(', ')}`);

const either =
  (...checks: readonly Check[]): Check =>
  (value, at) => {
    const found = checks.map((check) => check(value, at));
    return found.includes(undefined) ? undefined : found[0];
  };

const listOf =
  (element: Check): Check =>
  (value, at) => {
    if (value === undefined || !isList(value)) return named(at, 'is no list');
    return firstOf(value.map((part, index) => () => element(part, [...at, index])));
  };

const optional =
  (check: Check): Check =>
  (value, at) =>
    value === undefined ? undefined : check(value, at);

const objectOf =
  (members: Readonly<Record<string, Check>>): Check =>
  (value, at) => {
    if (!isObject(value)) return named(at, 'is no object');
    return firstOf(
      Object.entries(members).map(
        ([name, check]) =>
          () =>
            check(value[name], [...at, name]),
      ),
    );
  };

function firstOf(checks: readonly (() => string | undefined)[]): string | undefined {
  for (const check of checks) {
    const problem = check();
    if (problem !== undefined) return problem;
  }
  return undefined;
}

const path = listOf(either(text, number));
const paths = listOf(path);
const key = optional(either(text, number));
const impact = oneOf(...IMPACTS);
const data = oneOf('kept', 'lost');
const status = oneOf('pass', 'fail', 'error', 'unknown');

const instance = objectOf({
  module: listOf(objectOf({ name: text, key })),
  mode: oneOf('managed', 'data'),
  type: text,
  name: text,
  key,
});

const change = {
  path,
  label: optional(text),
  before: anything,
  after: anything,
  why: optional(text),
  forcesReplacement: optional(flag),
  sensitive: optional(flag),
};
const changes = listOf(objectOf({ ...change, impact }));

const step = objectOf({
  effect: text,
  args: attributes,
  precondition: objectOf({ object: oneOf('absent', 'present'), power: optional(oneOf('running', 'off')) }),
  calls: listOf(listOf(text)),
  completion: objectOf({ when: oneOf('reply', 'event') }),
  timeout: number,
  impact,
  data,
  why: text,
});

const node = {
  address: text,
  instance,
  movedFrom: optional(text),
  deposed: optional(text),
  provider: text,
  construct: optional(text),
  dependencies: listOf(text),
  prior: optional(objectOf({ dependencies: listOf(text), tainted: flag })),
};

const NODES: Readonly<Record<string, Check>> = {
  resource: objectOf({
    ...node,
    host: optional(text),
    identity: attributes,
    reserved: optional(text),
    importing: optional(objectOf({ id: text, sensitive: optional(flag) })),
    action: oneOf('no-op', 'create', 'update', 'replace', 'delete'),
    reason: optional(text),
    before: optional(attributes),
    after: optional(attributes),
    wanted: optional(attributes),
    sensitive: objectOf({ before: paths, after: paths }),
    marked: paths,
    changes,
    steps: listOf(step),
    destroySteps: optional(number),
    stop: optional(objectOf({ steps: number, restarts: flag })),
    createBeforeDestroy: flag,
    impact,
    data,
    waiting: listOf(objectOf(change)),
    drift: changes,
    resumes: flag,
    applied: optional(attributes),
    interrupted: optional(changes),
    opens: optional(objectOf({ resource: text, isWaitedFor: flag })),
    takes: optional(listOf(text)),
    lets: optional(listOf(text)),
    missedBy: optional(listOf(text)),
    provisioners: optional(
      listOf(
        objectOf({
          type: oneOf(...PROVISIONER_TYPES),
          when: oneOf('create', 'destroy'),
          onFailure: oneOf('fail', 'continue'),
          where: optional(text),
        }),
      ),
    ),
  }),
  forget: objectOf({ ...node, before: attributes, sensitive: paths, why: text, reason: optional(text) }),
  refresh: objectOf({
    ...node,
    before: attributes,
    after: optional(attributes),
    sensitive: paths,
    drift: changes,
    interrupted: optional(changes),
  }),
  read: objectOf({
    ...node,
    check: optional(text),
    host: optional(text),
    reason: optional(
      oneOf('read_because_config_unknown', 'read_because_dependency_pending', 'read_because_check_nested'),
    ),
    before: optional(attributes),
    after: optional(attributes),
    sensitive: objectOf({ before: paths, after: paths }),
  }),
};

const anyNode: Check = (value, at) => {
  const kind = isObject(value) ? value.node : undefined;
  const check = typeof kind === 'string' && Object.hasOwn(NODES, kind) ? NODES[kind] : undefined;
  return check === undefined
    ? named([...at, 'node'], `is none of ${Object.keys(NODES).join(', ')}`)
    : check(value, at);
};

const plan = objectOf({
  lineage: text,
  serial: number,
  configuration: text,
  created: text,
  options: objectOf({
    destroy: flag,
    targets: listOf(text),
    excludes: listOf(text),
    replace: listOf(text),
    refresh: flag,
    refreshOnly: flag,
    restart: either(listOf(text), oneOf('all')),
    allowDataLoss: listOf(text),
    parallelism: number,
  }),
  variables: attributes,
  told: attributes,
  relevant: listOf(attributes),
  hosts: listOf(objectOf({ uri: text, objects: number, elapsed: number, sensitive: optional(flag) })),
  moves: listOf(
    objectOf({
      from: instance,
      to: instance,
      becomes: optional(objectOf({ provider: text, attributes })),
    }),
  ),
  nodes: listOf(anyNode),
  outputs: listOf(
    objectOf({
      name: text,
      action: oneOf('no-op', 'create', 'update', 'delete'),
      before: anything,
      after: anything,
      sensitive: flag,
    }),
  ),
  checks: listOf(
    objectOf({
      kind: oneOf('resource', 'output', 'check', 'var'),
      address: text,
      status,
      objects: optional(listOf(objectOf({ address: text, status, messages: listOf(text) }))),
    }),
  ),
  diagnostics: listOf(
    objectOf({
      severity: oneOf('error', 'warning'),
      summary: text,
      detail: optional(text),
      values: optional(listOf(objectOf({ traversal: text, statement: text }))),
      called: optional(
        objectOf({
          calledAs: text,
          name: text,
          parameters: listOf(objectOf({ name: text })),
          rest: optional(objectOf({ name: text })),
        }),
      ),
      action: optional(text),
      address: optional(text),
      path: optional(path),
      construct: optional(text),
      source: optional(objectOf({ file: text })),
    }),
  ),
});

/** Where what a plan file holds is no plan, and how; undefined where it is one. */
export function planProblem(value: Value): string | undefined {
  return plan(value, []);
}

/** Whether a value that a plan file holds is a plan: what `planProblem` finds nothing in. */
export function isPlan(value: unknown, problem: string | undefined): value is Plan {
  return problem === undefined && typeof value === 'object';
}
