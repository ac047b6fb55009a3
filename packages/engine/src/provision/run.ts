import { concealing, hasErrors } from '@virtform/values';
import type { Diagnostic } from '@virtform/values';
import type { ProvisionerBlock, Scope, Subject } from '../config/index.js';
import { interrupted, ProvisionError } from './error.js';
import { evaluateProvisioner } from './evaluate.js';
import type { EvaluatedProvisioner } from './evaluate.js';
import { copyFile } from './file.js';
import { localExec } from './local-exec.js';
import { remoteExec } from './remote-exec.js';
import type { ProvisionEvent, ProvisionRun, ProvisionSurroundings } from './surroundings.js';

/** What is run for one object. */
export interface Provisioning {
  readonly blocks: readonly ProvisionerBlock[];
  /** With `self`. */
  readonly scope: Scope;
  readonly subject: Subject & { readonly address: string };
  readonly surroundings: ProvisionSurroundings;
  /** What must not be shown; what becomes known is added. */
  readonly secrets: Set<string>;
  readonly tell: (event: ProvisionEvent) => void;
}

const RUNNERS: Readonly<
  Record<ProvisionerBlock['type'], (provisioner: EvaluatedProvisioner, run: ProvisionRun) => Promise<void>>
> = { 'local-exec': localExec, 'remote-exec': remoteExec, file: copyFile };

/** As Terraform says it. */
const SUPPRESSED = '(output suppressed due to sensitive value in config)';

/**
 * Runs provisioners one after the other; the first that fails is the last, unless it says `on_failure = continue`. Never rejects.
 *
 * @returns errors where one failed; one that may fail is a warning
 */
export async function runProvisioners(provisioning: Provisioning): Promise<readonly Diagnostic[]> {
  const diagnostics: Diagnostic[] = [];
  for (const block of provisioning.blocks) {
    diagnostics.push(...(await runProvisioner(provisioning, block)));
    if (hasErrors(diagnostics)) break;
  }
  return diagnostics;
}

async function runProvisioner(
  { scope, subject, surroundings, secrets, tell }: Provisioning,
  block: ProvisionerBlock,
): Promise<readonly Diagnostic[]> {
  const about = { address: subject.address, provisioner: block.type };
  const provisioner = evaluateProvisioner(block, scope, subject);
  for (const secret of provisioner.secrets) secrets.add(secret);
  const conceal = concealing(secrets);
  const { sensitive } = provisioner;
  const run: ProvisionRun = {
    surroundings,
    say: (line) =>
      tell({ event: 'provision-output', ...about, line: sensitive ? SUPPRESSED : conceal(line) }),
    shown: (text) => (sensitive ? SUPPRESSED : conceal(text)),
  };
  tell({ event: 'provision-started', ...about });
  const failed = await attempt(provisioner, run);
  tell({ event: failed === undefined ? 'provision-completed' : 'provision-failed', ...about });
  if (failed === undefined) return [];
  return failed.map((diagnostic): Diagnostic => {
    const severity =
      block.onFailure === 'continue' && !surroundings.stop.aborted ? 'warning' : diagnostic.severity;
    return { ...subject, source: block.source, ...diagnostic, severity };
  });
}

/** What went wrong; undefined where nothing did. */
async function attempt(
  provisioner: EvaluatedProvisioner,
  run: ProvisionRun,
): Promise<readonly Diagnostic[] | undefined> {
  const { block, diagnostics } = provisioner;
  if (hasErrors(diagnostics)) return diagnostics;
  try {
    if (run.surroundings.stop.aborted) throw interrupted();
    await RUNNERS[block.type](provisioner, run);
    return undefined;
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    const action =
      error instanceof ProvisionError ? error.action : 'Mend what the message says, then apply again.';
    return [{ severity: 'error', summary: `${block.type} provisioner error`, detail, action, cause: error }];
  }
}
