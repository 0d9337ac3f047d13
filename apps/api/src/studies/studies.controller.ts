/** A job over days: what its faults cost, what protects it best, how it depends on one quantity. */
import { Body, Controller, HttpCode, Inject, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ReadsOnly, TakesDocument } from '../common/index.js';
import { ClientOfRequest, type WaitingClient } from '../threads/index.js';
import { AdviceAnswer, CostsAnswer, CurveAnswer } from './dto/studies-answers.dto.js';
import { AdviceQuery, CostsQuery, CurveQuery } from './dto/studies.query.dto.js';
import { StudiesService } from './studies.service.js';

@ApiTags('studies')
@Controller('v1/studies')
export class StudiesController {
  constructor(@Inject(StudiesService) private readonly studies: StudiesService) {}

  @Post('costs')
  @HttpCode(200)
  @ReadsOnly()
  @TakesDocument('Experiment')
  @ApiOperation({ summary: 'GPU-hours of a job by cause, and money at a price' })
  @ApiOkResponse({ type: CostsAnswer })
  costs(
    @ClientOfRequest() client: WaitingClient,
    @Query() { price }: CostsQuery,
    @Body() document: unknown,
  ): Promise<CostsAnswer> {
    return this.studies.costs(client, document, price);
  }

  @Post('advice')
  @HttpCode(200)
  @ReadsOnly()
  @TakesDocument('Experiment')
  @ApiOperation({ summary: 'Interval, detectors, spares and retention that serve an objective best' })
  @ApiOkResponse({ type: AdviceAnswer })
  advice(
    @ClientOfRequest() client: WaitingClient,
    @Query() { objective }: AdviceQuery,
    @Body() document: unknown,
  ): Promise<AdviceAnswer> {
    return this.studies.advice(client, document, objective);
  }

  @Post('curve')
  @HttpCode(200)
  @ReadsOnly()
  @TakesDocument('Experiment')
  @ApiOperation({ summary: 'ETTR and goodput over checkpoint interval, spares, MTBF or scale' })
  @ApiOkResponse({ type: CurveAnswer })
  curve(
    @ClientOfRequest() client: WaitingClient,
    @Query() { over }: CurveQuery,
    @Body() document: unknown,
  ): Promise<CurveAnswer> {
    return this.studies.curve(client, document, over);
  }
}
