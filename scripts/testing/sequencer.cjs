const { default: Sequencer } = require('@jest/test-sequencer');

/**
 * The files that take longest, longest first. Jest knows by itself how long each took the last time; where there was none it
 * goes by their sizes, and begins with these at the very end, when one processor has nothing else left to do.
 */
const LONGEST = [
  'engine/test/convergence/few-objects',
  'engine/test/convergence/any-program',
  'engine/test/apply/crash-matrix',
  'virtform/test/golden',
  'engine/test/apply/crash-matrix-state',
  'engine/test/apply/crash-matrix-libvirt',
  'test/e2e/crash',
  'test/e2e/road',
].map((name) => `/${name}.test.ts`);

/** Its place among them; they come before all others as long as nobody measured them. */
const place = ({ path, duration }) => {
  const found = duration === undefined ? LONGEST.findIndex((name) => path.endsWith(name)) : -1;
  return found === -1 ? LONGEST.length : found;
};

/** Jest's order of the test files, with what takes long first also where Jest cannot know it yet. */
module.exports = class extends Sequencer {
  sort(tests) {
    return super.sort(tests).sort((left, right) => place(left) - place(right));
  }
};
