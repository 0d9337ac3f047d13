/**
 * The difference of two profiles of the same work: which part of the timeline, which kind of kernel and which
 * kernel makes one step longer. Times are per training step. The four parts of the timeline add up to the
 * difference of the spans; kernel times do not, since they overlap.
 */
import { type KernelKind } from '../kernels/index.js';
import { type Overlap, type RecordedProfile } from '../timeline/index.js';

/** One side of a difference: a recording, or what a model of the step says of one rank. */
export interface ComparedProfile extends Pick<
  RecordedProfile,
  'steps' | 'spanMs' | 'kindsMs' | 'topKernels'
> {
  readonly phases: readonly Pick<RecordedProfile['phases'][number], 'phase' | 'busyMs'>[];
  /** Without `bothMs` where hidden communication is not distinguished: it is part of computation then. */
  readonly overlap: Omit<Overlap, 'bothMs'> & { readonly bothMs?: number };
}

export interface TimeDifference {
  readonly name: string;
  readonly beforeMs: number;
  readonly afterMs: number;
  readonly changeMs: number;
}

export interface KernelDifference extends TimeDifference {
  readonly kind: KernelKind;
  readonly kernelsBefore: number;
  readonly kernelsAfter: number;
}

export interface ProfileDifference {
  /** Training steps that each side is divided by. */
  readonly stepsBefore: number;
  readonly stepsAfter: number;
  readonly span: TimeDifference;
  /** Computation, with hidden communication distinguished where both sides do, exposed, nothing: the span. */
  readonly parts: readonly TimeDifference[];
  /** Kernel time by kind, the largest change first. */
  readonly kinds: readonly TimeDifference[];
  /** Kernel time by name, the largest change first. */
  readonly kernels: readonly KernelDifference[];
  /** Annotated ranges that both sides have. */
  readonly phases: readonly TimeDifference[];
  /** The part that changed most, in words. */
  readonly explained: string;
}

/** Parts of a timeline that add up to its span. */
const PARTS: readonly (readonly [string, (overlap: ComparedProfile['overlap']) => number])[] = [
  ['communication hidden by computation', ({ bothMs }) => bothMs ?? 0],
  ['computation alone', ({ computeOnlyMs }) => computeOnlyMs],
  ['exposed communication', ({ communicationOnlyMs }) => communicationOnlyMs],
  ['nothing runs (host, bubbles, waits)', ({ neitherMs }) => neitherMs],
];
const WITHOUT_HIDDEN: typeof PARTS = [
  ['computation, with what it hides', ({ bothMs, computeOnlyMs }) => (bothMs ?? 0) + computeOnlyMs],
  ...PARTS.slice(2),
];

export function differenceOf(before: ComparedProfile, after: ComparedProfile): ProfileDifference {
  const [stepsBefore, stepsAfter] = [before.steps, after.steps];
  const compared = (name: string, a: number, b: number): TimeDifference => {
    const [beforeMs, afterMs] = [a / stepsBefore, b / stepsAfter];
    return { name, beforeMs, afterMs, changeMs: afterMs - beforeMs };
  };
  const span = compared('span', before.spanMs, after.spanMs);
  const areTold = before.overlap.bothMs !== undefined && after.overlap.bothMs !== undefined;
  const parts = (areTold ? PARTS : WITHOUT_HIDDEN).map(([name, part]) =>
    compared(name, part(before.overlap), part(after.overlap)),
  );
  const areKnown = [before, after].every(({ kindsMs }) => Object.keys(kindsMs).length > 0);
  const kinds = (areKnown ? keysOf(before.kindsMs, after.kindsMs) : []).map((kind) =>
    compared(kind, before.kindsMs[kind] ?? 0, after.kindsMs[kind] ?? 0),
  );
  const phasesAfter = new Map(after.phases.map(({ phase, busyMs }) => [phase, busyMs]));
  const phases = before.phases.flatMap(({ phase, busyMs }) => {
    const other = phasesAfter.get(phase);
    return other === undefined ? [] : [compared(phase, busyMs, other)];
  });
  return {
    stepsBefore,
    stepsAfter,
    span,
    parts,
    kinds: byChange(kinds),
    kernels: kernelDifferences(before, after, compared),
    phases: byChange(phases),
    explained: explanation(span, parts, byChange(kinds), [longest(before), longest(after)]),
  };
}

const keysOf = (a: ComparedProfile['kindsMs'], b: ComparedProfile['kindsMs']): readonly KernelKind[] => [
  ...new Set([...Object.keys(a), ...Object.keys(b)] as KernelKind[]),
];

const byChange = <T extends TimeDifference>(rows: readonly T[]): readonly T[] =>
  [...rows].sort((a, b) => Math.abs(b.changeMs) - Math.abs(a.changeMs) || (a.name < b.name ? -1 : 1));

function kernelDifferences(
  before: ComparedProfile,
  after: ComparedProfile,
  compared: (name: string, a: number, b: number) => TimeDifference,
): readonly KernelDifference[] {
  const byName = ({ topKernels }: ComparedProfile) =>
    new Map(topKernels.map((kernel) => [kernel.name, kernel]));
  const [was, is] = [byName(before), byName(after)];
  if (was.size === 0 || is.size === 0) return [];
  const names = new Set([...was.keys(), ...is.keys()]);
  return byChange(
    [...names].map((name): KernelDifference => {
      const [a, b] = [was.get(name), is.get(name)];
      return {
        ...compared(name, a?.totalMs ?? 0, b?.totalMs ?? 0),
        kind: (a ?? b)?.kind ?? 'other',
        kernelsBefore: a?.kernels ?? 0,
        kernelsAfter: b?.kernels ?? 0,
      };
    }),
  );
}

type LongestOf = (kind: string) => string;

/** The longest kernel of a kind, in words. */
const longest =
  ({ topKernels, steps }: ComparedProfile): LongestOf =>
  (kind) => {
    const found = topKernels.find((kernel) => kernel.kind === kind);
    return found === undefined
      ? 'none'
      : `${shortened(found.name)}, ${(found.totalMs / steps).toFixed(2)} ms`;
  };

/** Characters of a kernel's name in a sentence. */
const LONGEST_NAME = 48;

const shortened = (name: string): string =>
  name.length <= LONGEST_NAME ? name : `${name.slice(0, LONGEST_NAME - 3)}...`;

function explanation(
  span: TimeDifference,
  parts: readonly TimeDifference[],
  kinds: readonly TimeDifference[],
  [before, after]: readonly [LongestOf, LongestOf],
): string {
  const [part] = byChange(parts);
  const [kind] = kinds;
  const change = (ms: number): string => `${ms < 0 ? '' : '+'}${ms.toFixed(2)} ms`;
  if (part === undefined || Math.abs(span.changeMs) < 1e-6) return 'The spans are equal.';
  return (
    `A step takes ${Math.abs(span.changeMs).toFixed(2)} ms ${span.changeMs < 0 ? 'less' : 'longer'} ` +
    `(${change(part.changeMs)} of it: ${part.name}).` +
    (kind === undefined
      ? ''
      : ` Of the kernels, ${kind.name} changes most: ${change(kind.changeMs)} (the longest before: ` +
        `${before(kind.name)}; after: ${after(kind.name)}).`)
  );
}
