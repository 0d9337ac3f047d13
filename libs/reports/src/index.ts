/**
 * Reports: the paper's numbers next to the twin's, tables in every form, and traces. They are made from
 * results; what those are for a table or figure of the paper, `reproduce` computes.
 */
export { PAPER, TABLE_4, type Table3Case, type Table4Case, publishedMetrics } from './published/index.js';
export {
  type Report,
  type ReportRow,
  type RowKind,
  type RowOptions,
  type RowVerdict,
  allWithin,
  cases,
  countInputs,
  inputsLine,
  mergeInputs,
  reportRow,
  rowVerdict,
} from './report.js';
export { TABLE_4_ROWS, decodeLimits, table1, table2, table3, table4, table5 } from './tables/index.js';
export {
  type LowLatencyPoint,
  type WithoutPxn,
  figure5,
  figure6,
  figure7,
  figure8,
} from './figures/index.js';
export { escapeFormula } from './escape/index.js';
export {
  renderCsv,
  renderCurve,
  renderCurves,
  renderHtml,
  renderMarkdown,
  renderScatter,
  renderText,
} from './render/index.js';
export {
  BYTEROBUST,
  DEEPSEEK_V3,
  LLAMA_3,
  MEGASCALE,
  type RobustnessFindings,
  robustness,
} from './robustness/index.js';
export { accuracyPage, runPage, sweepPage } from './page/index.js';
export { type ReportFormat, pageFile, reportsFile } from './print/index.js';
export {
  type ChromeTrace,
  type ChromeTraceEvent,
  type TraceSize,
  chromeTrace,
  replayTimeline,
  traceSize,
} from './trace/index.js';
export {
  ALL_ARTIFACTS,
  ARTIFACT_NAMES,
  type ArtifactName,
  type ReproductionOptions,
  isArtifact,
  reproduce,
  runsOf,
} from './reproduction/index.js';
