/**
 * The pace of the host (docs/model/software.md, section 2). Host and device are a pipeline: the host runs
 * ahead while the device works, so a pass of a layer takes as long as the slower of the two, not their sum.
 */
import { type LayerKind, type LayerOperation, type OperationSection } from '../model/index.js';
import { streamLaunches } from '../kernels/index.js';
import { type GraphScope, type Software, expertCallSeconds, hostPassSeconds } from '../software/index.js';
import { graphScopeOf } from './graph-scope.js';
import { type PhaseTimes, type SectionTimes, at } from './section-times.js';

/** Kernels that the host launches for operations. */
export function launchesOf(operations: readonly LayerOperation[]): number {
  let launches = 0;
  for (const operation of operations)
    launches +=
      operation.kind === 'stream' ? streamLaunches({ ...operation, pass: operation.kernelPass }) : 1;
  return launches;
}

/** Host seconds of a layer's sections: forward, and backward with its recomputation and weight gradients. */
export interface LayerHost {
  readonly attentionForward: number;
  readonly mlpForward: number;
  readonly attentionBackward: number;
  readonly mlpBackward: number;
  /** Of what is repeated ahead of the backward, where it is not the forward's own sections. */
  readonly repeated?: { readonly attention: number; readonly mlp: number };
}

export interface PassOperations {
  readonly forward: readonly LayerOperation[];
  /** Recomputation of the backward, input gradients and weight gradients. */
  readonly backward: readonly LayerOperation[];
  readonly repeated?: readonly LayerOperation[];
}

/**
 * Calls for single experts, beyond the one for all: of their products and of the casts of their rows, with
 * their maxima where a scale needs one, where no kernel takes all of them.
 */
function expertCalls(software: Software | undefined, operations: readonly LayerOperation[]): number {
  if (software === undefined || software.fused.experts) return 0;
  const routed = operations.filter(({ name }) => name.startsWith('routed_'));
  const groups = routed.map((operation) => (operation.kind === 'grouped-gemm' ? operation.groups : 1));
  const each = routed.filter(({ kind, name }) => kind === 'grouped-gemm' || /-(cast|maximum)/.test(name));
  return each.length * (Math.max(1, ...groups) - 1);
}

/** `collectives`: launches of one section and pass for its tensor-parallel group. */
export function layerHost(
  software: Software | undefined,
  { forward, backward, repeated }: PassOperations,
  collectives: number,
  kind: LayerKind,
): LayerHost {
  const seconds = (operations: readonly LayerOperation[], pass: 'forward' | 'backward'): number => {
    const graphs = new Set<GraphScope>();
    const launched = operations.filter((operation) => {
      const scope = graphScopeOf(operation, kind);
      if (scope === undefined || software?.graphs.includes(scope) !== true) return true;
      graphs.add(scope);
      return false;
    });
    return (
      hostPassSeconds(software, launchesOf(launched) + graphs.size, pass) +
      expertCallSeconds(software, expertCalls(software, launched))
    );
  };
  const of = (operations: readonly LayerOperation[], section: OperationSection): number => {
    const mine = operations.filter((operation) => operation.section === section);
    const isAgain = ({ pass }: LayerOperation): boolean => pass === 'forward' || pass === 'recompute';
    return (
      seconds(mine.filter(isAgain), 'forward') +
      seconds(
        mine.filter((operation) => !isAgain(operation)),
        'backward',
      )
    );
  };
  const [before, after] = (['forward', 'backward'] as const).map((pass) =>
    hostPassSeconds(software, collectives, pass),
  ) as [number, number];
  return {
    attentionForward: of(forward, 'attention') + before,
    mlpForward: of(forward, 'mlp') + before,
    attentionBackward: of(backward, 'attention') + after,
    mlpBackward: of(backward, 'mlp') + after,
    ...(repeated === undefined
      ? {}
      : { repeated: { attention: of(repeated, 'attention'), mlp: of(repeated, 'mlp') + before } }),
  };
}

/** Sections that wait for the host where it is slower, each by its share of the pass's launches. */
export function pacedSections(onDevice: SectionTimes, host: LayerHost): SectionTimes {
  const sections = withPacedRepeat(onDevice, host);
  const forward = host.attentionForward + host.mlpForward;
  const backward = host.attentionBackward + host.mlpBackward;
  const lateForward = forward - sections.attentionForward - at(sections.mlpForward, 1);
  const lateBackward =
    backward -
    sections.attentionBackward -
    sections.attentionWeight -
    at(sections.mlpBackward, 1) -
    at(sections.mlpWeight, 1);
  if (lateForward <= 0 && lateBackward <= 0) return sections;
  const [f, b] = [Math.max(0, lateForward), Math.max(0, lateBackward)];
  const more = (time: SectionTimes['mlpForward'], seconds: number) => ({
    ...time,
    fixed: time.fixed + seconds,
  });
  const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
  return {
    ...sections,
    attentionForward: sections.attentionForward + f * share(host.attentionForward, forward),
    mlpForward: more(sections.mlpForward, f * share(host.mlpForward, forward)),
    attentionBackward: sections.attentionBackward + b * share(host.attentionBackward, backward),
    mlpBackward: more(sections.mlpBackward, b * share(host.mlpBackward, backward)),
  };
}

/** What is repeated waits for its own launches. */
function withPacedRepeat(sections: SectionTimes, { repeated: host }: LayerHost): SectionTimes {
  const { repeated } = sections;
  if (repeated === undefined || host === undefined) return sections;
  const late = Math.max(0, host.attention + host.mlp - repeated.attention - at(repeated.mlp, 1));
  const mlp = { ...repeated.mlp, fixed: repeated.mlp.fixed + late };
  return { ...sections, repeated: { ...repeated, mlp } };
}

/** The same for one of the model's ends. */
export function pacedPhases(
  times: PhaseTimes,
  software: Software | undefined,
  { forward, backward }: PassOperations,
): PhaseTimes {
  const before = hostPassSeconds(software, launchesOf(forward), 'forward');
  const after = hostPassSeconds(software, launchesOf(backward), 'backward');
  const late = Math.max(0, after - times.backwardInput - times.backwardWeight);
  return {
    ...times,
    forward: Math.max(times.forward, before),
    backwardInput: times.backwardInput + late,
  };
}
