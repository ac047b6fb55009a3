export * from './characters.js';
export * from './element.js';
export * from './limits.js';
export * from './parse.js';
export * from './write.js';
