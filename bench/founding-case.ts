/** The document that the engine's speed is stated for. */
export const FOUNDING = {
  apiVersion: 'railyard/v1',
  kind: 'Experiment',
  name: 'bench',
  cluster: { preset: 'h800-2048-mpft' },
  workload: { preset: 'deepseek-v3' },
} as const;

/** Eight times the machine and the batch: as much work for each GPU. */
export const LARGE = {
  ...FOUNDING,
  cluster: { preset: 'h800-16384-mpft' },
  workload: { preset: 'deepseek-v3', batch: { globalSequences: 122_880 } },
} as const;
