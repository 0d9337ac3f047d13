/**
 * From the paper's limits of decoding (section 2.3.2) to what a service does: documents that begin with
 * everything ideal and give up one assumption after the other.
 */
import { type ModelSpec } from '@railyard/parallelism';
import { type DecodeService, serve } from '@railyard/serving';
import { API_VERSION, type ServingDocument } from '../document.js';
import { assign } from '../documents/index.js';
import { prepareServing } from './run-serving.js';

type Changes = Readonly<Record<string, unknown>>;

const DECODE_NETWORKS = ['CX7 400G IB', 'GB200 NVL72'] as const;
type DecodeNetwork = (typeof DECODE_NETWORKS)[number];

export interface DecodeRung {
  readonly network: DecodeNetwork;
  readonly name: string;
  /** Dispatch and combine of a layer and one micro-batch. */
  readonly communicationS: number;
  /** Of two micro-batches, whose exchanges take turns. */
  readonly layerS: number;
  /** Exchanges alone where computation is free; else the step. */
  readonly tokenS: number;
}

/** One expert on each of so many devices: those of one domain, or of nodes with one GPU each. */
const DEVICES = 128;
const spread = { gpus: DEVICES, expert: DEVICES };
/** 32 tokens of each device in each of two micro-batches. */
const BATCH = 64;

const IDEAL_MODEL: Changes = {
  preset: 'deepseek-v3',
  hidden: 7000,
  // The shared expert is a ninth that every token goes to, and all layers have experts.
  moe: { routedExperts: DEVICES, topK: 9, sharedExperts: 0, denseLayers: 0 },
};

const IDEAL_MACHINES: Readonly<Record<DecodeNetwork, Changes>> = {
  'CX7 400G IB': { preset: 'h800-16384-fat-tree', gpusPerNode: 1, nodes: DEVICES, nic: { perNode: 1 } },
  'GB200 NVL72': { preset: 'gb200-72', gpusPerNode: DEVICES, nodes: 1, nic: { perNode: DEVICES } },
};

const document = (cluster: Changes, model: Changes, pool: Changes): Changes => ({
  apiVersion: API_VERSION,
  kind: 'Serving',
  cluster,
  model,
  precision: 'fp8',
  prefill: pool,
  decode: { ...pool, overlap: true, batch: BATCH },
  requests: { promptTokens: 1, outputTokens: 1 },
  routing: { expertLoadCv: 0 },
  communication: { startUs: 0, lineShare: 1 },
});

const idealDecode = (network: DecodeNetwork): Changes =>
  document(IDEAL_MACHINES[network], IDEAL_MODEL, spread);

/** The machines as they are, with their experts; links and routing still ideal. */
const OWN: Readonly<Record<DecodeNetwork, Changes>> = {
  'CX7 400G IB': document(
    { preset: 'h800-2048-mpft' },
    { preset: 'deepseek-v3' },
    { gpus: 144, expert: 144, redundantExperts: 32 },
  ),
  'GB200 NVL72': document(
    { preset: 'gb200-72' },
    { preset: 'deepseek-v3' },
    { gpus: 72, expert: 72, redundantExperts: 32 },
  ),
};

/** Each with those before it; `free`: computation takes no time. */
const STEPS: readonly { readonly name: string; readonly free: boolean; readonly changes: Changes }[] = [
  { name: 'own sizes, 8 of 256 experts over the network', free: true, changes: {} },
  { name: 'start of kernels and hops', free: true, changes: { communication: { lineShare: 1 } } },
  { name: 'rates that small messages reach', free: true, changes: { communication: {} } },
  { name: 'computation at 1,024 of context', free: false, changes: { 'requests.promptTokens': 1024 } },
  { name: 'uneven experts', free: false, changes: { routing: {} } },
  { name: 'computation at 4,096 of context', free: false, changes: { 'requests.promptTokens': 4096 } },
  { name: 'computation at 32,768 of context', free: false, changes: { 'requests.promptTokens': 32_768 } },
];

function decodeLadder(): readonly DecodeRung[] {
  return DECODE_NETWORKS.flatMap((network) => {
    const ideal = rungOf(network, 'everything ideal', idealDecode(network), true);
    let changes: Changes = {};
    const steps = STEPS.map(({ name, free, changes: own }) => {
      changes = { ...changes, ...own };
      return rungOf(network, name, changed(OWN[network], changes), free);
    });
    return [ideal, ...steps];
  });
}

const changed = (base: Changes, changes: Changes): unknown =>
  assign(
    base,
    Object.entries(changes).map(([path, value]) => ({ path, value })),
  );

/** Decode as it is computed, without its band. */
function served(input: unknown): { readonly spec: ServingDocument; readonly decode: DecodeService } {
  const { document: spec } = prepareServing(input);
  return { spec, decode: serve(spec, spec.seed).decode };
}

function rungOf(network: DecodeNetwork, name: string, input: unknown, free: boolean): DecodeRung {
  const { spec, decode } = served(input);
  const exchangeS = decode.pass.dispatchS + decode.pass.combineS;
  const layerS = exchangeS / routedLayers(spec.model);
  return {
    network,
    name,
    communicationS: layerS / 2,
    layerS,
    tokenS: free ? exchangeS : decode.timePerTokenS,
  };
}

const routedLayers = ({ layers, moe }: ModelSpec): number => layers - (moe?.denseLayers ?? 0);

/** Where the gain of a drafted token goes (section 2.3.3): what a step takes with it, over what it took. */
export interface DraftedGain {
  /** Tokens of a step, were verification and draft free: 1 and the acceptance. */
  readonly free: number;
  /** Two tokens of each sequence in a pass, the draft free. */
  readonly verified: number;
  /** With the draft: a layer, and the head once more. */
  readonly drafted: number;
}

/** Of one drafted token. @param batch sequences on each of 144 GPUs */
function draftedGain(acceptance: number, batch: number): DraftedGain {
  const quick = changed(OWN['CX7 400G IB'], {
    communication: {},
    routing: {},
    'decode.overlap': false,
    'decode.batch': batch,
    'requests.promptTokens': 4096,
  });
  const stepOf = (depth: number) =>
    served(changed(quick as Changes, { speculation: { depth, acceptance } })).decode;
  const [plain, drafting] = [stepOf(0), stepOf(1)];
  return {
    free: drafting.tokensPerStep,
    verified: (drafting.tokensPerStep * plain.stepS) / drafting.pass.totalS,
    drafted: (drafting.tokensPerStep * plain.stepS) / drafting.stepS,
  };
}

/** Tokens/s of one user: were everything read at the memory's peak and nothing else done, and as computed. */
export interface OneUser {
  readonly atPeak: number;
  readonly computed: number;
}

function oneUser(device: string, model: string, weights: Changes, more: Changes = {}): OneUser {
  const pool = { gpus: 1 };
  const input = {
    apiVersion: API_VERSION,
    kind: 'Serving',
    cluster: { preset: 'l40s-8', device: { preset: device } },
    model: { preset: model },
    weights,
    prefill: pool,
    decode: { ...pool, batch: 1 },
    requests: { promptTokens: 1024, outputTokens: 256 },
    ...more,
  };
  const { pass, tokensPerSPerUser } = served(input).decode;
  return { atPeak: 1 / pass.memoryS, computed: tokensPerSPerUser };
}

/** Formats of four bits: of weights in a PC whose one chip has 273 GB/s, and as KTransformers serves them. */
const PC_WEIGHTS: Changes = { bits: 4.5, of: 'linear', otherBits: 8.5 };
const FILE_WEIGHTS: Changes = { bits: 4.85, of: 'experts', otherBits: 4.16 };

/** Two sockets with eight channels of DDR5 at 4,800 MT/s each. */
const HOST_GBPS = 2 * 307.2;

/** DeepSeek-V3 with its experts in the memory of a server with one consumer GPU. */
const besideConsumerGpu = (by: 'processor' | 'gpu'): number =>
  oneUser('rtx-4090', 'deepseek-v3', FILE_WEIGHTS, { hostExperts: { by, bandwidthGBps: HOST_GBPS } })
    .computed;

/** What the report on the paper's limits of decoding shows. */
export interface DecodeFindings {
  readonly rungs: readonly DecodeRung[];
  /** Of one drafted token that is accepted at 85 %: with one and with four sequences on a GPU. */
  readonly drafted: { readonly one: DraftedGain; readonly four: DraftedGain };
  /** 236B with 21B of each token, and 70B. */
  readonly pc: { readonly mixture: OneUser; readonly dense: OneUser };
  /** Tokens/s of one user: experts computed by two processors, and copied to the GPU when chosen. */
  readonly hostMemory: { readonly processors: number; readonly copied: number };
}

export const decodeFindings = (): DecodeFindings => ({
  rungs: decodeLadder(),
  drafted: { one: draftedGain(0.85, 1), four: draftedGain(0.85, 4) },
  pc: {
    mixture: oneUser('gb10', 'deepseek-v2', PC_WEIGHTS),
    dense: oneUser('gb10', 'llama3-70b', PC_WEIGHTS),
  },
  hostMemory: { processors: besideConsumerGpu('processor'), copied: besideConsumerGpu('gpu') },
});
