/** Recorded kernel profiles: what they hold, and how they would run on another machine. */
import { Body, Controller, Headers, HttpCode, Inject, Post, Query } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { TakesBytes, ReadsOnly } from '../common/index.js';
import { ClientOfRequest, type WaitingClient } from '../threads/index.js';
import { ProfileAnswer } from './dto/profile-answer.dto.js';
import { ProfileQuery } from './dto/profile.query.dto.js';
import { ProfilesService } from './profiles.service.js';

@ApiTags('profiles')
@Controller('v1/profiles')
export class ProfilesController {
  constructor(@Inject(ProfilesService) private readonly profiles: ProfilesService) {}

  @Post()
  @HttpCode(200)
  @ReadsOnly()
  @TakesBytes('A Chrome trace of the PyTorch profiler')
  @ApiOperation({
    summary: 'Time by stream and kind, overlap and exposed communication of a recorded profile',
  })
  @ApiHeader({ name: 'Content-Encoding', required: false, description: 'gzip, where the trace is packed' })
  @ApiOkResponse({ type: ProfileAnswer })
  analyze(
    @ClientOfRequest() client: WaitingClient,
    @Query() query: ProfileQuery,
    @Body() trace: unknown,
    @Headers('Content-Encoding') encoding?: string,
  ): Promise<ProfileAnswer> {
    return this.profiles.analyze(client, { trace, encoding, request: query });
  }
}
