import { expectToEndSoon } from '../packages/virtform/src/short-lived.js';

// As the command does, and like there before anything else is loaded: whoever wants it imports this first.
expectToEndSoon();
