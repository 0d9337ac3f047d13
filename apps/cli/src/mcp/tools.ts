/** The tools as a client lists them: what each is for, and the schema of its input. */
import { REQUEST_SCHEMAS, publishedRequest } from '@railyard/experiments';
import { FILE_KINDS } from '@railyard/intake';
import { type ToolName } from './operations.js';

export interface ToolDescription {
  readonly name: ToolName;
  readonly description: string;
  readonly inputSchema: { readonly type: 'object'; readonly [key: string]: unknown };
}

/** A whole schema is a resource: it would not fit into a list of tools. */
const documentOf = (kind: string): object => ({
  description:
    `${kind} as YAML or JSON text or as an object, or the name of a preset. ` +
    `Its schema is the resource railyard://schemas/${kind}.`,
  anyOf: [{ type: 'string', maxLength: 1_000_000 }, { type: 'object' }],
});

const SET = {
  type: 'array',
  items: { type: 'string' },
  maxItems: 100,
  description: 'Changes as path=value, such as workload.parallelism.pipeline=32.',
};

const taking = (properties: Readonly<Record<string, object>>, required: readonly string[]) => ({
  type: 'object' as const,
  properties,
  required,
  additionalProperties: false,
});

export const TOOLS: readonly ToolDescription[] = [
  {
    name: 'validate',
    description: 'Check a document of any kind and list every mistake, with a hint for each.',
    inputSchema: taking({ document: documentOf('Experiment') }, ['document']),
  },
  {
    name: 'init',
    description:
      'Write an experiment from the files that people have: config.json, launch scripts, job files.',
    inputSchema: taking(
      {
        files: {
          type: 'array',
          maxItems: 10,
          items: taking(
            {
              name: { type: 'string' },
              kind: { enum: FILE_KINDS, description: 'Found by content where it is left out.' },
              text: { type: 'string', maxLength: 1_000_000 },
            },
            ['name', 'text'],
          ),
        },
        preset: { type: 'string', description: 'A model preset in place of a config.json.' },
        gpus: { type: 'integer', minimum: 1 },
        device: { type: 'string', description: 'A device preset, such as h100.' },
      },
      [],
    ),
  },
  {
    name: 'run',
    description: 'Simulate one training step: step time, MFU, tokens/day, memory, exposed communication.',
    inputSchema: taking({ document: documentOf('Experiment'), set: SET }, ['document']),
  },
  {
    name: 'compare',
    description:
      'Run experiments and list which inputs differ and what that changed; the first is the baseline.',
    inputSchema: taking(
      { documents: { type: 'array', minItems: 2, maxItems: 8, items: documentOf('Experiment') }, set: SET },
      ['documents'],
    ),
  },
  {
    name: 'sweep',
    description: 'Run every point of a sweep (at most 500) and rank them by its objective.',
    inputSchema: taking({ document: documentOf('Sweep') }, ['document']),
  },
  {
    name: 'search',
    description: 'Find the best point of a sweep without running those that cannot win.',
    inputSchema: taking({ document: documentOf('Sweep') }, ['document']),
  },
  {
    name: 'network',
    description: 'Simulate one collective on one cluster: time, bandwidth, busiest links, faults.',
    inputSchema: publishedRequest(REQUEST_SCHEMAS.NetworkRequest) as ToolDescription['inputSchema'],
  },
  {
    name: 'network_jobs',
    description: 'Run several jobs on one cluster: the step of each alone and together with the others.',
    inputSchema: publishedRequest(REQUEST_SCHEMAS.SharedClusterRequest) as ToolDescription['inputSchema'],
  },
  {
    name: 'replay',
    description: 'Play a job over days with faults: ETTR, goodput, interruptions.',
    inputSchema: taking(
      {
        document: documentOf('Experiment'),
        set: SET,
        days: { type: 'number', exclusiveMinimum: 0, maximum: 3650 },
        replicas: { type: 'integer', minimum: 1, maximum: 1000 },
      },
      ['document'],
    ),
  },
  {
    name: 'accuracy',
    description: 'Say how far off the engine is on what others measured and it was not fitted to.',
    inputSchema: taking({ of: { enum: ['runs', 'steps', 'kernels'] } }, ['of']),
  },
];
