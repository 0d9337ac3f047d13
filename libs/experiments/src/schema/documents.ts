/** The schema of every kind of document, and the form in which it is published. */
import { isRecord } from '@railyard/base';
import { API_VERSION, type DocumentKind } from '../document.js';
import {
  clusterDocumentSchema,
  experimentSchema,
  faultProfileDocumentSchema,
  priceListDocumentSchema,
  workloadDocumentSchema,
} from './experiment.js';
import { type JsonSchema } from './json-schema.js';
import { servingSchema } from './serving.js';
import { servingSweepSchema, sweepSchema } from './sweep.js';
import { writtenForm } from './written-form.js';

/** Schemas of the full form: presets expanded, defaults filled in. */
export const DOCUMENT_SCHEMAS: Readonly<Record<DocumentKind, JsonSchema>> = {
  Cluster: clusterDocumentSchema,
  Workload: workloadDocumentSchema,
  Experiment: experimentSchema,
  Sweep: sweepSchema,
  FaultProfile: faultProfileDocumentSchema,
  PriceList: priceListDocumentSchema,
  Serving: servingSchema,
};

/** Schemas of a sweep, by what its points start from. */
export const SWEEP_SCHEMAS: Readonly<Record<'ExperimentSweep' | 'ServingSweep', JsonSchema>> = {
  ExperimentSweep: sweepSchema,
  ServingSweep: servingSweepSchema,
};

/** The schema that a document of a kind is held against: of a sweep, by what it makes many of. */
export const schemaOfDocument = (kind: DocumentKind, written: unknown): JsonSchema =>
  kind === 'Sweep' && isRecord(written) && written.serving !== undefined
    ? servingSweepSchema
    : DOCUMENT_SCHEMAS[kind];

/** `FaultProfile` is published as `fault-profile.json`. */
export const schemaFileOf = (kind: DocumentKind): string =>
  `${kind.replace(/(?!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase()}.json`;

/**
 * The JSON Schema of what a user may write (presets, overrides, nothing that has a default): for editors, and
 * committed under schemas/.
 */
export function publishedSchema(kind: DocumentKind): JsonSchema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `https://railyard.invalid/schemas/${API_VERSION}/${schemaFileOf(kind)}`,
    title: `Railyard ${kind}`,
    ...(kind === 'Sweep'
      ? {
          description: 'A document that expands to many experiments, or to many services.',
          type: 'object',
          anyOf: Object.values(SWEEP_SCHEMAS).map(writtenForm),
        }
      : writtenForm(DOCUMENT_SCHEMAS[kind])),
  };
}
