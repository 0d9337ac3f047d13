/** The phase after the pipeline, one part after the other, each on the stream that does it. */
import { type OptimizerPhase, type SliceArguments, type TimelineSlice } from '@railyard/parallelism';

type PhaseStream = 'optimizer' | 'gradients' | 'parameters';

export function optimizerSlices(
  phase: OptimizerPhase,
  from: number,
): Readonly<Record<PhaseStream, readonly TimelineSlice[]>> {
  const { reducedBytesPerGpu, gatheredBytesPerGpu } = phase;
  const reduced = { bytesOfPhase: reducedBytesPerGpu };
  const gathered = { bytesOfPhase: gatheredBytesPerGpu };
  const parts: readonly (readonly [PhaseStream, string, number, SliceArguments?])[] = [
    ['gradients', 'reduce dense gradients', phase.denseReduceS, reduced],
    ['gradients', 'reduce expert gradients', phase.expertReduceS, reduced],
    ['optimizer', 'gradient norm', phase.normS],
    ['gradients', 'gather momentum', phase.momentumGatherS ?? 0],
    ['optimizer', 'orthogonalize', phase.orthogonalizeS ?? 0],
    ['optimizer', 'update', phase.updateS],
    ['parameters', 'gather dense weights', phase.denseGatherS, gathered],
    ['parameters', 'gather expert weights', phase.expertGatherS, gathered],
    ['optimizer', 'cast weights', phase.castS],
    ['optimizer', 'clear gradients', phase.clearS],
  ];
  const slices: Record<PhaseStream, TimelineSlice[]> = { optimizer: [], gradients: [], parameters: [] };
  let at = from;
  for (const [stream, name, durationS, args] of parts) {
    if (durationS <= 0) continue;
    const category = stream === 'optimizer' ? 'optimizer' : 'communication';
    slices[stream].push({ name, category, startS: at, durationS, args: { phase: 'optimizer', ...args } });
    at += durationS;
  }
  return slices;
}
