export { readConfig } from './read-config.js';
