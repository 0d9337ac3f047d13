/**
 * Presets by kind and name. Bodies of experiments are written as a user would write them: they name other
 * presets.
 */
import { entryOf } from '@railyard/base';
import { CLUSTERS, DEVICES } from '@railyard/cluster';
import { MODELS, WORKLOADS } from '@railyard/parallelism';
import {
  FAULT_PROFILES,
  type FaultProfileSpec,
  PLANNED_MAINTENANCE,
  RECOVERY_POLICIES,
  SDC_DETECTORS,
  STRAGGLERS,
  withClasses,
} from '@railyard/replay';
import { API_VERSION } from '../document.js';
import { type PresetKind } from '../schema/index.js';

export interface PresetEntry {
  readonly kind: PresetKind;
  readonly name: string;
  readonly description: string;
}

interface ExperimentPreset {
  readonly description: string;
  readonly body: Readonly<Record<string, unknown>>;
}

const foundingCase = (network: 'mpft' | 'mrft', description: string): ExperimentPreset => ({
  description,
  body: {
    apiVersion: API_VERSION,
    kind: 'Experiment',
    name: `deepseek-v3-${network}`,
    cluster: { preset: `h800-2048-${network}` },
    workload: { preset: 'deepseek-v3' },
    seed: 1,
  },
});

const EXPERIMENTS: Readonly<Record<string, ExperimentPreset>> = {
  'deepseek-v3-mpft': foundingCase(
    'mpft',
    'DeepSeek-V3 on 2,048 H800 over the multi-plane fat tree (paper, Table 4, MPFT)',
  ),
  'deepseek-v3-mrft': foundingCase(
    'mrft',
    'DeepSeek-V3 on 2,048 H800 over the multi-rail fat tree (paper, Table 4, MRFT)',
  ),
};

/**
 * The Llama rates with what a fleet has besides: planned stops and slow nodes. No lemon nodes: a lemon stands
 * by after its repair and then strikes no job, so lemons would halve the interruptions of the very counts
 * that the rates were made from.
 */
const FULL_PROFILE: FaultProfileSpec = {
  ...withClasses(entryOf(FAULT_PROFILES, 'llama3-h100'), PLANNED_MAINTENANCE, STRAGGLERS),
  name: 'llama3-h100-full',
  description: 'llama3-h100 with planned stops (47 in 54 days) and 0.5 % of nodes 10 % slower.',
};
const PROFILES: Readonly<Record<string, FaultProfileSpec>> = {
  ...FAULT_PROFILES,
  [FULL_PROFILE.name]: FULL_PROFILE,
};

const bodies: { readonly [K in PresetKind]: Readonly<Record<string, unknown>> } = {
  experiment: Object.fromEntries(Object.entries(EXPERIMENTS).map(([name, preset]) => [name, preset.body])),
  cluster: CLUSTERS,
  workload: WORKLOADS,
  model: MODELS,
  device: DEVICES,
  'fault-profile': PROFILES,
  recovery: RECOVERY_POLICIES,
  'sdc-detector': SDC_DETECTORS,
};

export const PRESET_KINDS = Object.keys(bodies) as readonly PresetKind[];

export const presetNames = (kind: PresetKind): readonly string[] => Object.keys(bodies[kind]);

/**
 * The preset's body: a spec, or for an experiment a document that names other presets; undefined when there
 * is none of that name.
 */
export function getPreset(kind: PresetKind, name: string): unknown {
  return Object.hasOwn(bodies[kind], name) ? bodies[kind][name] : undefined;
}

/** Kinds of presets that are documents of their own; the others are parts of documents. */
const DOCUMENTS: Readonly<Partial<Record<PresetKind, string>>> = {
  cluster: 'Cluster',
  workload: 'Workload',
  'fault-profile': 'FaultProfile',
};

/** The preset as a user may store it: a document that validates where its kind has one, else its body. */
export function presetDocument(kind: PresetKind, name: string): unknown {
  const body = getPreset(kind, name);
  const documentKind = DOCUMENTS[kind];
  return documentKind === undefined || body === undefined
    ? body
    : { apiVersion: API_VERSION, kind: documentKind, ...(body as object) };
}

/** Every preset with one line that says what it is. */
export function listPresets(): readonly PresetEntry[] {
  return PRESET_KINDS.flatMap((kind) =>
    presetNames(kind).map((name) => ({ kind, name, description: describe(kind, name) })),
  );
}

function describe(kind: PresetKind, name: string): string {
  switch (kind) {
    case 'experiment':
      return entryOf(EXPERIMENTS, name).description;
    case 'cluster': {
      const cluster = entryOf(CLUSTERS, name);
      return (
        `${cluster.nodes} nodes x ${cluster.gpusPerNode} ${cluster.device.name}, ` +
        `${cluster.nic.perNode} NICs of ${cluster.nic.bandwidthGBps} GB/s, ${cluster.topology.kind}`
      );
    }
    case 'workload': {
      const { model, parallelism, schedule, batch } = entryOf(WORKLOADS, name);
      return (
        `${model.name}: PP${parallelism.pipeline} x TP${parallelism.tensor} x ` +
        (`EP${parallelism.expert} x DP${parallelism.data}, ${schedule.name}, ` +
          `${batch.globalSequences} x ${batch.sequenceLength} tokens`)
      );
    }
    case 'model': {
      const model = entryOf(MODELS, name);
      return (
        `${model.layers} layers, hidden ${model.hidden}, ` +
        `${model.moe === undefined ? 'dense' : `${model.moe.routedExperts} experts, top ${model.moe.topK}`}`
      );
    }
    case 'fault-profile':
      return entryOf(PROFILES, name).description;
    case 'recovery':
      return entryOf(RECOVERY_POLICIES, name).description;
    case 'sdc-detector': {
      const { recall, source } = SDC_DETECTORS[name as keyof typeof SDC_DETECTORS];
      return `finds ${100 * recall} % of silent corruptions: ${source}`;
    }
    case 'device': {
      const device = entryOf(DEVICES, name);
      return (
        `${device.bf16Tflops} TFLOPS BF16, ${device.memoryGB} GB at ${device.memoryBandwidthGBps} ` +
        `GB/s, NVLink ${device.nvlinkGBps} GB/s`
      );
    }
  }
}
