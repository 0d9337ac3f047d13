/** Schema of a request about several jobs on one cluster: each one's step alone and with the others. */
import { MOST_LINKS, NODE_ALLOCATIONS, TOP_LINKS } from '@railyard/cluster';
import { routingFields } from '../cluster.js';
import { failedParts } from '../failed-parts.js';
import { type Accepted, choice, count, list } from '../json-schema.js';
import { clusterPart } from './cluster-part.js';
import { fallingBack, presetOrDocument, request } from './request.js';

/** Every job meets any of the others sending or not: 2 to the power of the others, on every shared link. */
const MOST_JOBS = 8;

export const sharedClusterRequestSchema = request(
  'Run several jobs on one cluster: the step of each alone and with the others, and what links carry.',
  {
    cluster: clusterPart,
    workloads: list(
      'Workload presets, or Workload documents, one of each job.',
      presetOrDocument(
        'workload',
        'Workload',
        'Workload preset, or a Workload document.',
        '--workload <name>',
      ),
      1,
      MOST_JOBS,
      { 'x-option': '--workload <name>' },
    ),
  },
  {
    nodes: list(
      'Nodes of each job, in their order; default: as many as its layout has GPUs for.',
      count('Nodes of a job.', 1, 131_072),
      1,
      MOST_JOBS,
      { 'x-option': '--nodes <n>' },
    ),
    allocation: choice(
      'Which nodes jobs have: consecutive ones, of every leaf in turn, drawn, or on the fewest leaves; ' +
        'default: packed.',
      NODE_ALLOCATIONS,
    ),
    ...fallingBack(routingFields, "the cluster's"),
    fail: failedParts,
    seed: count(
      'Seed of the routing of tokens and of a random allocation; default: 0.',
      0,
      Number.MAX_SAFE_INTEGER,
    ),
    top: count(`Busiest shared links that are shown; default: ${TOP_LINKS}.`, 1, MOST_LINKS),
  },
);

export type SharedClusterRequest = Accepted<typeof sharedClusterRequestSchema>;
