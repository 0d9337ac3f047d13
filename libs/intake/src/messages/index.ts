/** Messages: tables of what GPUs send each other. */
export { readMessages } from './read-messages.js';
