/**
 * Energy of an answered token: what GPUs draw while they wait, what their passes draw beyond that, and the
 * network. Of a pass no more than the board's limit (docs/model/energy.md).
 */
import { type NetworkWatts, networkWatts } from '@railyard/cluster';
import { type Activity, type DevicePower, IDLE, devicePower, together } from '@railyard/parallelism';
import { type ServingSpec, computedTokens } from '../spec/index.js';
import { type DecodeService } from './decode-service.js';
import { type PrefillService } from './prefill-service.js';

export interface ServiceEnergy {
  /** Of a GPU, in a pass. */
  readonly prefillW: number;
  readonly decodeW: number;
  readonly ratedW: number;
  /** Measured on a board of this chip and rating; else the range goes from idle to the rating. */
  readonly isMeasured: boolean;
  /** Of the scale-out network, for each GPU; absent where its list has no part for it. */
  readonly network?: NetworkWatts;
  /** Of all GPUs, and of the network. */
  readonly joulesPerToken: number;
  readonly joulesPerTokenRange: readonly [low: number, high: number];
}

type Rates = (power: DevicePower) => number;

/**
 * Undefined where the rating of the board is not known.
 * @param gpuSecondsPerToken of all GPUs, those that wait included
 */
export function serviceEnergy(
  spec: ServingSpec,
  { prefill, decode }: { readonly prefill: PrefillService; readonly decode: DecodeService },
  gpuSecondsPerToken: number,
): ServiceEnergy | undefined {
  const { device } = spec.cluster;
  const reading = devicePower(device, prefill.pass, prefill.pass.totalS);
  const writing = devicePower(device, stepActivity(decode), decode.stepS);
  const waiting = devicePower(device, IDLE, 1);
  if (reading === undefined || writing === undefined || waiting === undefined) return undefined;
  const network = networkWatts(spec.cluster, spec.prices);
  const { outputTokens } = spec.requests;
  const readS = computedTokens(spec.requests) / prefill.tokensPerSPerGpu / outputTokens;
  // GPU seconds of a token: those of the step over its tokens.
  const writeS = 1 / decode.tokensPerSPerGpu;
  const joules = (of: Rates, networkW: number): number =>
    // What the passes do not take of the GPUs' time, they wait.
    of(reading) * readS +
    of(writing) * writeS +
    waiting.watts * Math.max(0, gpuSecondsPerToken - readS - writeS) +
    networkW * gpuSecondsPerToken;
  const [low, high] = network?.range ?? [0, 0];
  return {
    prefillW: reading.watts,
    decodeW: writing.watts,
    ratedW: reading.ratedW,
    isMeasured: reading.isMeasured,
    ...(network === undefined ? {} : { network }),
    joulesPerToken: joules(({ watts }) => watts, network?.wattsPerGpu ?? 0),
    joulesPerTokenRange: [joules(({ range }) => range[0], low), joules(({ range }) => range[1], high)],
  };
}

const stepActivity = ({ pass, draft }: DecodeService): Activity => together([pass, draft]);
