/** Part of a result's identity: raised whenever the same document may give other bytes. */
export const ENGINE_VERSION = '0.12.0';
