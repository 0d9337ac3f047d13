export { DatabaseModule, STORAGE } from './database.module.js';
