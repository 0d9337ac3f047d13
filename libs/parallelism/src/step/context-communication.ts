/** Times and traffic of ranks that share a sequence: keys and values go round, are dealt out or gathered. */
import {
  type Fabric,
  type Traffic,
  addAllToAll,
  addRings,
  addSends,
  allGather,
  allToAll,
  reduceScatter,
  sendReceive,
} from '@railyard/cluster';
import { type ContextTimes } from '../chunk/index.js';
import {
  type ContextExchange,
  type LayerKind,
  type LayerShape,
  PRECISION_RECIPES,
  contextExchange,
  layerKinds,
} from '../model/index.js';
import { type RankPlacement, type WorkloadSpec, groupMembers } from '../plan/index.js';

/**
 * One collective of a layer's pass. `bytes` as its kind counts them: of a message (send), of what a rank ends
 * with (gather) or begins with (scatter, all-to-all).
 */
export interface ContextMessage {
  readonly kind: 'send' | 'gather' | 'scatter' | 'all-to-all';
  readonly bytes: number;
  /** How often it is repeated: hops of a ring. */
  readonly times: number;
}

/** What a kind of layer exchanges in one pass of a micro-batch. */
export interface ContextMessages {
  readonly forward: readonly ContextMessage[];
  readonly backward: readonly ContextMessage[];
}

export function contextMessages(kind: LayerKind, shape: LayerShape): ContextMessages {
  const { context } = shape;
  const exchange = context === undefined ? undefined : contextExchange(kind.mixer, shape);
  if (context === undefined || exchange === undefined) return { forward: [], backward: [] };
  const bytes = (elements: number): number =>
    PRECISION_RECIPES[shape.precision].elementBytes * shape.tokens * elements;
  if (exchange.kind === 'heads' || context.method === 'all-to-all') return dealtOut(exchange, bytes);
  const keyValues = bytes(exchange.keyValues);
  if (context.method === 'ring' && meetsAllKeys(kind)) {
    // Backward, blocks go round again with their gradients, which end where their keys are.
    const hops = { kind: 'send' as const, times: context.ranks - 1 };
    return {
      forward: [{ ...hops, bytes: keyValues }],
      backward: [{ ...hops, bytes: 2 * keyValues }],
    };
  }
  const gathered = { kind: 'gather' as const, bytes: context.ranks * keyValues, times: 1 };
  return { forward: [gathered], backward: [gathered, { ...gathered, kind: 'scatter' }] };
}

/** Queries, keys and values before the core and outputs after it; backward the same ways in reverse. */
function dealtOut(exchange: ContextExchange, bytes: (elements: number) => number): ContextMessages {
  const messages: readonly ContextMessage[] = [
    { kind: 'all-to-all', bytes: bytes(exchange.queries + exchange.keyValues), times: 1 },
    { kind: 'all-to-all', bytes: bytes(exchange.output), times: 1 },
  ];
  return { forward: messages, backward: messages };
}

const meetsAllKeys = ({ mixer }: LayerKind): boolean =>
  (mixer.kind === 'gqa' && mixer.window === undefined && mixer.chunk === undefined) ||
  (mixer.kind === 'mla' && mixer.indexer === undefined);

/** [kinds] undefined where no sequence is shared. */
export function contextTimes(
  fabric: Fabric,
  { model, parallelism }: WorkloadSpec,
  placement: RankPlacement,
  shape: LayerShape,
): readonly ContextTimes[] | undefined {
  if (shape.context === undefined) return undefined;
  const groups = contextGroups(placement);
  const seconds = messageSeconds(fabric, groups);
  return layerKinds(model).map((kind): ContextTimes => {
    const { forward, backward } = contextMessages(kind, shape);
    const ring = forward.find((message) => message.kind === 'send');
    const sum = (messages: readonly ContextMessage[]): number =>
      messages.reduce((total, message) => total + message.times * seconds(message), 0);
    return {
      forward: sum(forward),
      backward: sum(backward),
      hops: parallelism.overlap?.context === false ? 0 : (ring?.times ?? 0),
    };
  });
}

function messageSeconds(fabric: Fabric, groups: number[][]): (message: ContextMessage) => number {
  const known = new Map<string, number>();
  return ({ kind, bytes }) => {
    const key = `${kind}/${bytes}`;
    const seconds = known.get(key) ?? secondsOf(fabric, groups, kind, bytes);
    known.set(key, seconds);
    return seconds;
  };
}

function secondsOf(fabric: Fabric, groups: number[][], kind: ContextMessage['kind'], bytes: number): number {
  switch (kind) {
    case 'send':
      return sendReceive(fabric, { pairs: groups.flatMap(neighbours), bytes }).seconds;
    case 'gather':
      return allGather(fabric, { groups, bytes }).seconds;
    case 'scatter':
      return reduceScatter(fabric, { groups, bytes }).seconds;
    case 'all-to-all':
      return allToAll(fabric, { groups, bytes }).seconds;
  }
}

/** Puts `passes` of these messages, in these groups, into an account. */
export function addContextMessages(
  traffic: Traffic,
  groups: number[][],
  messages: readonly ContextMessage[],
  passes: number,
): void {
  for (const { kind, bytes, times } of messages) {
    const all = { groups, bytes: bytes * times * passes };
    if (all.bytes === 0) continue;
    if (kind === 'send') addSends(traffic, { pairs: groups.flatMap(neighbours), bytes: all.bytes });
    else if (kind === 'all-to-all') addAllToAll(traffic, all);
    else addRings(traffic, kind === 'gather' ? 'all-gather' : 'reduce-scatter', all);
  }
}

const contextGroups = ({ contextGroups: groups }: RankPlacement): number[][] =>
  Array.from({ length: groups.count }, (_, group) => [...groupMembers(groups, group)]);

/** Each member with the next one round the ring. */
const neighbours = (group: readonly number[]): readonly (readonly [number, number])[] =>
  group.map((gpu, i) => [gpu, group[(i + 1) % group.length] as number] as const);
