import { Module } from '@nestjs/common';
import { EventStreamsModule } from '../event-streams/index.js';
import { RunEventsController } from './run-events.controller.js';
import { RunEventsService } from './run-events.service.js';
import { RunFilesController } from './run-files.controller.js';
import { RunQuotaService } from './run-quota.service.js';
import { RunSubmissionService } from './run-submission.service.js';
import { RunTracesService } from './run-traces.service.js';
import { RunsController } from './runs.controller.js';
import { RunsService } from './runs.service.js';

@Module({
  imports: [EventStreamsModule],
  controllers: [RunsController, RunFilesController, RunEventsController],
  providers: [RunEventsService, RunQuotaService, RunSubmissionService, RunTracesService, RunsService],
  exports: [RunQuotaService, RunSubmissionService, RunsService],
})
export class RunsModule {}
