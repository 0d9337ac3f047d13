export { wishes } from './wishes.js';
