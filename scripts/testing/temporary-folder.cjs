// Each file of unit tests has a temporary folder of its own, which goes with it: what cdktf's Testing synthesizes stays there.
const { mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const path = require('node:path');

const folder = mkdtempSync(path.join(tmpdir(), 'unit-'));
process.env.TMPDIR = folder;

globalThis.afterAll(() => rmSync(folder, { recursive: true, force: true }));
