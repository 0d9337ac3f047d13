/** What the server is made of, by the tokens under which Nest injects it. */
export const CONFIG = Symbol('config');
export const STORAGE = Symbol('storage');
export const DISPATCHER = Symbol('dispatcher');
export const ACCESS = Symbol('access');
export const LOG = Symbol('log');

export interface AccessRules {
  readonly keysRequired: boolean;
}
