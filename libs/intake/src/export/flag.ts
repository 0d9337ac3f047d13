/** An argument: on where it is there, or with a value. */
export type Flag = string | readonly [string, string | number];
