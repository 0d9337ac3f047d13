/** Schemas of the documents: what stands in a file, with its `apiVersion` and `kind`. */
import { type ClusterSpec } from '@railyard/cluster';
import { type WorkloadSpec } from '@railyard/parallelism';
import {
  API_VERSION,
  type AnchorSpec,
  type DocumentKind,
  type Envelope,
  type ExperimentDocument,
} from '../document.js';
import { clusterSchema } from './cluster.js';
import {
  count,
  type Fields,
  flag,
  type JsonSchema,
  list,
  object,
  quantity,
  tag,
  text,
} from './json-schema.js';
import { failedParts, flapReroute, stepFlaps } from './failed-parts.js';
import { faultProfileSchema } from './fault-profile.js';
import { priceListSchema } from './price-list.js';
import { replaySchema } from './replay.js';
import { workloadSchema } from './workload.js';

export const envelope = <K extends DocumentKind>(kind: K): Fields<Envelope<K>> => ({
  apiVersion: tag(API_VERSION, 'Version of the document format.'),
  kind: tag(kind, 'What the document describes.'),
});

/** A body (cluster, workload) as a document of its own. */
function documentOf<K extends DocumentKind>(kind: K, body: JsonSchema): JsonSchema {
  return object<Envelope<K>>(
    body.description ?? '',
    { ...envelope(kind), ...body.properties },
    optionalKeys(body) as never[],
    {
      ...(body['x-preset'] === undefined ? {} : { 'x-preset': body['x-preset'] }),
    },
  );
}

const optionalKeys = (body: JsonSchema): readonly string[] =>
  Object.keys(body.properties ?? {}).filter((key) => !body.required?.includes(key));

export const seedSchema = count('Seed of every named random stream of the run.', 0, Number.MAX_SAFE_INTEGER, {
  default: 1,
});

export const clusterDocumentSchema = documentOf('Cluster', clusterSchema);

export const workloadDocumentSchema = documentOf('Workload', workloadSchema);

export const faultProfileDocumentSchema = documentOf('FaultProfile', faultProfileSchema);

export const priceListDocumentSchema = documentOf('PriceList', priceListSchema);

const anchorSchema = list(
  'Measured steps of other jobs on the same kind of machine, which correct what is computed of this one.',
  object<AnchorSpec>(
    'A job and its measured step.',
    {
      document: {
        type: 'object',
        description: 'The Experiment that was measured, without replay or anchors of its own.',
      },
      measuredStepS: quantity('Measured time of a step.', 's', 1e-6, 1e6),
      measuredMemoryGB: quantity('Measured peak memory of the fullest GPU.', 'GB', 1e-3, 1e4),
    },
    ['measuredMemoryGB'],
  ),
  1,
  8,
);

/** A price list whose watts count for the energy of a step or of an answered token. */
export const networkParts: JsonSchema = {
  ...priceListSchema,
  description:
    'Parts of the network by class and rate: their watts count for the energy. Absent: watts of usual parts.',
};

export const experimentSchema = object<ExperimentDocument>(
  'A training job on a cluster: one document, one result.',
  {
    ...envelope('Experiment'),
    name: text('Name of the experiment.', 200, { default: 'experiment' }),
    cluster: clusterSchema as Fields<{ cluster: ClusterSpec }>['cluster'],
    workload: workloadSchema as Fields<{ workload: WorkloadSpec }>['workload'],
    seed: seedSchema,
    ignoreMemory: flag("Compute a layout that does not fit the device's memory all the same."),
    fail: failedParts,
    flap: stepFlaps,
    reroute: flapReroute,
    anchor: anchorSchema,
    replay: replaySchema,
    prices: networkParts,
  },
  ['ignoreMemory', 'fail', 'flap', 'reroute', 'anchor', 'replay', 'prices'],
  { 'x-preset': 'experiment' },
);
