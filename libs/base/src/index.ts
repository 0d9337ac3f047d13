/** Base: units, seeded random streams, event queue, issues, canonical JSON, provenance. No domain words. */
export { InvariantError, assertUnreachable, invariant } from './assert.js';
export { type JsonValue, canonicalJson, hashOf, sha256Hex } from './canonical-json.js';
export { EventQueue } from './event-queue.js';
export { type Issue, InvalidDocumentError, IssueList, escapePointer } from './issues.js';
export { elementAt, entryOf } from './lookup.js';
export { normalQuantile } from './normal-quantile.js';
export { FORBIDDEN_KEYS, MAX_DOCUMENT_DEPTH, isRecord } from './plain-json.js';
export { plainNumber } from './plain-number.js';
export { exp, log, logGamma, pow } from './portable-math.js';
export {
  type Constant,
  type Provenance,
  type ProvenancedInput,
  asInput,
  assumed,
  derived,
  fitted,
  measured,
  published,
} from './provenance.js';
export { RandomStream, philox4x32 } from './random.js';
export { folded, textTable } from './text-table.js';
export { THREAD_ARGUMENTS } from './thread-arguments.js';
export * from './units.js';
