/** The document that the engine's speed is stated for. */
export const FOUNDING = {
  apiVersion: 'railyard/v1',
  kind: 'Experiment',
  name: 'bench',
  cluster: { preset: 'h800-2048-mpft' },
  workload: { preset: 'deepseek-v3' },
} as const;
