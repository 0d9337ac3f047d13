export { type SourceFile, kindOfFile, optionOf, readFile, wordFor } from './read-file.js';
