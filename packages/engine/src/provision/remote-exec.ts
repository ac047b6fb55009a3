import { resolve } from 'node:path';
import { ProvisionError } from './error.js';
import { connectionOf } from './connection.js';
import type { EvaluatedProvisioner } from './evaluate.js';
import { runScript } from './remote-shell.js';
import type { ProvisionRun } from './surroundings.js';
import { withSsh } from './ssh-session.js';
import { textOf, textsOf } from './values.js';

/** A script with what it is called in errors. */
interface Script {
  readonly task: string;
  readonly text: Uint8Array;
}

/**
 * Runs scripts on the machine behind the connection, one after the other; the first that fails is the last.
 *
 * @throws ProvisionError where one cannot be read, or fails
 */
export async function remoteExec(provisioner: EvaluatedProvisioner, run: ProvisionRun): Promise<void> {
  const scripts = await scriptsOf(provisioner, run);
  await withSsh(connectionOf(provisioner.connection, run.surroundings.folder), run, async (session) => {
    for (const { task, text } of scripts) {
      await session.run(runScript(session.scriptPath), task, oneChunk(text));
    }
  });
}

async function scriptsOf({ values }: EvaluatedProvisioner, run: ProvisionRun): Promise<readonly Script[]> {
  const inline = textsOf(values, 'inline').filter((line) => line !== undefined);
  if (inline.length > 0) {
    const text = inline.map((line) => `${line}\n`).join('');
    return [{ task: 'running the inline script', text: withShebang(Buffer.from(text, 'utf8')) }];
  }
  const names = [textOf(values, 'script'), ...textsOf(values, 'scripts')].filter(
    (name) => name !== undefined,
  );
  const scripts: Script[] = [];
  for (const name of names) {
    scripts.push({ task: `running ${run.shown(name)}`, text: withShebang(await readScript(name, run)) });
  }
  return scripts;
}

async function readScript(name: string, run: ProvisionRun): Promise<Uint8Array> {
  const { files, folder } = run.surroundings;
  const path = resolve(folder, name);
  const content = await files.read(path);
  if (content !== undefined) return content;
  throw new ProvisionError(
    `The script ${run.shown(path)} is not there.`,
    'Name a file; a relative path starts at the folder of the configuration.',
  );
}

/** What says by nothing what it is written for is for sh, as in Terraform. */
function withShebang(script: Uint8Array): Uint8Array {
  const says = script[0] === 0x23 && script[1] === 0x21;
  return says ? script : Buffer.concat([Buffer.from('#!/bin/sh\n'), script]);
}

/** Bytes that are there already, as what a program reads. */
export async function* oneChunk(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield await Promise.resolve(bytes);
}
