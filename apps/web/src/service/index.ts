/** The service: runs and sweeps that are computed and kept elsewhere. */
export {
  cancelRun,
  cancelSweep,
  listRuns,
  listSweeps,
  previewSweep,
  readRun,
  readSweep,
  retryRun,
  runResult,
  runsOverview,
  type RunView,
  service,
  submitRun,
  submitSweep,
  sweepMembers,
  type SweepMember,
  type SweepView,
} from './service.js';
export { ServiceState } from './service-state.js';
export { SubmitForm } from './submit-form.js';
export { keepView, listViews, removeView } from './views.js';
export { type Heard, outcome, useService } from './use-service.js';
