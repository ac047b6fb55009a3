// Does something with a state of many instances, and prints how many milliseconds it took:
// `parse` reads the file as JSON, `read` as a state, `save` writes one changed instance, `stall` does the same and tells the
// longest that everything else had to wait, `copy` writes the same bytes as a program would that has them at hand.
const { copyFileSync, openSync, fsyncSync, readFileSync, writeSync, closeSync } = require('node:fs');
const path = require('node:path');
const { monitorEventLoopDelay, performance } = require('node:perf_hooks');
const { schemaOf } = require('@virtform/schema');
const state = require('@virtform/engine/lib/state/index.js');
const { realEffects } = require('@virtform/engine/lib/effects/real.js');

const [, , task, file] = process.argv;
const codec = state.stateCodec(state.attributeFormsOf(schemaOf));

/** The time of something, in ms. */
async function timed(work) {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** The longest pause of the event loop while something goes on, in ms. */
async function stalled(work) {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await work();
  delay.disable();
  return delay.max / 1e6;
}

/** Opens a state as an apply does, and gives what saves one changed instance more. */
async function openState() {
  const effects = realEffects();
  const folder = path.dirname(file);
  const copy = path.join(folder, 'copy.tfstate');
  copyFileSync(file, copy);
  const backend = state.localBackend({ path: copy, workspaceFolder: folder, files: effects.files });
  const access = { operation: 'OperationTypeApply', version: '0.0.0' };
  const lock = await state.acquireLock(backend, 'default', access, { timeout: 0 }, effects);
  const content = await lock.read();
  const saver = state.startSaver({
    lock,
    codec,
    state: codec.read(content, copy),
    files: effects.files,
    folder,
  });
  const saveOne = (index) =>
    saver.record((current) => {
      const resource = current.resources[index];
      const [instance] = resource.instances;
      const changed = { ...resource, instances: [{ ...instance, tainted: !instance.tainted }] };
      return { ...current, resources: current.resources.with(index, changed) };
    });
  const end = async () => {
    await saver.close();
    await lock.release();
  };
  return { saveOne, end };
}

async function saving(measure) {
  const { saveOne, end } = await openState();
  // An apply writes its intents first; what is measured is the write of an object that is done.
  await saveOne(0);
  const measured = await measure(() => saveOne(1));
  await end();
  return measured;
}

const TASKS = {
  parse: () => timed(() => JSON.parse(readFileSync(file, 'utf8'))),
  read: () => timed(() => codec.read(readFileSync(file), file)),
  save: () => saving(timed),
  stall: () => saving(stalled),
  copy() {
    const content = readFileSync(file);
    return timed(() => {
      const descriptor = openSync(`${file}.copied`, 'w');
      writeSync(descriptor, content);
      fsyncSync(descriptor);
      closeSync(descriptor);
    });
  },
};

void TASKS[task]().then((time) => console.log(time));
