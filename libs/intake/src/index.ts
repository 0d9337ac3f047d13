/** Intake: files that people have (configurations, launch scripts, job files) as experiments. Pure. */
export { type InitAnswer, type InitRequest, initExperiment } from './experiment/index.js';
export { type ExportedJob, megatronJob, torchtitanJob } from './export/index.js';
export { presetOfHubId, readConfig } from './hugging-face/index.js';
export { readMessages, trafficOnCluster, type TrafficOutcome } from './messages/index.js';
export { type SourceFile, kindOfFile, optionOf, readFile, wordFor } from './recognise/index.js';
export { FILE_KINDS, type FileKind, type JobDraft, type JobValues, type Remark } from './source/index.js';
export {
  clusterOfDrafts,
  readTopologyFile,
  TOPOLOGY_FORMATS,
  type TopologyAnswer,
  type TopologyFormat,
  type TopologyRequest,
} from './topology/index.js';
