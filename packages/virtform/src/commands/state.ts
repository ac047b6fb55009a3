import type { StateEdited } from '@virtform/engine';
import { concealing } from '@virtform/values';
import { readStateFile } from '../app/state-file.js';
import { confirmed, type Question } from '../confirm.js';
import { EXIT, type Invocation, type Runner } from '../command.js';
import { usage } from '../options.js';
import { printJson } from '../report/outputs.js';
import { formatInstance } from '../report/state.js';
import { openOne, openUnits, stateAccess } from '../session.js';
import { editedFilesOf, movedIntoFile, stateFilesOf } from '../state-files.js';

/** Lists what the state holds. With several stacks, an address belongs to one of them. */
export const list: Runner = async (invocation) => {
  const { io, options, names, json } = invocation;
  const [stack, id] = [options.text('stack'), options.text('id')];
  const units = await openUnits(invocation, stack === undefined ? [] : [stack], {
    stateFiles: editedFilesOf(invocation),
  });
  const shown = new Set<string>();
  // Without a name all is meant; each has to be found in one of the stacks.
  const wanted = names.length === 0 ? [[]] : names.map((name) => [name]);
  const missing = new Map<readonly string[], Error | undefined>(
    wanted.map((targets) => [targets, undefined]),
  );
  for (const { unit } of units) {
    const states = await unit.states();
    for (const targets of wanted) {
      const found = await states.list(targets, id).catch(nothingThere);
      if (found instanceof Error) {
        if (missing.has(targets)) missing.set(targets, found);
        continue;
      }
      missing.delete(targets);
      found.forEach((address) => shown.add(address));
    }
  }
  const [nowhere] = missing.values();
  if (nowhere !== undefined) throw nowhere;
  io.out.write(json ? `${JSON.stringify([...shown], null, 2)}\n` : lines([...shown]));
  return EXIT.done;
};

/** That the state holds nothing at an address, or that there is none; any other error goes on. */
function nothingThere(error: unknown): Error {
  if (
    error instanceof Error &&
    'problem' in error &&
    (error.problem === 'address' || error.problem === 'none')
  )
    return error;
  throw error;
}

/** Shows one object of the state. */
export const show: Runner = async (invocation) => {
  const { io, json, style } = invocation;
  const [address] = exactly(invocation, ['ADDRESS']);
  const { unit } = await openOne(invocation, editedFilesOf(invocation));
  const { state, resource, instance } = await (await unit.states()).show(address);
  const { secretsOfState, shownInstanceJson } = await import('@virtform/engine');
  const conceal = concealing(secretsOfState(state));
  if (json) {
    io.out.write(`${printJson(shownInstanceJson(resource, instance, conceal), 2)}\n`);
  } else io.out.write(formatInstance(resource, instance, conceal, style));
  return EXIT.done;
};

/** Gives what is known by one address another. */
export const mv: Runner = async (invocation) => {
  const { io, options, json } = invocation;
  const [from, to] = exactly(invocation, ['SOURCE', 'DESTINATION']);
  const { unit } = await openOne(invocation, editedFilesOf(invocation));
  const dryRun = options.flag('dry-run');
  const [states, access] = [await unit.states(), stateAccess(invocation, 'state-mv')];
  const file = movedIntoFile(invocation);
  const done =
    file === undefined
      ? await states.edit({ edit: 'move', from, to }, access, dryRun)
      : await states.moveInto(
          await (await openOne(invocation, file)).unit.states(),
          { from, to },
          access,
          dryRun,
        );
  const moves = done.addresses.map((address, index) => ({
    from: address,
    to: done.destinations[index] ?? to,
  }));
  if (json) io.out.write(`${JSON.stringify({ moves, dry_run: dryRun })}\n`);
  else {
    for (const move of moves) io.out.write(`${dryRun ? 'Would move' : 'Moved'} ${move.from} to ${move.to}\n`);
    io.out.write(
      dryRun ? 'Nothing was changed.\n' : `Successfully moved ${counted(moves.length, 'object')}.\n`,
    );
  }
  return EXIT.done;
};

/** Forgets objects; they stay on their hosts. */
export const rm: Runner = async (invocation) => {
  const { io, options, names, json } = invocation;
  if (names.length === 0) throw wants(invocation, ['ADDRESS']);
  const { unit } = await openOne(invocation, editedFilesOf(invocation));
  const dryRun = options.flag('dry-run');
  const { addresses } = await (
    await unit.states()
  ).edit({ edit: 'remove', targets: names }, stateAccess(invocation, 'state-rm'), dryRun);
  if (json) io.out.write(`${JSON.stringify({ removed: addresses, dry_run: dryRun })}\n`);
  else {
    for (const address of addresses) io.out.write(`${dryRun ? 'Would remove' : 'Removed'} ${address}\n`);
    io.out.write(
      dryRun
        ? 'Nothing was changed.\n'
        : `Successfully removed ${counted(addresses.length, 'resource instance')}. What they stand for is still on its host.\n`,
    );
  }
  return EXIT.done;
};

const REPLACING: Question = {
  question: 'Do you want to make these changes?',
  option: 'auto-approve',
  otherwise: 'Give -auto-approve.',
};

/** Gives what belongs to one provider to another. */
export const replaceProvider: Runner = async (invocation) => {
  const { io, json } = invocation;
  const [from, to] = exactly(invocation, ['FROM', 'TO']);
  const { unit } = await openOne(invocation, editedFilesOf(invocation));
  const states = await unit.states();
  const access = stateAccess(invocation, 'state-replace-provider');
  const edit = { edit: 'replace-provider', from, to } as const;
  const { addresses } = await states.edit(edit, access, true);
  if (addresses.length > 0) {
    if (!json) io.out.write(`From ${from} to ${to}:\n${lines(addresses.map((address) => `  ${address}`))}`);
    if (!(await confirmed(REPLACING, invocation))) return EXIT.error;
  }
  const done: StateEdited =
    addresses.length === 0 ? { addresses, destinations: [] } : await states.edit(edit, access);
  if (json) io.out.write(`${JSON.stringify({ replaced: done.addresses })}\n`);
  else if (done.addresses.length === 0)
    io.out.write(`No resource belongs to ${from}. Nothing was changed.\n`);
  else io.out.write(`Successfully replaced the provider of ${counted(done.addresses.length, 'resource')}.\n`);
  return EXIT.done;
};

/** Prints the state as it is stored. */
export const pull: Runner = async (invocation) => {
  exactly(invocation, []);
  const { unit } = await openOne(invocation);
  const text = await (await unit.states()).pull();
  if (text !== undefined) invocation.io.out.write(text);
  return EXIT.done;
};

/** Puts a state in the place of the one that is stored. */
export const push: Runner = async (invocation) => {
  const { io, folder, options, json } = invocation;
  const [name] = exactly(invocation, ['PATH']);
  const { unit } = await openOne(invocation);
  const states = await unit.states();
  const { text, place } =
    name === '-' ? { text: await io.input(), place: 'the standard input' } : readStateFile(folder, name);
  await states.push(text, place, options.flag('force'), stateAccess(invocation, 'state-push'));
  if (!json) io.out.write(`Pushed to ${states.place}.\n`);
  return EXIT.done;
};

/** Marks an object to be destroyed and made again by the next apply. */
export const taint: Runner = (invocation) => setTainted(invocation, true);

/** Takes that back. */
export const untaint: Runner = (invocation) => setTainted(invocation, false);

async function setTainted(invocation: Invocation, tainted: boolean): Promise<number> {
  const { io, options, json } = invocation;
  const [address] = exactly(invocation, ['ADDRESS']);
  const { unit } = await openOne(invocation, stateFilesOf(invocation));
  const states = await unit.states();
  const access = stateAccess(invocation, tainted ? 'taint' : 'untaint');
  const mayBeMissing = options.flag('allow-missing');
  if (mayBeMissing && (await states.list([address]).catch(nothingThere)) instanceof Error) {
    if (!json) io.out.write(`The state holds nothing at ${address}. Nothing was changed.\n`);
    return EXIT.done;
  }
  const { addresses } = await states.edit({ edit: 'taint', address, tainted }, access);
  if (json) io.out.write(`${JSON.stringify({ [tainted ? 'tainted' : 'untainted']: addresses })}\n`);
  else
    io.out.write(
      tainted
        ? `${address} is tainted: the next apply destroys it and makes it again.\n`
        : `${address} is not tainted any more.\n`,
    );
  return EXIT.done;
}

const BREAKING: Question = {
  question: 'Do you really want to break it?',
  option: 'force',
  otherwise: 'Give -force.',
};

/** Breaks a lock that somebody left behind. */
export const forceUnlock: Runner = async (invocation) => {
  const { io, json } = invocation;
  const [id] = exactly(invocation, ['LOCK_ID']);
  const { unit } = await openOne(invocation);
  const states = await unit.states();
  if (!json) io.out.write(`The lock on ${states.place} guards it from two who write at once.\n`);
  if (!(await confirmed(BREAKING, invocation))) return EXIT.error;
  await states.forceUnlock(id);
  if (!json) io.out.write('The lock is broken.\n');
  return EXIT.done;
};

type Words<Names extends readonly string[]> = { readonly [Key in keyof Names]: string };

/** What stands behind the options, as many words as there are names for them. */
function exactly<const Names extends readonly string[]>(invocation: Invocation, names: Names): Words<Names> {
  const given = invocation.names;
  if (hasLengthOf(given, names)) return given;
  throw wants(invocation, names);
}

function hasLengthOf<const Names extends readonly string[]>(
  given: readonly string[],
  names: Names,
): given is Words<Names> {
  return given.length === names.length;
}

function wants({ command }: Invocation, names: readonly string[]): Error {
  return usage(
    `virtform ${command} wants ${names.length === 0 ? 'nothing behind its options' : names.join(' and ')}`,
    `virtform ${command} -help says more.`,
  );
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

function lines(texts: readonly string[]): string {
  return texts.map((text) => `${text}\n`).join('');
}
