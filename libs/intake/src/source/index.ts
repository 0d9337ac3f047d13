export { Fields } from './fields.js';
export {
  FILE_KINDS,
  type FileKind,
  type JobDraft,
  type JobValues,
  PARALLELISM_KEYS,
  RECOMPUTE_KEYS,
  type Remark,
} from './job-draft.js';
export { isRecord, keysLike, shortestPeriod } from './plain.js';
