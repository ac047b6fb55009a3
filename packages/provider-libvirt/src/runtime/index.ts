export { resourceClass } from './resource.js';
export { providerClass } from './provider.js';
