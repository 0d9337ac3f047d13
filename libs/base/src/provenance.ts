/**
 * Where a number comes from. Every constant of the twin carries one, and a result lists those that mattered.
 */

/**
 * published: paper or datasheet; measured: our data files; derived: a formula; fitted: to what is said in the
 * source; assumed: why is said in the source.
 */
export type Provenance = 'published' | 'measured' | 'derived' | 'fitted' | 'assumed';

export interface ProvenancedInput {
  readonly name: string;
  readonly value: number | string;
  readonly unit: string;
  readonly provenance: Provenance;
  readonly source: string;
}

/** A constant with its origin: `value` in `unit`. */
export interface Constant {
  readonly value: number;
  readonly unit: string;
  readonly provenance: Provenance;
  readonly source: string;
}

export const published = (value: number, unit: string, source: string): Constant => ({
  value,
  unit,
  provenance: 'published',
  source,
});
export const measured = (value: number, unit: string, source: string): Constant => ({
  value,
  unit,
  provenance: 'measured',
  source,
});
export const derived = (value: number, unit: string, source: string): Constant => ({
  value,
  unit,
  provenance: 'derived',
  source,
});
export const fitted = (value: number, unit: string, source: string): Constant => ({
  value,
  unit,
  provenance: 'fitted',
  source,
});
export const assumed = (value: number, unit: string, source: string): Constant => ({
  value,
  unit,
  provenance: 'assumed',
  source,
});

/** The constant as an entry of a result's `inputs`. */
export function asInput(name: string, constant: Constant): ProvenancedInput {
  return {
    name,
    value: constant.value,
    unit: constant.unit,
    provenance: constant.provenance,
    source: constant.source,
  };
}
