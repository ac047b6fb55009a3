import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { DiagnosticsError } from '@virtform/values';
import { librariesOf } from './libraries.js';

/** One stack of a synthesized app. */
export interface SynthesizedStack {
  readonly name: string;
  /** The folder with its `cdk.tf.json`, absolute. */
  readonly folder: string;
  /** Names of the stacks that come before it. */
  readonly dependencies: readonly string[];
}

interface AppFile {
  readonly app: string;
  readonly output: string;
  /** Values for the whole app, which constructs look up. */
  readonly context: unknown;
}

/** What an app is told by its environment. */
type AppEnvironment = Readonly<Record<string, string>>;

/** Commands that do nothing but run one file: `npx tsx main.ts`, `node -r jiti/register main.ts`, `virtform-app main.ts`. */
const RUNS_ONE_FILE =
  /^(?:npx\s+)?(?:(?:tsx|ts-node|jiti|swc-node|node)(?:\s+(?:-r|--require|--import)[\s=]\S+|\s+--?[\w-]+(?:=\S+)?)*\s+)?(?<file>\S+\.[cm]?[jt]s)$/;

/** Whether the folder holds an app, and not bare configuration files. */
export function isApp(folder: string): boolean {
  return existsSync(path.join(folder, 'cdktf.json'));
}

/**
 * Runs the app and gives its stacks, in the order of the manifest. A TypeScript or JavaScript program runs in this process, so
 * that no second Node has to start; any other command runs in a shell.
 */
export async function synthesize(
  folder: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<readonly SynthesizedStack[]> {
  const { app, output, context } = readAppFile(folder);
  const outputFolder = path.resolve(folder, output);
  // How cdktf's own command line tells an app what cdktf.json says.
  const told: AppEnvironment = {
    CDKTF_OUTDIR: outputFolder,
    ...(context === undefined ? {} : { CDKTF_CONTEXT_JSON: JSON.stringify(context) }),
  };
  const file = RUNS_ONE_FILE.exec(app.trim())?.groups?.file;
  if (file !== undefined && existsSync(path.join(folder, file))) {
    await runInProcess(folder, path.join(folder, file), told);
  } else {
    await runInShell(folder, app, { ...environment, ...told });
  }
  return readManifest(outputFolder, app);
}

function readAppFile(folder: string): AppFile {
  const file = path.join(folder, 'cdktf.json');
  const content: unknown = parseJson(file);
  const app = property(content, 'app');
  const output = property(content, 'output');
  if (typeof app !== 'string') {
    throw problem(
      `${file} names no app`,
      'It wants "app": the command that synthesizes, such as "npx tsx main.ts".',
    );
  }
  return {
    app,
    output: typeof output === 'string' ? output : 'cdktf.out',
    context: withModules(property(content, 'context'), localModules(property(content, 'terraformModules'))),
  };
}

/** The folders among `terraformModules`. */
function localModules(modules: unknown): readonly string[] {
  if (!Array.isArray(modules)) return [];
  return modules
    .map((module: unknown) => (typeof module === 'string' ? module : property(module, 'source')))
    .filter((source) => typeof source === 'string')
    .filter((source) => /^\.\.?\//.test(source));
}

/** A TerraformHclModule of a folder wants to be told of all such folders: they are copied together, so that they find each other. */
function withModules(context: unknown, modules: readonly string[]): unknown {
  if (modules.length === 0) return context;
  const given = typeof context === 'object' && context !== null ? context : {};
  return { cdktfRelativeModules: modules, ...given };
}

async function runInProcess(folder: string, file: string, told: AppEnvironment): Promise<void> {
  const { createJiti } = await import('jiti');
  const before = { folder: process.cwd(), environment: { ...process.env } };
  // A program that ran before in this process (a plan, then an apply) has to run again, with what its files say now.
  for (const loaded of Object.keys(require.cache)) {
    if (
      loaded.startsWith(folder + path.sep) &&
      !loaded.includes(`${path.sep}node_modules${path.sep}`) &&
      !isBuilt(loaded)
    ) {
      // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- this is how Node forgets a module
      delete require.cache[loaded];
    }
  }
  process.chdir(folder);
  Object.assign(process.env, told);
  try {
    const jiti = createJiti(path.join(folder, 'app'), {
      fsCache: true,
      interopDefault: false,
      virtualModules: librariesOf(folder),
    });
    await jiti.import(file);
  } catch (cause) {
    throw new DiagnosticsError([
      {
        severity: 'error',
        summary: `The app ${path.relative(folder, file)} failed`,
        detail: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause),
        action: 'Nothing was planned or changed. Mend the program and run the command again.',
        cause,
      },
    ]);
  } finally {
    process.chdir(before.folder);
    for (const name of Object.keys(told)) {
      const value = before.environment[name];
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
  }
}

/** Built packages beside the app (a monorepo) are libraries, not the program. */
function isBuilt(file: string): boolean {
  return file.includes(`${path.sep}packages${path.sep}`);
}

async function runInShell(
  folder: string,
  command: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  const status = await new Promise<number | string>((resolve, reject) => {
    // What the app prints is not this command's output.
    const child = spawn(command, { cwd: folder, env: environment, shell: true, stdio: ['ignore', 2, 2] });
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? signal ?? 'unknown'));
  });
  if (status !== 0) {
    throw problem(
      `The app's command "${command}" ended with ${status}`,
      'Its own output stands above. Nothing was planned or changed.',
    );
  }
}

function readManifest(outputFolder: string, app: string): readonly SynthesizedStack[] {
  const file = path.join(outputFolder, 'manifest.json');
  if (!existsSync(file)) {
    throw problem(`The app wrote no ${file}`, `Does "${app}" end with app.synth()?`);
  }
  const stacks = property(parseJson(file), 'stacks');
  if (typeof stacks !== 'object' || stacks === null)
    throw problem(`${file} lists no stacks`, 'Run the app again.');
  return Object.entries(stacks).map(([name, stack]: [string, unknown]) => {
    const folder = property(stack, 'workingDirectory');
    const dependencies: unknown = property(stack, 'dependencies');
    return {
      name,
      folder: path.join(outputFolder, typeof folder === 'string' ? folder : path.join('stacks', name)),
      dependencies: Array.isArray(dependencies)
        ? dependencies.filter((entry) => typeof entry === 'string')
        : [],
    };
  });
}

function parseJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw problem(
      `${file} cannot be read as JSON: ${cause instanceof Error ? cause.message : String(cause)}`,
      'Mend the file.',
    );
  }
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function problem(summary: string, action: string): DiagnosticsError {
  return new DiagnosticsError([{ severity: 'error', summary, action }]);
}
