import { formatNumber, isNumeric, suggest } from '@virtform/values';
import { EXIT, Runner } from '../command.js';
import { usage } from '../options.js';
import { formatOutputs, outputRecord, type ShownOutput } from '../report/outputs.js';
import { formatTyped } from '../report/typed-value.js';
import { openUnits } from '../session.js';
import { stateFilesOf } from '../state-files.js';

/** Shows the outputs of the last apply. */
export const output: Runner = async (invocation) => {
  const { io, options, names, json } = invocation;
  const stack = options.text('stack');
  const units = await openUnits(invocation, stack === undefined ? [] : [stack], {
    stateFiles: stateFilesOf(invocation),
  });
  const states = await Promise.all(units.map(({ unit }) => unit.state()));
  const all = Object.fromEntries(
    states.flatMap((state) => (state === undefined ? [] : Object.entries(outputRecord(state)))),
  );
  const [name, more] = names;
  const { printCompact, printValue } = await import('@virtform/engine');
  if (more !== undefined) throw usage('virtform output wants one name, or none', 'Without one it shows all.');
  if (json && options.flag('raw'))
    throw usage('-raw and -json exclude each other', 'Leave one of the two out.');
  if (name === undefined) {
    if (options.flag('raw'))
      throw usage(
        '-raw wants the name of one output',
        `There are: ${Object.keys(all).join(', ') || 'none'}.`,
      );
    io.out.write(json ? `${printValue(jsonOutputs(all))}\n` : formatOutputs(all));
    return EXIT.done;
  }
  const found = all[name];
  if (found === undefined) {
    const meant = suggest(name, Object.keys(all));
    throw usage(
      `There is no output "${name}" in the state`,
      meant === undefined
        ? `There are: ${Object.keys(all).join(', ') || 'none; outputs are written by virtform apply'}.`
        : `Did you mean "${meant}"?`,
    );
  }
  if (!options.flag('raw')) {
    io.out.write(`${json ? printCompact(found.value) : formatTyped(found.value, found.type)}\n`);
    return EXIT.done;
  }
  if (!isNumeric(found.value) && typeof found.value === 'object')
    throw usage(`Output "${name}" is no text, number or truth`, 'Take it with -json instead of -raw.');
  io.out.write(isNumeric(found.value) ? formatNumber(found.value) : String(found.value));
  return EXIT.done;
};

function jsonOutputs(
  outputs: Readonly<Record<string, ShownOutput>>,
): Readonly<Record<string, { sensitive: boolean; type: ShownOutput['type']; value: ShownOutput['value'] }>> {
  return Object.fromEntries(
    Object.entries(outputs).map(([name, { sensitive, type, value }]) => [name, { sensitive, type, value }]),
  );
}
