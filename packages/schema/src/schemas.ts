// A door for who needs to know what may be said, and not how it is read, written, compared and checked: that is the larger half.
export { dataSources } from './data-sources.js';
export { provider } from './provider.js';
export { fileResources, resources } from './resources.js';
