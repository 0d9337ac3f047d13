/** What a log says. */
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { type FaultFit, type LogReading, type ProfileCheck } from '@railyard/replay';

const SECTION = { type: 'object', additionalProperties: true } as const;

export class LogReadingAnswer implements LogReading {
  @ApiProperty({ type: String, description: 'What the log was understood as' })
  readonly format: string;

  @ApiProperty({ type: Number, description: 'Lines or samples' })
  readonly read: number;

  @ApiProperty({ type: Number, description: 'Of them those that say nothing of a fault' })
  readonly ignored: number;

  @ApiProperty({ type: [Object], description: 'Lines that are one fault are one event' })
  readonly events: LogReading['events'];

  @ApiProperty({ type: [String] })
  readonly notes: readonly string[];
}

export class FaultFitAnswer implements FaultFit {
  @ApiProperty({ type: String, description: 'Start of the window' })
  readonly from: string;

  @ApiProperty({ type: Number, description: 'Events that are no fault of a class' })
  readonly unclassed: number;

  @ApiProperty({ type: Number, description: 'Events outside the window' })
  readonly outside: number;

  @ApiProperty({ type: Number, description: 'Faults of a class' })
  readonly faults: number;

  @ApiProperty({ ...SECTION, description: 'GPUs, nodes, links and days that the log covers' })
  readonly exposure: FaultFit['exposure'];

  @ApiProperty({ type: [Object], description: 'Rate with its band, law, trend and repair of each class' })
  readonly classes: FaultFit['classes'];

  @ApiPropertyOptional({ ...SECTION, description: 'Nodes that fail more often than chance allows' })
  readonly lemons?: NonNullable<FaultFit['lemons']>;

  @ApiProperty({ ...SECTION, description: 'A FaultProfile document of these rates' })
  readonly profile: object;

  @ApiProperty({ type: [String] })
  readonly notes: readonly string[];
}

export class FaultCheckAnswer implements ProfileCheck {
  @ApiProperty({ type: String })
  readonly profile: string;

  @ApiProperty({ type: [Object], description: 'Faults expected of each class, and those that came' })
  readonly classes: ProfileCheck['classes'];

  @ApiProperty({ ...SECTION })
  readonly total: ProfileCheck['total'];

  @ApiProperty({ ...SECTION })
  readonly exposure: FaultFit['exposure'];

  @ApiProperty({ type: [String] })
  readonly notes: readonly string[];
}
