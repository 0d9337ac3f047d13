/** Several jobs on one cluster. */
import { ApiProperty } from '@nestjs/swagger';
import { NODE_ALLOCATIONS } from '@railyard/cluster';
import {
  type ConcurrentJob,
  type SharedCluster,
  type SharedClusterWarning,
  type SharedLink,
} from '@railyard/experiments';

class ConcurrentJobAnswer implements ConcurrentJob {
  @ApiProperty({ type: String })
  readonly job: string;

  @ApiProperty({ type: 'integer' })
  readonly nodes: number;

  @ApiProperty({ type: 'integer' })
  readonly gpus: number;

  @ApiProperty({ type: 'integer', description: 'Switches that the first NICs of its nodes are plugged into' })
  readonly leaves: number;

  @ApiProperty({ type: Number, description: 'With the network to itself' })
  readonly aloneStepS: number;

  @ApiProperty({
    type: Number,
    description: 'Together with the others, whose steps lie in time as they happen to',
  })
  readonly concurrentStepS: number;

  @ApiProperty({ type: Number, description: 'Together with the others, over alone' })
  readonly slowdown: number;

  @ApiProperty({ type: Number, description: 'If the others sent all the time: no step takes longer' })
  readonly mostSlowdown: number;

  @ApiProperty({ type: 'integer', description: 'Links that it and another job load' })
  readonly sharedLinks: number;
}

class SharedLinkAnswer implements SharedLink {
  @ApiProperty({ type: String })
  readonly name: string;

  @ApiProperty({ type: String })
  readonly class: string;

  @ApiProperty({
    type: Object,
    additionalProperties: { type: 'number' },
    description: 'Mean GB/s of each job, by its name',
  })
  readonly gbpsByJob: Readonly<Record<string, number>>;

  @ApiProperty({ type: Number, description: "Mean share of the link's rate, of all jobs together" })
  readonly utilisation: number;
}

class SharedClusterWarningAnswer implements SharedClusterWarning {
  @ApiProperty({ type: String, enum: ['not-settled'] })
  readonly code: SharedClusterWarning['code'];

  @ApiProperty({ type: String })
  readonly message: string;
}

export class SharedClusterAnswer implements SharedCluster {
  @ApiProperty({ type: String })
  readonly cluster: string;

  @ApiProperty({ type: String, enum: NODE_ALLOCATIONS })
  readonly allocation: SharedCluster['allocation'];

  @ApiProperty({ type: [ConcurrentJobAnswer] })
  readonly jobs: readonly ConcurrentJobAnswer[];

  @ApiProperty({ type: [SharedLinkAnswer], description: 'Those that several jobs load, busiest first' })
  readonly links: readonly SharedLinkAnswer[];

  @ApiProperty({
    type: Boolean,
    description: 'Whether the steps together have settled, to 1e-7; else they are those of the last round',
  })
  readonly converged: boolean;

  @ApiProperty({ type: 'integer', description: 'Rounds until the steps together settled' })
  readonly rounds: number;

  @ApiProperty({ type: [SharedClusterWarningAnswer] })
  readonly warnings: readonly SharedClusterWarningAnswer[];

  @ApiProperty({ type: String })
  readonly engineVersion: string;
}
