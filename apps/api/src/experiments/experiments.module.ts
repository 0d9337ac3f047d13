import { Module } from '@nestjs/common';
import { DefinitionsModule } from '../definitions/index.js';
import { RunsModule } from '../runs/index.js';
import { ExperimentsController } from './experiments.controller.js';
import { ExperimentsService } from './experiments.service.js';

@Module({
  imports: [DefinitionsModule, RunsModule],
  controllers: [ExperimentsController],
  providers: [ExperimentsService],
})
export class ExperimentsModule {}
