// A run of unit tests has a temporary folder of its own: what cdktf's Testing synthesizes would stay in the machine's.
const { mkdtempSync } = require('node:fs');
const { tmpdir } = require('node:os');
const path = require('node:path');

module.exports = () => {
  // Workers are started after this and take it over.
  process.env.TMPDIR = mkdtempSync(path.join(tmpdir(), 'unit-'));
};
