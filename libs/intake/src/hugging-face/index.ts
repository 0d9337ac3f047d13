export { presetOfHubId } from './hub-id.js';
export { readConfig } from './read-config.js';
