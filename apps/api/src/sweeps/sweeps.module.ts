import { Module } from '@nestjs/common';
import { DefinitionsModule } from '../definitions/index.js';
import { RunsModule } from '../runs/index.js';
import { SweepExpander } from './sweep-expander.service.js';
import { SweepQuotaService } from './sweep-quota.service.js';
import { SweepsController } from './sweeps.controller.js';
import { SweepsService } from './sweeps.service.js';

@Module({
  imports: [DefinitionsModule, RunsModule],
  controllers: [SweepsController],
  providers: [SweepExpander, SweepQuotaService, SweepsService],
})
export class SweepsModule {}
