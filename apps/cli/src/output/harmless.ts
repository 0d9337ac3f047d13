/**
 * Text for a terminal: control characters, which it would obey, and marks of direction, which would show
 * words in another order, are written as their numbers. A name may come from anybody's document or service.
 */
// eslint-disable-next-line no-control-regex -- these are what is looked for
const OBEYED = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** The form that JSON and JavaScript read as the same character. */
export const harmless = (text: string): string =>
  text.replace(OBEYED, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
