/** Version of the command, of the package and of the engine: they are released together. */
export const VERSION = '0.12.0';
