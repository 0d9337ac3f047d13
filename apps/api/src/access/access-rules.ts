import { type ApiConfig, isLoopback } from '../config/index.js';

/** Under which Nest injects what follows from the settings for callers. */
export const ACCESS = Symbol('access');

export interface AccessRules {
  readonly keysRequired: boolean;
}

export const accessRules = ({ requireKeys, host }: ApiConfig): AccessRules => ({
  keysRequired: requireKeys || !isLoopback(host),
});
