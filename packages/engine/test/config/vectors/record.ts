// Records what Terraform makes of every question here: `npx jiti packages/engine/test/config/vectors/record.ts [SUBJECT…]`.
// All of them go into one configuration, as local values and as inputs of terraform_data; what Terraform complains about is taken
// out, vector by vector, until the rest can be planned. The plan tells values and what of them is unknown or sensitive, the console
// their types. The answers stand in recorded/, one a line, which vectors.test.ts replays.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compareText, isList, isObject, type Json, type Value, type ValueObject } from '@virtform/values';
import { jsonValue, readJson, type JsonNode } from '../../../src/config/language/json-text';
import { toJson } from '../../../src/config/language/functions/encoding';
import { askTypes } from './console';
import { reasonOf } from './reasons';
import type { Question } from './question';
import { SIGNATURES_FILE } from './signatures';
import { answersOf, questionsOf, SUBJECTS } from './vectors';
import { makeFolder, WORLD } from './world';

/** The members of a line beside what was asked, each as JSON text: no digit of a number is lost that way. */
type Answer = Readonly<Record<string, string>>;

type Answers = Map<number, Answer>;

const ENVIRONMENT = { ...process.env, TF_CLI_CONFIG_FILE: '/dev/null', CHECKPOINT_DISABLE: '1', TZ: 'UTC' };

function terraform(folder: string, ...words: readonly string[]): string {
  const { stdout, stderr } = spawnSync('terraform', words, {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: ENVIRONMENT,
  });
  if (stdout.trim() === '') throw new Error(`terraform ${words.join(' ')} said nothing: ${stderr}`);
  return stdout.trim();
}

function fromJson(text: string): Value {
  return jsonValue(readJson(text));
}

function at(value: Value | undefined, ...path: readonly (string | number)[]): Value | undefined {
  return path.reduce<Value | undefined>((part, step) => {
    if (Array.isArray(part)) return (part as readonly Value[])[Number(step)];
    return isObject(part) ? part[step] : undefined;
  }, value);
}

function listAt(value: Value | undefined, ...path: readonly string[]): readonly Value[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? (found as readonly Value[]) : [];
}

/** The JSON text at a path of a node; undefined where there is none. */
function textAt(text: string, node: JsonNode, ...path: readonly string[]): string | undefined {
  const [name, ...rest] = path;
  if (name === undefined) return text.slice(node.start, node.end);
  const member = node.type === 'object' ? node.members.find((each) => each.name.value === name) : undefined;
  return member === undefined ? undefined : textAt(text, member.value, ...rest);
}

/** A module for each type of a variable: only what is given to one is converted as variables are. */
function writeTypes(folder: string, types: readonly string[]): void {
  for (const [number, type] of types.entries()) {
    const module = join(folder, `type${number}`);
    mkdirSync(module);
    const text = `variable "value" {\n  type = ${type}\n}\noutput "value" {\n  value = var.value\n}\n`;
    writeFileSync(join(module, 'main.tf'), text);
  }
}

/** One vector, as a file of its own: so that a complaint's file name says whom it concerns. */
function fileOf(index: number, { expression, variable }: Question, types: readonly string[]): string {
  const input = `resource "terraform_data" "v${index}" {\n  input = local.v${index}\n}\n`;
  if (variable === undefined) return `locals {\n  v${index} = ${expression}\n}\n${input}`;
  const module = `module "v${index}" {\n  source = "./type${types.indexOf(variable)}"\n  value = ${expression}\n}\n`;
  return `${module}locals {\n  v${index} = module.v${index}.value\n}\n${input}`;
}

function write(
  folder: string,
  questions: readonly Question[],
  types: readonly string[],
  answers: Answers,
): void {
  for (const name of readdirSync(folder)) if (/^v\d+\.tf$/.test(name)) rmSync(join(folder, name));
  for (const [index, question] of questions.entries())
    if (!answers.has(index)) writeFileSync(join(folder, `v${index}.tf`), fileOf(index, question, types));
}

/** Notes the complaints about single vectors; how many there were. */
function collect(diagnostics: readonly (Value | undefined)[], answers: Answers): number {
  let found = 0;
  for (const diagnostic of diagnostics) {
    if (at(diagnostic, 'severity') !== 'error') continue;
    const [file, summary, detail] = [
      at(diagnostic, 'range', 'filename'),
      at(diagnostic, 'summary'),
      at(diagnostic, 'detail'),
    ].map((text) => (typeof text === 'string' ? text : ''));
    const text = `${file} ${summary} ${detail}`;
    const index = /\bv(\d+)\.tf\b|terraform_data\.v(\d+)|module\.v(\d+)/.exec(text)?.slice(1).find(Boolean);
    if (index === undefined) throw new Error(`Terraform: ${JSON.stringify(diagnostic)}`);
    if (answers.has(Number(index))) continue;
    found += 1;
    answers.set(Number(index), { error: toJson(reasonOf(summary ?? '', detail ?? '')) });
  }
  return found;
}

/** Plans what can be planned; what cannot is answered by why. */
function plan(folder: string, questions: readonly Question[], answers: Answers): string {
  const types = [...new Set(questions.flatMap(({ variable }) => variable ?? []))];
  writeTypes(folder, types);
  const settle = (complaints: () => readonly (Value | undefined)[]): void => {
    do write(folder, questions, types, answers);
    while (collect(complaints(), answers) > 0);
  };
  write(folder, questions, types, answers);
  const calls = types.map(
    (_, number) => `module "type${number}" {\n  source = "./type${number}"\n  value = null\n}\n`,
  );
  writeFileSync(join(folder, 'types.tf'), calls.join(''));
  settle(() => {
    // Modules are installed once their calls can be read.
    spawnSync('terraform', ['init'], { cwd: folder, env: ENVIRONMENT });
    return listAt(fromJson(terraform(folder, 'validate', '-json')), 'diagnostics');
  });
  settle(() => {
    // Progress comes as one object a line.
    const lines = terraform(folder, 'plan', '-json', '-out=plan').split('\n');
    return lines.map((line) => at(fromJson(line), 'diagnostic'));
  });
  return terraform(folder, 'show', '-json', 'plan');
}

/** What a plan says of the inputs of terraform_data.v0, terraform_data.v1, …. */
function readPlan(text: string, types: ReadonlyMap<number, Json>, answers: Answers): void {
  const root = readJson(text);
  const changes =
    root.type === 'object' ? root.members.find(({ name }) => name.value === 'resource_changes') : undefined;
  for (const node of changes?.value.type === 'array' ? changes.value.elements : []) {
    const index = /^"terraform_data\.v(\d+)"$/.exec(textAt(text, node, 'address') ?? '')?.[1];
    if (index === undefined) continue;
    const unknown = textAt(text, node, 'change', 'after_unknown', 'input') ?? 'false';
    const sensitive = textAt(text, node, 'change', 'after_sensitive', 'input') ?? 'false';
    answers.set(Number(index), {
      type: toJson(types.get(Number(index)) ?? null),
      ...(unknown.includes('true') ? { unknown } : {}),
      ...(sensitive.includes('true') ? { sensitive } : {}),
      value: textAt(text, node, 'change', 'after', 'input') ?? 'null',
    });
  }
}

/** What Terraform answers to each question, in their order. */
async function answer(questions: readonly Question[]): Promise<readonly Answer[]> {
  const folder = makeFolder();
  const answers: Answers = new Map();
  try {
    writeFileSync(join(folder, 'main.tf'), WORLD);
    const planned = plan(folder, questions, answers);
    const asked = questions.map((_, index) => index).filter((index) => !answers.has(index));
    readPlan(planned, await askTypes(folder, ENVIRONMENT, asked), answers);
  } finally {
    rmSync(folder, { recursive: true });
  }
  return questions.map((question, index) => {
    const found = answers.get(index);
    if (found === undefined) throw new Error(`Terraform said nothing about ${question.expression}`);
    return found;
  });
}

/** What functions there are and what they take; their descriptions are left out. */
function recordSignatures(folder: string): void {
  const told = fromJson(terraform(folder, 'metadata', 'functions', '-json'));
  const signatures = at(told, 'function_signatures');
  const own = Object.entries(isObject(signatures) ? signatures : {})
    .filter(([name]) => !name.includes('::'))
    .sort(([left], [right]) => compareText(left, right))
    .map(([name, signature]) => `${toJson({ name, ...undescribed(signature) })}\n`);
  writeFileSync(SIGNATURES_FILE, own.join(''));
}

function undescribed(signature: Value): ValueObject {
  const members = isObject(signature) ? Object.entries(signature) : [];
  const kept = members.filter(([name]) => !name.startsWith('description'));
  return Object.fromEntries(kept.map(([name, member]) => [name, withoutDescriptions(name, member)] as const));
}

function withoutDescriptions(name: string, member: Value): Value {
  if (name === 'parameters' && isList(member)) return member.map(undescribed);
  return isObject(member) ? undescribed(member) : member;
}

async function record(subjects: readonly string[]): Promise<void> {
  recordSignatures(__dirname);
  const questions = subjects.map(questionsOf);
  const answers = await answer(questions.flat());
  let from = 0;
  for (const [index, subject] of subjects.entries()) {
    const lines = (questions[index] ?? []).map(({ expression, variable }, place) => {
      const members = {
        expression: toJson(expression),
        ...(variable === undefined ? {} : { variable: toJson(variable) }),
        ...answers[from + place],
      };
      return `{${Object.entries(members)
        .map(([name, text]) => `"${name}":${text}`)
        .join(',')}}\n`;
    });
    from += lines.length;
    writeFileSync(answersOf(subject), lines.join(''));
    process.stdout.write(`${subject}: ${lines.length}\n`);
  }
}

const asked = process.argv.slice(2);
void record(asked.length > 0 ? asked : SUBJECTS);
