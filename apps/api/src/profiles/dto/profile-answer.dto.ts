/** What a recorded profile holds. */
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  type AnalyzedProfile,
  type CollectiveRate,
  type DeviceProfile,
  type ExecutedProfile,
  type KernelTime,
  type LayerProfile,
  type Overlap,
  type PhaseProfile,
  type ProfileMachine,
  type RetargetedComparison,
  type StreamProfile,
} from '@railyard/profile';

const COUNT = { type: 'integer' } as const;
const TIME = { type: Number, description: 'ms' } as const;
const KINDS = { type: Object, additionalProperties: { type: 'number' }, description: 'ms by kind' } as const;
const ROLE = { enum: ['compute', 'communication'], description: 'By what most of its time is' };

class OverlapAnswer implements Overlap {
  @ApiProperty(TIME) readonly bothMs: number;
  @ApiProperty(TIME) readonly computeOnlyMs: number;
  @ApiProperty({ ...TIME, description: 'Exposed communication' }) readonly communicationOnlyMs: number;
  @ApiProperty(TIME) readonly neitherMs: number;
}

class StreamAnswer implements StreamProfile {
  @ApiProperty(COUNT) readonly stream: number;
  @ApiProperty(ROLE) readonly role: StreamProfile['role'];
  @ApiProperty(COUNT) readonly kernels: number;
  @ApiProperty(TIME) readonly busyMs: number;
  @ApiProperty(KINDS) readonly kindsMs: StreamProfile['kindsMs'];
}

class KernelTimeAnswer implements KernelTime {
  @ApiProperty({ type: String }) readonly name: string;
  @ApiProperty({ type: String }) readonly kind: KernelTime['kind'];
  @ApiProperty(COUNT) readonly kernels: number;
  @ApiProperty(TIME) readonly totalMs: number;
}

const RATE = {
  type: Number,
  nullable: true,
  description: 'GB/s; null where the trace gives no size',
} as const;

class CollectiveAnswer implements CollectiveRate {
  @ApiProperty({ type: String }) readonly operation: CollectiveRate['operation'];
  @ApiProperty({ ...COUNT, nullable: true }) readonly groupSize: number | null;
  @ApiProperty({ ...COUNT, nullable: true }) readonly bytes: number | null;
  @ApiProperty(COUNT) readonly calls: number;
  @ApiProperty(TIME) readonly totalMs: number;
  @ApiProperty(TIME) readonly shortestMs: number;
  @ApiProperty(RATE) readonly meanAlgorithmGBps: number | null;
  @ApiProperty(RATE) readonly bestAlgorithmGBps: number | null;
  @ApiProperty(RATE) readonly bestBusGBps: number | null;
}

class PhaseAnswer implements PhaseProfile {
  @ApiProperty({ type: String }) readonly phase: string;
  @ApiProperty(ROLE) readonly role: PhaseProfile['role'];
  @ApiProperty(COUNT) readonly kernels: number;
  @ApiProperty(TIME) readonly busyMs: number;
  @ApiProperty({ type: [Number] }) readonly perLayerMs: readonly number[];
  @ApiProperty(KINDS) readonly kindsMs: PhaseProfile['kindsMs'];
}

class ProfiledLayerAnswer implements LayerProfile {
  @ApiProperty(COUNT) readonly layer: number;
  @ApiProperty(TIME) readonly startMs: number;
  @ApiProperty(TIME) readonly endMs: number;
  @ApiProperty(TIME) readonly computeMs: number;
  @ApiProperty(TIME) readonly communicationMs: number;
  @ApiProperty(TIME) readonly exposedMs: number;
}

class DeviceAnswer implements DeviceProfile {
  @ApiProperty({ type: String }) readonly device: string;
  @ApiProperty({ ...COUNT, description: 'Its number in the trace' }) readonly deviceId: number;
  @ApiProperty(COUNT) readonly sms: number;
  @ApiProperty(TIME) readonly spanMs: number;
  @ApiProperty(COUNT) readonly kernels: number;
  @ApiProperty({ type: [StreamAnswer] }) readonly streams: readonly StreamAnswer[];
  @ApiProperty(KINDS) readonly kindsMs: DeviceProfile['kindsMs'];
  @ApiProperty({ type: [KernelTimeAnswer] }) readonly topKernels: readonly KernelTimeAnswer[];
  @ApiProperty({ type: [CollectiveAnswer] }) readonly collectives: readonly CollectiveAnswer[];
  @ApiProperty(TIME) readonly computeMs: number;
  @ApiProperty(TIME) readonly communicationMs: number;
  @ApiProperty({ ...TIME, description: 'Without waiting for peers' }) readonly communicationDataMs: number;
  @ApiProperty({ type: OverlapAnswer }) readonly overlap: OverlapAnswer;
  @ApiProperty({ type: OverlapAnswer }) readonly overlapWithData: OverlapAnswer;
  @ApiProperty({ type: [PhaseAnswer] }) readonly phases: readonly PhaseAnswer[];
  @ApiProperty({ type: [ProfiledLayerAnswer] }) readonly layers: readonly ProfiledLayerAnswer[];
  @ApiProperty({ ...COUNT, description: 'Device work that no annotated range launched' })
  readonly unattributed: number;
}

class ReadCountsAnswer {
  @ApiProperty(COUNT) readonly events: number;
  @ApiProperty(COUNT) readonly work: number;
  @ApiProperty(COUNT) readonly launches: number;
  @ApiProperty(COUNT) readonly annotations: number;
  @ApiProperty(COUNT) readonly other: number;
  @ApiProperty(COUNT) readonly clamped: number;
  @ApiProperty(COUNT) readonly withoutTime: number;
}

class MachineAnswer implements ProfileMachine {
  @ApiProperty({ type: String }) readonly name: string;
  @ApiProperty(COUNT) readonly sms: number;
  @ApiProperty(COUNT) readonly communicationSms: number;
  @ApiProperty({ type: Number }) readonly bf16Tflops: number;
  @ApiProperty({ type: Number }) readonly fp8Tflops: number;
  @ApiProperty({ type: Number }) readonly memoryBandwidthGBps: number;
  @ApiProperty({ type: Number }) readonly nvlinkGBps: number;
  @ApiProperty({ type: Number }) readonly nicGBps: number;
}

class ExecutedAnswer implements ExecutedProfile {
  @ApiProperty({ type: MachineAnswer }) readonly machine: MachineAnswer;
  @ApiProperty(TIME) readonly spanMs: number;
  @ApiProperty(TIME) readonly computeMs: number;
  @ApiProperty(TIME) readonly communicationMs: number;
  @ApiProperty({ type: OverlapAnswer }) readonly overlap: OverlapAnswer;
}

class RetargetedAnswer implements RetargetedComparison {
  @ApiProperty({ type: ExecutedAnswer }) readonly recorded: ExecutedAnswer;
  @ApiProperty({ type: ExecutedAnswer }) readonly target: ExecutedAnswer;
  @ApiProperty({ type: Number }) readonly speedup: number;
}

export class ProfileAnswer extends DeviceAnswer implements AnalyzedProfile {
  @ApiProperty({ type: String }) readonly traceName: string;
  @ApiProperty(COUNT) readonly rank: number;
  @ApiProperty(COUNT) readonly worldSize: number;
  @ApiProperty({ ...COUNT, description: 'Training steps in the recording' }) readonly steps: number;
  @ApiProperty({ type: [DeviceAnswer] }) readonly otherDevices: readonly DeviceAnswer[];
  @ApiProperty({ type: ReadCountsAnswer }) readonly read: ReadCountsAnswer;

  @ApiPropertyOptional({ type: RetargetedAnswer, description: 'Where another machine was asked for' })
  readonly retargeted?: RetargetedAnswer;

  @ApiPropertyOptional({ type: Object, additionalProperties: true, description: 'Where it was asked for' })
  readonly workload?: NonNullable<AnalyzedProfile['workload']>;
}
