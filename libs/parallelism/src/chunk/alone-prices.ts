/**
 * Operations on a device that does nothing else, each priced once for all shapes that share it: layouts which
 * differ only in what their backward repeats have the same forward and gradients.
 */
import { type DeviceSpec } from '@railyard/cluster';
import { type LayerOperation, type LayerShape, type StreamOperation, plainShapeOf } from '../model/index.js';
import { operationSeconds } from './operation-seconds.js';
import { type Situation, situations } from './situation.js';
import { type PartByPass } from './tensor-share.js';

export class AlonePrices {
  /** All SMs free. */
  private readonly situation: Situation;
  /** At the clock of the calibration. */
  private readonly usual = new Map<LayerOperation, number>();
  /** Of memory-bound ones: without the bytes that they move. */
  private readonly starts = new Map<LayerOperation, number>();
  /** At full clock, by the SMs that exchanges leave to persistent kernels. */
  private readonly full = new Map<number, Map<LayerOperation, number>>();

  constructor(private readonly device: DeviceSpec) {
    this.situation = situations(device, 0, false).alone;
  }

  /** The share of tensor work of these parts, as `atOwnClock` has it. */
  atOwnClock(parts: readonly PartByPass[]): Situation {
    let tensor = 0;
    let stream = 0;
    let all = 0;
    for (const { passes, count } of parts) {
      for (const operations of passes) {
        for (const operation of operations) {
          const seconds = count * this.usualOf(operation);
          all += seconds;
          if (operation.kind !== 'stream') tensor += seconds;
          else stream += seconds - count * this.startsOf(operation);
        }
      }
    }
    if (all === 0) return this.situation;
    return { ...this.situation, tensorShare: tensor / all, streamShare: stream / all };
  }

  /** Seconds of a part's operations one after another, the clock as `clocked` has it. */
  total({ passes }: PartByPass, clocked: Situation): number {
    let seconds = 0;
    for (const operations of passes)
      for (const operation of operations)
        // The clock is that of the tensor cores.
        seconds +=
          operation.kind === 'stream'
            ? this.usualOf(operation)
            : operationSeconds(this.device, operation, clocked);
    return seconds;
  }

  /** The same at full clock. */
  least({ passes }: PartByPass, persistentSms: number): number {
    const known = this.fullWith(persistentSms);
    const situation = { ...this.situation, persistentSms, tensorShare: 0 };
    let total = 0;
    for (const operations of passes) {
      for (const operation of operations) {
        let seconds = operation.kind === 'stream' ? this.usualOf(operation) : known.get(operation);
        if (seconds === undefined)
          known.set(operation, (seconds = operationSeconds(this.device, operation, situation)));
        total += seconds;
      }
    }
    return total;
  }

  private fullWith(persistentSms: number): Map<LayerOperation, number> {
    let known = this.full.get(persistentSms);
    if (known === undefined) this.full.set(persistentSms, (known = new Map()));
    return known;
  }

  private startsOf(operation: StreamOperation): number {
    let seconds = this.starts.get(operation);
    if (seconds === undefined) {
      seconds = operationSeconds(this.device, { ...operation, bytes: 0 }, this.situation);
      this.starts.set(operation, seconds);
    }
    return seconds;
  }

  private usualOf(operation: LayerOperation): number {
    let seconds = this.usual.get(operation);
    if (seconds === undefined)
      this.usual.set(operation, (seconds = operationSeconds(this.device, operation, this.situation)));
    return seconds;
  }
}

interface Latest {
  readonly device: DeviceSpec;
  readonly plain: LayerShape;
  readonly prices: AlonePrices;
}

let latest: Latest | undefined;

/** Of the shape's operations; rows of a search that share them follow one another, so the latest are kept. */
export function alonePrices(device: DeviceSpec, shape: LayerShape): AlonePrices {
  const plain = plainShapeOf(shape);
  if (latest?.device !== device || latest.plain !== plain)
    latest = { device, plain, prices: new AlonePrices(device) };
  return latest.prices;
}
