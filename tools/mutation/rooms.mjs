/** Rooms whose score is watched: the sources that are mutated and where the specs that judge them lie. */
const room = (path, ...specs) => ({ sources: [path], specs: [path, ...specs] });

export const ROOMS = {
  step: room('libs/parallelism/src/step'),
  experts: room('libs/parallelism/src/experts', 'libs/parallelism/src/step/simulate-step.spec.ts'),
  chunk: room('libs/parallelism/src/chunk'),
  optimizer: room(
    'libs/parallelism/src/step/optimizer-phase.ts',
    'libs/parallelism/src/step/optimizer-phase.spec.ts',
  ),
  job: room('libs/replay/src/job'),
  flows: room('libs/cluster/src/flows'),
  leases: {
    sources: ['libs/database/src/sql/leases.ts', 'libs/database/src/sql/fenced-jobs.ts'],
    specs: ['libs/database/src/sql/leases.spec.ts'],
  },
  outcomes: {
    sources: ['outcomes', 'artifacts', 'run-events', 'cancellation'].map(
      (file) => `libs/database/src/sql/${file}.ts`,
    ),
    specs: ['libs/database/src/sql'],
  },
  outbox: room('libs/database/src/sql/outbox.ts', 'libs/database/src/sql/outbox.spec.ts'),
  submissions: room('libs/database/src/sql/submissions.ts', 'libs/database/src/sql/submissions.spec.ts'),
  repositories: room('libs/database/src/repositories'),
  sweeps: {
    sources: ['sweep-runs', 'sweep-tally', 'pareto-front'].map((file) => `libs/database/src/sql/${file}.ts`),
    specs: ['sql/sweep-tally', 'sql/pareto-front', 'repositories/sweeps'].map(
      (spec) => `libs/database/src/${spec}.spec.ts`,
    ),
  },
  execution: room('libs/jobs/src/execution'),
  dispatch: {
    sources: ['event-feed', 'lease-watch', 'local-dispatcher', 'bullmq/queue', 'bullmq/outage-log'].map(
      (file) => `libs/jobs/src/dispatch/${file}.ts`,
    ),
    specs: ['libs/jobs/src/dispatch'],
  },
  simulation: {
    sources: ['group-worker', 'simulation-group'].map((file) => `libs/jobs/src/simulation/${file}.ts`),
    specs: ['libs/jobs/src/simulation'],
  },
};
