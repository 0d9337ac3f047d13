import { ApiProperty } from '@nestjs/swagger';

export class Liveness {
  @ApiProperty({ enum: ['ok'] })
  readonly status: string;
}

class Checks {
  @ApiProperty({ type: String, description: '`ok`, or what is wrong' })
  readonly database: string;

  @ApiProperty({ type: String, description: '`ok`, or what is wrong' })
  readonly queue: string;
}

export class Readiness {
  @ApiProperty({ enum: ['ok', 'unavailable'] })
  readonly status: string;

  @ApiProperty({ type: Checks })
  readonly checks: Checks;
}
