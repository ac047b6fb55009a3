import { suggest } from '@virtform/values';
import { EXIT, type Runner } from '../command.js';
import { GRAPH_FORMATS, isGraphFormat } from '../graph/formats.js';
import { usage } from '../options.js';
import { openOne } from '../session.js';

/** Draws what depends on what. */
export const graph: Runner = async (invocation) => {
  const { io, options, json } = invocation;
  const format = options.text('format') ?? (json ? 'json' : 'dot');
  const known = Object.keys(GRAPH_FORMATS);
  if (!isGraphFormat(format)) {
    const near = suggest(format, known);
    throw usage(
      `virtform graph draws no ${JSON.stringify(format)}`,
      near === undefined ? `What it draws: ${known.join(', ')}.` : `Did you mean ${near}?`,
    );
  }
  if (json && format !== 'json')
    throw usage(`-json and -format=${format} exclude each other`, 'Leave one of the two out.');
  const { unit } = await openOne(invocation);
  io.out.write(await GRAPH_FORMATS[format](await unit.graph()));
  return EXIT.done;
};
