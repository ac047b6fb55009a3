#!/usr/bin/env node
import { run } from './main.js';

void run(process.argv.slice(2)).then((code) => {
  // Not process.exit: what was written to a pipe has to arrive first.
  process.exitCode = code;
});
