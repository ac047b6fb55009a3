// Writes one state after the other to the file it is given, and prints each serial once that state is durable. Runs what was built.
const path = require('node:path');
const { realEffects } = require('@virtform/engine/lib/effects/real.js');
const state = require('@virtform/engine/lib/state/index.js');

async function main(file) {
  const effects = realEffects();
  const codec = state.stateCodec(() => undefined);
  const backend = state.localBackend({
    path: file,
    workspaceFolder: path.join(path.dirname(file), 'terraform.tfstate.d'),
    files: effects.files,
  });
  const request = { operation: 'OperationTypeApply', version: '0.1.0' };
  const lock = await state.acquireLock(backend, 'default', request, { timeout: 10_000 }, effects);
  const content = await lock.read();
  let current =
    content === undefined
      ? state.newState('00000000-0000-4000-8000-000000000001')
      : codec.parse(content.toString('utf8'), file);
  for (;;) {
    // Long enough that a write takes many pages, of another length each time.
    const value = String(current.serial).repeat(40_000);
    const outputs = new Map([['o', { value, type: 'string', sensitive: false }]]);
    current = { ...current, outputs, serial: current.serial + 1 };
    await lock.write(Buffer.from(codec.print(current)));
    process.stdout.write(`${current.serial}\n`);
  }
}

main(process.argv[2]).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
