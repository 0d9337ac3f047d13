/**
 * Text that a spreadsheet would run as a formula is led by an apostrophe. Numbers never pass here: -1.5 stays
 * a number.
 */
export const escapeFormula = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);
