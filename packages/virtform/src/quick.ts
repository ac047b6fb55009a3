// The same as `bin.ts`: a bundle of its own, without the commands, for what is said without any of them (`launch.ts`).
export { start } from './bin.js';
