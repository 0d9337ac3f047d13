import { Module } from '@nestjs/common';
import { DefinitionsModule } from '../definitions/index.js';
import { RunsModule } from '../runs/index.js';
import { ThreadsModule } from '../threads/index.js';
import { EventStreamsModule } from '../event-streams/index.js';
import { SweepContentsController } from './sweep-contents.controller.js';
import { SweepEventsService } from './sweep-events.service.js';
import { SweepExpander } from './sweep-expander.service.js';
import { SweepQuotaService } from './sweep-quota.service.js';
import { SweepReportsService } from './sweep-reports.service.js';
import { SweepsController } from './sweeps.controller.js';
import { SweepsService } from './sweeps.service.js';

@Module({
  imports: [DefinitionsModule, EventStreamsModule, RunsModule, ThreadsModule],
  controllers: [SweepsController, SweepContentsController],
  providers: [SweepEventsService, SweepExpander, SweepQuotaService, SweepReportsService, SweepsService],
})
export class SweepsModule {}
