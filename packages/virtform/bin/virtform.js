#!/usr/bin/env node
// Not compiled: npm links commands when it installs, which in a clone is before anything is built.
require('../lib/launch.js').launch();
