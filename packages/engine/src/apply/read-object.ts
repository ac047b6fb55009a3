import { concealing, hasErrors, textsAt } from '@virtform/values';
import type { Diagnostic } from '@virtform/values';
import { formatAddress, resourceOf } from '../address.js';
import { judgeReading } from '../checks/scoped-data.js';
import { failedReading } from '../plan/data-reader.js';
import { placeDiagnostics } from '../plan/diagnostics.js';
import { concealDiagnostics, withSchemaSecrets } from '../plan/secrets.js';
import { askAfter } from './conditions.js';
import type { ApplyContext } from './context.js';
import { recordReading } from './record-reading.js';
import { idOf } from './task-run.js';
import type { Attempted } from './task-run.js';
import type { ReadTask } from './tasks.js';
import { wantedNow } from './wanted-now.js';

/** Reads a data source that had to wait for what it depends on, and records what was found. */
export async function readObject(context: ApplyContext, { node }: ReadTask): Promise<Attempted> {
  const reader = context.reader(node);
  if (reader === undefined) throw new Error(`nothing is known of ${node.provider}`);
  const wanted = wantedNow(context, node, { schema: reader.schema, validate: () => [] }, undefined);
  if (!wanted.ok) return { diagnostics: wanted.diagnostics, id: undefined };
  for (const secret of textsAt(wanted.attributes, wanted.sensitive)) context.secrets.add(secret);
  const scoped = { check: node.check, module: node.instance.module };
  const unread = (diagnostics: readonly Diagnostic[]): Attempted => ({
    diagnostics: judgeReading(
      scoped,
      context.checks,
      concealDiagnostics(diagnostics, concealing(context.secrets)),
    ),
    id: undefined,
    completed: false,
  });
  try {
    const read = await reader.read(wanted.attributes);
    const found = placeDiagnostics(read.diagnostics, { address: node.address });
    if (hasErrors(found)) return unread(found);
    const diagnostics = judgeReading(scoped, context.checks, found);
    const attributes = { ...wanted.attributes, ...read.attributes };
    const sensitive = withSchemaSecrets(node.instance, attributes, wanted.sensitive);
    await context.saver.record((state) => recordReading(state, node, attributes, sensitive));
    context.values.set(formatAddress(resourceOf(node.instance)), node.instance.key, attributes, sensitive);
    const after = askAfter(context, node, wanted);
    return { diagnostics: [...diagnostics, ...after], id: idOf(attributes), completed: true };
  } catch (error) {
    return unread(failedReading(node.address, reader.host, error));
  }
}
