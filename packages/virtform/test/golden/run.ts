import type { Scenario } from './scenario';

/** A tool in a folder. */
export interface Tool {
  /** What it printed; rejects where it failed. */
  run(...words: readonly string[]): Promise<string>;
  /** What it printed; rejects where it did not fail. */
  fail(...words: readonly string[]): Promise<string>;
  write(file: string, content: string): void;
  read(file: string): string;
}

/** What a tool says in one step. */
export interface Answers {
  /** `show -json` of the saved plan. */
  readonly plan: unknown;
  /** `plan -json` and `apply -json`, one entry a line. */
  readonly planning: readonly unknown[];
  readonly applying: readonly unknown[];
  /** The state file. */
  readonly state: unknown;
  /** `show -json` of the state. */
  readonly shown: unknown;
}

/** Puts a tool through a scenario. */
export async function runScenario(
  { steps, state, files = {} }: Scenario,
  tool: Tool,
): Promise<readonly Answers[]> {
  if (state !== undefined) tool.write('terraform.tfstate', state);
  for (const [file, content] of Object.entries(files)) tool.write(file, content);
  const answers: Answers[] = [];
  for (const { configuration, plan = [], before, failing } of steps) {
    tool.write('main.tf', configuration);
    if (before !== undefined) await tool.run(...before);
    await tool.run('plan', '-out=saved', ...plan);
    answers.push({
      plan: json(await tool.run('show', '-json', 'saved')),
      planning: lines(await tool.run('plan', '-json', ...plan)),
      applying: lines(await tool[failing === true ? 'fail' : 'run']('apply', '-json', 'saved')),
      state: json(tool.read('terraform.tfstate')),
      shown: json(await tool.run('show', '-json')),
    });
  }
  return answers;
}

/** Terraform writes these in an order of chance. */
const UNORDERED: ReadonlySet<string> = new Set([
  'sensitive_attributes',
  'relevant_attributes',
  'failure_messages',
  'problems',
]);

/** Of what differs from run to run only that it is there is kept. */
function json(text: string): unknown {
  return JSON.parse(
    text
      .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'UUID')
      .replace(/"\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)"/g, '"TIME"')
      .replace(/after \d+s|"elapsed_seconds":\d+/g, (took) => took.replace(/\d+/, '0')),
    (name, value: unknown) =>
      UNORDERED.has(name) && Array.isArray(value)
        ? value.map((element) => JSON.stringify(element)).sort()
        : value,
  );
}

function lines(text: string): readonly unknown[] {
  return text.trim().split('\n').map(json);
}
