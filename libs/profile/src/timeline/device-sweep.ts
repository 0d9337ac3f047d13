/**
 * The work of a device, swept once by start: streams, kinds, names, overlap, phases and layers. What is kept
 * grows with streams, names and annotated ranges, not with kernels.
 */
import { elementAt } from '@railyard/base';
import { type KernelKind, isCommunication } from '../kernels/index.js';
import { type Annotation, type DeviceWork } from '../trace/index.js';
import { type Attribution } from './attribution.js';
import { type KindTimes, MS, addTime, roleOf } from './kind-times.js';
import { RangeSweep } from './phases.js';
import { type Overlap, type KernelTime, type StreamProfile } from './profile-parts.js';
import { RunningUnion } from './running-union.js';

interface Stream {
  kernels: number;
  readonly kindsMs: KindTimes;
  readonly busy: RunningUnion;
}

export class DeviceSweep {
  readonly compute = new RunningUnion();
  readonly communication = new RunningUnion();
  /** Communication that moves data, without waiting for peers. */
  readonly data = new RunningUnion();
  readonly kindsMs: KindTimes = {};
  readonly ranges = new RangeSweep(this.compute);
  unattributed = 0;
  private endUs = -Infinity;
  private bothUs = 0;
  private bothWithDataUs = 0;
  private readonly streams = new Map<number, Stream>();
  /** [name] */
  private readonly totalUs: Float64Array;
  private readonly kernels: Float64Array;

  constructor(
    private readonly work: DeviceWork,
    private readonly annotations: readonly Annotation[],
    private readonly attribution: Attribution,
  ) {
    this.totalUs = new Float64Array(work.names.length);
    this.kernels = new Float64Array(work.names.length);
    for (let row = 0; row < work.length; row += 1) this.take(row);
  }

  get originUs(): number {
    return this.work.start(0);
  }

  get spanUs(): number {
    return this.endUs - this.originUs;
  }

  private take(row: number): void {
    const { work } = this;
    const [startUs, durationUs, nameId] = [work.start(row), work.duration(row), work.nameId(row)];
    const endUs = startUs + durationUs;
    const kind = elementAt(work.kinds, nameId);
    if (endUs > this.endUs) this.endUs = endUs;
    this.totalUs[nameId] = elementAt(this.totalUs, nameId) + durationUs;
    this.kernels[nameId] = elementAt(this.kernels, nameId) + 1;
    addTime(this.kindsMs, kind, durationUs);
    this.takeOnStream(work.stream(row), kind, startUs, durationUs);
    const communicates = isCommunication(kind);
    this.takeOverlap(kind, communicates, startUs, endUs);
    const range = this.attribution.of(work.correlation(row));
    if (range < 0) {
      this.unattributed += 1;
      return;
    }
    const layer = elementAt(this.attribution.occurrence, range);
    this.ranges.add(elementAt(this.annotations, range).name, layer, kind, startUs, durationUs);
    this.ranges.addToLayer(layer, communicates, startUs, endUs);
  }

  private takeOnStream(number: number, kind: KernelKind, startUs: number, durationUs: number): void {
    let stream = this.streams.get(number);
    if (stream === undefined) {
      stream = { kernels: 0, kindsMs: {}, busy: new RunningUnion() };
      this.streams.set(number, stream);
    }
    stream.kernels += 1;
    addTime(stream.kindsMs, kind, durationUs);
    stream.busy.add(startUs, startUs + durationUs);
  }

  /** Every kernel by its own name: streams mix computation and communication. */
  private takeOverlap(kind: KernelKind, communicates: boolean, startUs: number, endUs: number): void {
    const { compute, communication, data, ranges } = this;
    ranges.reach(startUs);
    if (!communicates) {
      compute.add(startUs, endUs);
      this.bothUs += communication.sharedWithPieceOf(compute);
      this.bothWithDataUs += data.sharedWithPieceOf(compute);
      ranges.computed();
      return;
    }
    communication.add(startUs, endUs);
    this.bothUs += compute.sharedWithPieceOf(communication);
    if (kind !== 'communication') return;
    data.add(startUs, endUs);
    this.bothWithDataUs += compute.sharedWithPieceOf(data);
  }

  get overlap(): Overlap {
    return this.overlapWith(this.communication, this.bothUs);
  }

  get overlapWithData(): Overlap {
    return this.overlapWith(this.data, this.bothWithDataUs);
  }

  private overlapWith(communication: RunningUnion, bothUs: number): Overlap {
    const computeOnlyUs = this.compute.totalUs - bothUs;
    const communicationOnlyUs = communication.totalUs - bothUs;
    return {
      bothMs: bothUs * MS,
      computeOnlyMs: computeOnlyUs * MS,
      communicationOnlyMs: communicationOnlyUs * MS,
      neitherMs: (this.spanUs - bothUs - computeOnlyUs - communicationOnlyUs) * MS,
    };
  }

  streamProfiles(): readonly StreamProfile[] {
    return [...this.streams]
      .sort(([a], [b]) => a - b)
      .map(([stream, { kernels, kindsMs, busy }]) => ({
        stream,
        role: roleOf(kindsMs),
        kernels,
        busyMs: busy.totalUs * MS,
        kindsMs,
      }));
  }

  topKernels(listed: number): readonly KernelTime[] {
    const { totalUs, kernels } = this;
    return this.work.names
      .map((name, id) => ({ name, id }))
      .filter(({ id }) => elementAt(kernels, id) > 0)
      .sort((a, b) => elementAt(totalUs, b.id) - elementAt(totalUs, a.id) || (a.name < b.name ? -1 : 1))
      .slice(0, listed)
      .map(({ name, id }) => ({
        name,
        kind: elementAt(this.work.kinds, id),
        kernels: elementAt(kernels, id),
        totalMs: elementAt(totalUs, id) * MS,
      }));
  }
}
