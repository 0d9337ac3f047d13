/** Trace: a recorded file read piece by piece into columns. */
export { type CollectiveCalls, type CollectiveOperation } from './collective-calls.js';
export { DeviceWork, type WorkItem } from './device-work.js';
export { TraceError } from './element-text.js';
export { LARGEST_EVENT } from './json-events.js';
export { Launches } from './launches.js';
export { type PageStore, RESIDENT_PAGES, ROWS_OF_A_PAGE } from './paged-table.js';
export {
  type Annotation,
  type DeviceRecords,
  MOST_RECORDS,
  MOST_STORED_RECORDS,
  type ReadCounts,
  TraceReader,
  type TraceRecords,
  readTrace,
} from './trace-records.js';
