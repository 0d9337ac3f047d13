/** Rooms whose score is watched: the sources that are mutated and where the specs that judge them lie. */
const room = (path, ...specs) => ({ sources: [path], specs: [path, ...specs] });

export const ROOMS = {
  step: room('libs/parallelism/src/step'),
  experts: room('libs/parallelism/src/experts'),
  chunk: room('libs/parallelism/src/chunk'),
  job: room('libs/replay/src/job'),
  flows: room('libs/cluster/src/flows'),
  leases: {
    sources: ['libs/database/src/sql/leases.ts'],
    specs: ['libs/database/src/sql'],
  },
};
