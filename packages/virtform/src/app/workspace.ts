import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where a folder keeps which workspace is worked in; Terraform's own file, so that both tools work in the same. */
function choiceFile(folder: string, environment: Environment): string {
  return path.join(path.resolve(folder, environment.TF_DATA_DIR ?? '.terraform'), 'environment');
}

/** The workspace that is worked in: what `TF_WORKSPACE` says, else what was selected, else `default`. */
export function currentWorkspace(folder: string, environment: Environment): string {
  const said = environment.TF_WORKSPACE ?? '';
  if (said !== '') return said;
  try {
    const selected = readFileSync(choiceFile(folder, environment), 'utf8').trim();
    return selected === '' ? 'default' : selected;
  } catch {
    return 'default';
  }
}

/** Selects the workspace that is worked in from now on. */
export function selectWorkspace(folder: string, environment: Environment, workspace: string): void {
  const file = choiceFile(folder, environment);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, workspace);
}
