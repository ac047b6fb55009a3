import type { Answer, Planned, Problem, Project } from './project';

/** A tool in a folder. */
export interface Tool {
  /** What it printed, whether it failed or not. */
  run(...words: readonly string[]): Promise<string>;
  write(file: string, content: string): void;
}

/** Asks a tool for the plan of a project. */
export async function ask({ files, words = [] }: Project, tool: Tool): Promise<Answer> {
  for (const [file, content] of Object.entries(files)) tool.write(file, content);
  const said = await tool.run('plan', '-json', '-input=false', '-out=saved', ...words);
  const problems = said.split('\n').flatMap(problemsIn);
  if (problems.some(({ severity }) => severity === 'error')) return { problems };
  return { problems, planned: plannedIn(objectOf(JSON.parse(await tool.run('show', '-json', 'saved')))) };
}

/** What a line of `plan -json` has to say against the project. */
export function problemsIn(line: string): readonly Problem[] {
  if (!line.startsWith('{')) return [];
  const { type, diagnostic } = objectOf(JSON.parse(line));
  if (type !== 'diagnostic') return [];
  const { severity, summary, range } = objectOf(diagnostic);
  const { filename, start } = objectOf(range);
  const at = typeof filename === 'string' ? `${filename}:${Number(objectOf(start).line)}` : '';
  return [{ severity: String(severity), at, summary: String(summary) }];
}

type Parts = Readonly<Record<string, unknown>>;

function plannedIn(plan: Parts): Planned {
  const { root_module: root } = objectOf(plan.configuration);
  return {
    resources: byAddress(plan.resource_changes, ({ change }) => {
      const { actions, after } = objectOf(change);
      return { actions, after };
    }),
    outputs: mapped(plan.output_changes, ({ after, after_unknown: unknown, after_sensitive: sensitive }) => ({
      after,
      unknown,
      sensitive,
    })),
    configured: configuredIn(objectOf(root)),
    checks: plan.checks,
  };
}

function configuredIn(module: Parts): unknown {
  return {
    resources: byAddress(module.resources, ({ provider_config_key: provider, provisioners }) => ({
      provider,
      provisioners,
    })),
    calls: mapped(module.module_calls, ({ module: called }) => configuredIn(objectOf(called))),
  };
}

function byAddress(list: unknown, tell: (element: Parts) => unknown): Parts {
  const elements: readonly unknown[] = Array.isArray(list) ? list : [];
  return Object.fromEntries(
    elements.map(objectOf).map((element) => [String(element.address), tell(element)] as const),
  );
}

function mapped(object: unknown, tell: (element: Parts) => unknown): Parts {
  return Object.fromEntries(
    Object.entries(objectOf(object)).map(([name, element]) => [name, tell(objectOf(element))]),
  );
}

function objectOf(value: unknown): Parts {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
