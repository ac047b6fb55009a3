export { resourceClass } from './resource.js';
export { dataSourceClass } from './data-source.js';
export { providerClass } from './provider.js';
