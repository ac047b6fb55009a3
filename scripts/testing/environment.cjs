const hooks = require('node:async_hooks');
const { TestEnvironment } = require('jest-environment-node');

const { AsyncLocalStorage } = hooks;

/**
 * Node's environment, which ends the asynchronous storages that a test file began.
 *
 * jest-circus makes one for each file and never ends it. Node 20 hands the values of all of them on with every promise, so that
 * in the hundredth file of a worker each `await` carries a hundred, and takes several times as long as in the first.
 */
module.exports = class extends TestEnvironment {
  #begun = [];

  async setup() {
    await super.setup();
    const begun = this.#begun;
    hooks.AsyncLocalStorage = class extends AsyncLocalStorage {
      constructor(...options) {
        super(...options);
        begun.push(this);
      }
    };
  }

  async teardown() {
    hooks.AsyncLocalStorage = AsyncLocalStorage;
    for (const storage of this.#begun) storage.disable();
    await super.teardown();
  }
};
