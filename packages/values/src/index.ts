export * from './value.js';
export * from './marks.js';
export * from './conceal.js';
export * from './path.js';
export * from './diagnostic.js';
export * from './size.js';
export * from './compare.js';
export * from './suggest.js';
