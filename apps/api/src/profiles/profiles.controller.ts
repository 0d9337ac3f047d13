/** Recorded kernel profiles: what they hold, how they would run on another machine, and how they differ. */
import { Body, Controller, Headers, HttpCode, Inject, Post, Query } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { TakesBytes, ReadsOnly } from '../common/index.js';
import { ClientOfRequest, type WaitingClient } from '../threads/index.js';
import { ProfileDifferenceAnswer, RankComparisonAnswer } from './dto/comparison-answers.dto.js';
import { DifferenceQuery } from './dto/difference.query.dto.js';
import { ProfileAnswer } from './dto/profile-answer.dto.js';
import { ProfileQuery } from './dto/profile.query.dto.js';
import { ProfilesService } from './profiles.service.js';

const PACKED = { name: 'Content-Encoding', required: false } as const;
const ARCHIVE = 'A tar archive of Chrome traces, each packed with gzip or not';

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
  @ApiHeader({ ...PACKED, description: 'gzip, where the trace is packed' })
  @ApiOkResponse({ type: ProfileAnswer })
  analyze(
    @ClientOfRequest() client: WaitingClient,
    @Query() query: ProfileQuery,
    @Body() trace: unknown,
    @Headers('Content-Encoding') encoding?: string,
  ): Promise<ProfileAnswer> {
    return this.profiles.analyze(client, { body: trace, encoding }, query);
  }

  @Post('ranks')
  @HttpCode(200)
  @ReadsOnly()
  @TakesBytes(`${ARCHIVE}: one for each rank of a job`)
  @ApiOperation({ summary: 'Ranks of one job side by side: who is late, who waits for whom' })
  @ApiHeader({ ...PACKED, description: 'gzip, where the archive is packed' })
  @ApiOkResponse({ type: RankComparisonAnswer })
  ranks(
    @ClientOfRequest() client: WaitingClient,
    @Body() archive: unknown,
    @Headers('Content-Encoding') encoding?: string,
  ): Promise<RankComparisonAnswer> {
    return this.profiles.ranks(client, { body: archive, encoding });
  }

  @Post('difference')
  @HttpCode(200)
  @ReadsOnly()
  @TakesBytes(`${ARCHIVE}: a recording and another one, or a document that is named experiment.yaml`)
  @ApiOperation({
    summary: "What makes a recorded step longer than another's, or than the simulated step of an experiment",
  })
  @ApiHeader({ ...PACKED, description: 'gzip, where the archive is packed' })
  @ApiOkResponse({ type: ProfileDifferenceAnswer })
  difference(
    @ClientOfRequest() client: WaitingClient,
    @Query() { against }: DifferenceQuery,
    @Body() archive: unknown,
    @Headers('Content-Encoding') encoding?: string,
  ): Promise<ProfileDifferenceAnswer> {
    return this.profiles.difference(client, { body: archive, encoding }, against);
  }
}
