/** Submitting experiments, and reading their resolved documents. */
import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiExtraModels,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import { type Caller, type Claim } from '@railyard/database';
import { CalledBy } from '../access/index.js';
import { Answer, TakesDocument } from '../common/index.js';
import { ClaimOfRequest, Idempotent } from '../idempotency/index.js';
import { RunView, runView } from '../runs/index.js';
import { ExperimentPreview, StoredExperiment } from './dto/experiment-answers.dto.js';
import { ExperimentParams } from './dto/experiment-params.dto.js';
import { SubmitExperimentQuery } from './dto/submit-experiment.query.dto.js';
import { ExperimentsService } from './experiments.service.js';

@ApiTags('experiments')
@Controller('v1/experiments')
export class ExperimentsController {
  constructor(@Inject(ExperimentsService) private readonly experiments: ExperimentsService) {}

  @Post()
  @Idempotent()
  @TakesDocument('Experiment')
  @ApiOperation({ summary: 'Run an experiment: 202 and where to look, or 200 when an equal run exists' })
  @ApiExtraModels(RunView, ExperimentPreview)
  @ApiOkResponse({
    schema: { anyOf: [{ $ref: getSchemaPath(RunView) }, { $ref: getSchemaPath(ExperimentPreview) }] },
    description: 'The run that exists; of a dry run, what would be run',
  })
  @ApiAcceptedResponse({ type: RunView })
  async submit(
    @CalledBy() caller: Caller,
    @Query() { dryRun, force }: SubmitExperimentQuery,
    @Body() document: unknown,
    @ClaimOfRequest() claim?: Claim,
  ): Promise<Answer> {
    if (dryRun) return new Answer(200, await this.experiments.preview(caller, document));
    const { run, created } = await this.experiments.submit(caller, document, force, claim);
    const location = `/v1/runs/${run.id}`;
    return created && run.state === 'queued'
      ? new Answer(202, runView(run), { location, 'retry-after': '1' })
      : new Answer(200, runView(run), { location });
  }

  @Get(':id')
  @ApiOperation({ summary: 'The resolved document of an experiment that you ran' })
  @ApiOkResponse({ type: StoredExperiment })
  async read(@CalledBy() caller: Caller, @Param() { id }: ExperimentParams): Promise<Answer> {
    return new Answer(200, await this.experiments.read(caller, id), { etag: `"${id}"` });
  }
}
