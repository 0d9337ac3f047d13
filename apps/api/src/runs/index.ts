/** What other features may take from runs. */
export { FailureGroup, RunCounts } from './dto/run-answers.dto.js';
export { MAX_PAGE } from './dto/run-list.query.dto.js';
export { RUN_STATES, RunView, runView } from './dto/run-view.dto.js';
export { RunQuotaService } from './run-quota.service.js';
export { RunSubmissionService } from './run-submission.service.js';
export { RunsModule } from './runs.module.js';
export { RunsService } from './runs.service.js';
