/**
 * How far the times of a service may lie from what was computed, for what is drawn and what is not known
 * exactly: as of a training step (`uncertainty/band.ts`), terms are independent and add in squares, upwards
 * and downwards each for itself.
 */
import { type Service, type ServingSpec, serve } from '@railyard/serving';
import { type Uncertainty } from '../result.js';
import { rangedServiceInputs } from './ranged-service-inputs.js';

export type Interval = readonly [low: number, high: number];

/**
 * Decode's dispatch and combine, pools by themselves, and one that does both or both together where requests
 * are under way.
 */
const SERVICE_TIMES = {
  exchange: ({ decode: { pass } }: Service) => pass.dispatchS + pass.combineS,
  prefill: ({ prefill }: Service) => 1 / prefill.tokensPerSPerGpu,
  decode: ({ decode }: Service) => decode.timePerTokenS,
  mixed: ({ shared, deployment }: Service) => deployment?.timePerTokenS ?? shared.timePerTokenS,
} as const;

export type TimedPhase = keyof typeof SERVICE_TIMES;

type OfPhases<T> = Readonly<Record<TimedPhase, T>>;

export interface ServiceDoubt {
  /** 90 % interval of the time over what was computed. */
  readonly intervals: OfPhases<Interval>;
  readonly uncertainty: ServiceUncertainty;
}

export interface ServiceUncertainty {
  /** Share of cases that a band is to hold. */
  readonly level: number;
  /** Deviation of a step of decode over draws of the routing, per cent; absent where nothing is drawn. */
  readonly draws?: { readonly count: number; readonly decodePct: number };
  /** With the change of each time at both ends of the range, per cent. */
  readonly inputs: readonly (Omit<Uncertainty['inputs'][number], 'stepPct'> & {
    readonly timePct: OfPhases<Interval>;
  })[];
}

const LEVEL = 0.9;
/** Half-width of a normal 90 % interval, in deviations. */
const DEVIATIONS = 1.6449;
const DRAWS = 4;

export function serviceDoubt(spec: ServingSpec, service: Service, seed: number): ServiceDoubt {
  const changes = (other: Service): OfPhases<number> =>
    ofPhases((phase) => {
      const base = SERVICE_TIMES[phase](service);
      return base === 0 ? 0 : SERVICE_TIMES[phase](other) / base - 1;
    });
  const draws = isDrawn(spec)
    ? Array.from({ length: DRAWS }, (_, i) => changes(serve(spec, seed + 1 + i)))
    : [];
  const inputs = rangedServiceInputs(spec).map(({ changeTo, ...input }) => {
    const [low, high] = [changeTo(input.range[0]), changeTo(input.range[1])].map((changed) =>
      changes(serve(changed, seed)),
    ) as [OfPhases<number>, OfPhases<number>];
    return { ...input, ends: ofPhases((phase): Interval => [low[phase], high[phase]]) };
  });
  const drawn = (phase: TimedPhase): number => rootMeanSquare(draws.map((draw) => draw[phase]));
  return {
    intervals: ofPhases((phase) =>
      interval(
        DEVIATIONS * drawn(phase),
        inputs.map(({ ends }) => ends[phase]),
      ),
    ),
    uncertainty: {
      level: LEVEL,
      ...(draws.length === 0 ? {} : { draws: { count: DRAWS, decodePct: 100 * drawn('decode') } }),
      inputs: inputs.map(({ ends, ...input }) => ({
        ...input,
        timePct: ofPhases((phase): Interval => [100 * ends[phase][0], 100 * ends[phase][1]]),
      })),
    },
  };
}

const isDrawn = ({ model, routing, prefill, decode }: ServingSpec): boolean =>
  model.moe !== undefined && routing.expertLoadCv > 0 && Math.max(prefill.expert, decode.expert) > 1;

const ofPhases = <T>(of: (phase: TimedPhase) => T): OfPhases<T> => ({
  exchange: of('exchange'),
  prefill: of('prefill'),
  decode: of('decode'),
  mixed: of('mixed'),
});

/** Around the service's own draw. */
const rootMeanSquare = (values: readonly number[]): number =>
  values.length === 0 ? 0 : Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);

function interval(drawn: number, ends: readonly Interval[]): Interval {
  const half = (sign: 1 | -1): number =>
    Math.sqrt(
      ends.reduce((sum, [low, high]) => {
        const most = Math.max(0, sign * low, sign * high);
        return sum + most * most;
      }, drawn * drawn),
    );
  return [1 - half(-1), 1 + half(1)];
}
