/** An operator's own logs: what happened, the rates that follow, a profile held to them. */
import { Body, Controller, Headers, HttpCode, Inject, Post, Query } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ReadsOnly, TakesBytes } from '../common/index.js';
import { ClientOfRequest, type WaitingClient } from '../threads/index.js';
import { FaultCheckAnswer, FaultFitAnswer, LogReadingAnswer } from './dto/faults-answers.dto.js';
import { CheckedLogQuery, FittedLogQuery, LogQuery } from './dto/log.query.dto.js';
import { FaultsService } from './faults.service.js';

const LOG =
  'A kernel log, a Prometheus range query or text of DCGM, sacct -P, slurmctld.log, output of a Slurm job ' +
  'or of NCCL, kubectl get events -o json, the event log of UFM, port counters, or a table of events';
const PACKED = { name: 'Content-Encoding', required: false, description: 'gzip, where the log is packed' };

@ApiTags('faults')
@Controller('v1/faults')
export class FaultsController {
  constructor(@Inject(FaultsService) private readonly faults: FaultsService) {}

  @Post('read')
  @HttpCode(200)
  @ReadsOnly()
  @TakesBytes(LOG)
  @ApiOperation({ summary: 'List the events of a log: lines that are one fault are one event' })
  @ApiHeader(PACKED)
  @ApiOkResponse({ type: LogReadingAnswer })
  read(
    @ClientOfRequest() client: WaitingClient,
    @Query() query: LogQuery,
    @Body() log: unknown,
    @Headers('Content-Encoding') encoding?: string,
  ): Promise<LogReadingAnswer> {
    return this.faults.read(client, { log, encoding, query });
  }

  @Post('fit')
  @HttpCode(200)
  @ReadsOnly()
  @TakesBytes(LOG)
  @ApiOperation({ summary: 'Fit rates, laws and repair times to a log, with bands, and a FaultProfile' })
  @ApiHeader(PACKED)
  @ApiOkResponse({ type: FaultFitAnswer })
  fit(
    @ClientOfRequest() client: WaitingClient,
    @Query() query: FittedLogQuery,
    @Body() log: unknown,
    @Headers('Content-Encoding') encoding?: string,
  ): Promise<FaultFitAnswer> {
    return this.faults.fit(client, { log, encoding, query });
  }

  @Post('check')
  @HttpCode(200)
  @ReadsOnly()
  @TakesBytes(LOG)
  @ApiOperation({ summary: 'Hold a fault profile to a log: faults expected, and those that came' })
  @ApiHeader(PACKED)
  @ApiOkResponse({ type: FaultCheckAnswer })
  check(
    @ClientOfRequest() client: WaitingClient,
    @Query() query: CheckedLogQuery,
    @Body() log: unknown,
    @Headers('Content-Encoding') encoding?: string,
  ): Promise<FaultCheckAnswer> {
    return this.faults.check(client, { log, encoding, query });
  }
}
