/** Several jobs on one cluster. */
import { ApiProperty } from '@nestjs/swagger';
import { NODE_ALLOCATIONS } from '@railyard/cluster';
import { type JobBeside, type SharedCluster, type SharedLink } from '@railyard/experiments';

class JobBesideAnswer implements JobBeside {
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
    description: 'Beside the others, whose steps lie in time as they happen to',
  })
  readonly besideStepS: number;

  @ApiProperty({ type: Number, description: 'Beside over alone' })
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

export class SharedClusterAnswer implements SharedCluster {
  @ApiProperty({ type: String })
  readonly cluster: string;

  @ApiProperty({ type: String, enum: NODE_ALLOCATIONS })
  readonly allocation: SharedCluster['allocation'];

  @ApiProperty({ type: [JobBesideAnswer] })
  readonly jobs: readonly JobBesideAnswer[];

  @ApiProperty({ type: [SharedLinkAnswer], description: 'Those that several jobs load, busiest first' })
  readonly links: readonly SharedLinkAnswer[];

  @ApiProperty({ type: String })
  readonly engineVersion: string;
}
