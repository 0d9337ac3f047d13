/** Documents as text. The reader of YAML is an eighth of the engine, and most questions come without text. */
export { parseText } from '@railyard/experiments';
