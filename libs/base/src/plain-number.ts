/** Numbers in settings. */

/**
 * As people write it. `Number` would take a blank for 0, which as a port is any port, and 0x10 for 16. NaN
 * for anything else.
 */
export const plainNumber = (text: string): number => (/^-?\d+(\.\d+)?$/.test(text) ? Number(text) : NaN);
