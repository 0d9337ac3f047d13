/**
 * The characters that shape a JSON text, as codes: comparing numbers makes no string of one character for
 * each byte of a body.
 */
export const QUOTE = 0x22;
export const COMMA = 0x2c;
export const OPEN_LIST = 0x5b;
export const BACKSLASH = 0x5c;
export const CLOSE_LIST = 0x5d;
export const OPEN_MAPPING = 0x7b;
export const CLOSE_MAPPING = 0x7d;
