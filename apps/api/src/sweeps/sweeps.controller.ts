/** Sweeps: many runs from one document. */
import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiExtraModels,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import { type Caller, type Claim } from '@railyard/database';
import { CalledBy } from '../access/index.js';
import { Answer, TakesDocument } from '../common/index.js';
import { ClaimOfRequest, Idempotent } from '../idempotency/index.js';
import { ClientOfRequest, type WaitingClient } from '../threads/index.js';
import { RetriedSweep, SweepAnswer, SweepPage, SweepPreview } from './dto/sweep-answers.dto.js';
import { SubmitSweepQuery, SweepListQuery, SweepParams } from './dto/sweep-inputs.dto.js';
import { type SweepView } from './sweep-view.js';
import { SweepsService } from './sweeps.service.js';

@ApiTags('sweeps')
@Controller('v1/sweeps')
export class SweepsController {
  constructor(@Inject(SweepsService) private readonly sweeps: SweepsService) {}

  @Post()
  @Idempotent()
  @TakesDocument('Sweep')
  @ApiOperation({
    summary: 'Run every point of a sweep: 202 and where to look, or 200 when an equal sweep exists',
  })
  @ApiExtraModels(SweepAnswer, SweepPreview)
  @ApiOkResponse({
    schema: { anyOf: [{ $ref: getSchemaPath(SweepAnswer) }, { $ref: getSchemaPath(SweepPreview) }] },
    description: 'The sweep that exists; of a dry run, what would be run',
  })
  @ApiAcceptedResponse({ type: SweepAnswer })
  async submit(
    @ClientOfRequest() client: WaitingClient,
    @Query() { dryRun }: SubmitSweepQuery,
    @Body() document: unknown,
    @ClaimOfRequest() claim?: Claim,
  ): Promise<Answer> {
    if (dryRun) return new Answer(200, await this.sweeps.preview(client, document));
    const { sweep, created } = await this.sweeps.submit(client, document, claim);
    const view = await this.sweeps.view(sweep);
    const location = `/v1/sweeps/${sweep.id}`;
    return created
      ? new Answer(202, view, { location, 'retry-after': '1' })
      : new Answer(200, view, { location });
  }

  @Get()
  @ApiOperation({ summary: 'Your sweeps, newest first' })
  @ApiOkResponse({ type: SweepPage })
  list(@CalledBy() caller: Caller, @Query() query: SweepListQuery): Promise<SweepPage> {
    return this.sweeps.list(caller, query);
  }

  @Get(':id')
  @ApiOperation({ summary: 'Size, counts by state, best runs, Pareto front, failures by cause' })
  @ApiOkResponse({ type: SweepAnswer })
  async read(@CalledBy() caller: Caller, @Param() { id }: SweepParams): Promise<SweepView> {
    return this.sweeps.view(await this.sweeps.find(caller, id));
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Delete a sweep that has ended, and the runs that were made for it and stand in no other',
  })
  @ApiNoContentResponse({ description: 'It is deleted' })
  async delete(@CalledBy() caller: Caller, @Param() { id }: SweepParams): Promise<void> {
    await this.sweeps.delete(await this.sweeps.find(caller, id));
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @ApiOperation({
    summary: 'End a sweep and the runs that were made for it; one that has ended stays as it is',
  })
  @ApiOkResponse({ type: SweepAnswer })
  async cancel(@CalledBy() caller: Caller, @Param() { id }: SweepParams): Promise<SweepView> {
    await this.sweeps.cancel(await this.sweeps.find(caller, id));
    return this.sweeps.view(await this.sweeps.find(caller, id));
  }

  @Post(':id/retry-failed')
  @Idempotent()
  @ApiOperation({ summary: 'Run what failed again; what succeeded stays' })
  @ApiAcceptedResponse({ type: RetriedSweep })
  async retryFailed(
    @CalledBy() caller: Caller,
    @Param() { id }: SweepParams,
    @ClaimOfRequest() claim?: Claim,
  ): Promise<Answer> {
    const retried = await this.sweeps.retryFailed(caller, await this.sweeps.find(caller, id), claim);
    const view = await this.sweeps.view(await this.sweeps.find(caller, id));
    return new Answer(202, { retried, ...view }, { location: `/v1/sweeps/${id}`, 'retry-after': '1' });
  }
}
