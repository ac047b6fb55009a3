import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { guestImage } from '../../scripts/guest-image.js';
import type { Hypervisor } from '../../scripts/hypervisor.js';

const ROOT = path.resolve(__dirname, '../..');
const BIN = path.join(ROOT, 'packages/virtform/bin/virtform.js');

/** What a virtform command said. */
export interface CommandOutcome {
  readonly code: number | undefined;
  readonly signal: string | undefined;
  readonly stdout: string;
  readonly stderr: string;
  /** ms from its first change to its end; 0 where it changed nothing. */
  readonly changing: number;
}

/** The first line that an apply prints of a change. */
const BEGINS = /: (?:Creating|Modifying|Destroying|Stopping)\.\.\./;

/** A virtform command that goes on. */
export interface RunningCommand {
  /** What it said so far, on both streams. */
  said(): string;
  /** Ends it with SIGKILL. */
  kill(): void;
  /** What Ctrl-C does: SIGINT. */
  interrupt(): void;
  readonly ended: Promise<CommandOutcome>;
}

/** The quickstart as a newcomer has it: a folder of its own, its stack there to be edited. */
export interface TestApp {
  readonly folder: string;
  /** Runs `virtform` in the folder, as a process of its own. */
  virtform(...words: readonly string[]): Promise<CommandOutcome>;
  /** Starts it, and does not wait. */
  start(...words: readonly string[]): RunningCommand;
  /** The same, ended with SIGKILL so many ms after it began to change something, if it has not ended by itself. */
  virtformKilled(ms: number, ...words: readonly string[]): Promise<CommandOutcome>;
  /** Edits the stack as a person would. Fails where the text to be replaced is not there. */
  edit(from: string, to: string): void;
}

/** Copies the quickstart into the hypervisor's scratch folder and points it at that hypervisor. */
export async function quickstartApp(hypervisor: Hypervisor, name = 'app'): Promise<TestApp> {
  const folder = path.join(hypervisor.scratch, name);
  mkdirSync(path.join(folder, '.virtform'), { recursive: true });
  for (const part of ['main.ts', 'cdktf.json', 'stacks']) {
    cpSync(path.join(ROOT, part), path.join(folder, part), { recursive: true });
  }
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'));
  const image = await guestImage();
  const settings = {
    uri: hypervisor.uri,
    domainType: 'qemu',
    image: image.disk,
    network: 'nat',
    poolPath: path.join(hypervisor.scratch, `${name}-pool`),
  };
  writeFileSync(path.join(folder, '.virtform', 'quickstart.json'), JSON.stringify(settings));
  return testApp(folder);
}

/** A folder with hand-written configuration. */
export function configurationApp(
  hypervisor: Hypervisor,
  name: string,
  files: Readonly<Record<string, unknown>>,
): TestApp {
  const folder = path.join(hypervisor.scratch, name);
  mkdirSync(folder, { recursive: true });
  for (const [file, content] of Object.entries(files)) {
    writeFileSync(path.join(folder, file), JSON.stringify(content, null, 2));
  }
  return testApp(folder);
}

/** An example of the reference in a folder of its own: its app, or its configuration in Terraform's language. */
export function exampleApp(hypervisor: Hypervisor, example: string, file: 'main.ts' | 'main.tf'): TestApp {
  const folder = path.join(
    hypervisor.scratch,
    `${example.replaceAll('/', '-')}-${path.extname(file).slice(1)}`,
  );
  const images = path.join(folder, 'images');
  mkdirSync(images, { recursive: true });
  const text = readFileSync(path.join(ROOT, 'docs/examples', example, file), 'utf8');
  // What the example takes for granted is not so here: the machine's own libvirt, its processor, its folders.
  const adapted = text
    .replaceAll('qemu:///system', hypervisor.uri)
    .replaceAll('/var/lib/libvirt/images', images)
    .replace(/\btype( *[:=] *)(['"])kvm\2/g, 'type$1$2qemu$2');
  writeFileSync(path.join(folder, file), adapted);
  if (file === 'main.ts') {
    cpSync(path.join(ROOT, 'cdktf.json'), path.join(folder, 'cdktf.json'));
    symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'));
  }
  return testApp(folder);
}

/** A folder that is there already; `environment` is added to the process's own. */
export function folderApp(folder: string, environment: Readonly<Record<string, string>> = {}): TestApp {
  return testApp(folder, environment);
}

function testApp(folder: string, environment: Readonly<Record<string, string>> = {}): TestApp {
  const stack = path.join(folder, 'stacks', 'quickstart.ts');
  const start = (words: readonly string[], killAfter?: number): RunningCommand => {
    const child = spawn(process.execPath, [BIN, ...words], {
      cwd: folder,
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const written = { stdout: '', stderr: '' };
    let changingSince: number | undefined;
    let timer: NodeJS.Timeout | undefined;
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream].setEncoding('utf8').on('data', (text: string) => {
        written[stream] += text;
        if (changingSince !== undefined || !BEGINS.test(written.stdout)) return;
        changingSince = Date.now();
        if (killAfter !== undefined) timer = setTimeout(() => child.kill('SIGKILL'), killAfter);
      });
    }
    const ended = new Promise<CommandOutcome>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, signal) => {
        clearTimeout(timer);
        const changing = changingSince === undefined ? 0 : Date.now() - changingSince;
        resolve({ code: code ?? undefined, signal: signal ?? undefined, changing, ...written });
      });
    });
    return {
      said: () => written.stdout + written.stderr,
      kill: () => child.kill('SIGKILL'),
      interrupt: () => child.kill('SIGINT'),
      ended,
    };
  };
  return {
    folder,
    virtform: (...words) => start(words).ended,
    virtformKilled: (ms, ...words) => start(words, ms).ended,
    start: (...words) => start(words),
    edit(from, to) {
      const text = readFileSync(stack, 'utf8');
      if (!text.includes(from)) throw new Error(`${stack} does not say "${from}"`);
      writeFileSync(stack, text.replace(from, to));
    },
  };
}
