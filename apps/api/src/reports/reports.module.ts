import { Module } from '@nestjs/common';
import { RunsModule } from '../runs/index.js';
import { ThreadsModule } from '../threads/index.js';
import { ReportsController } from './reports.controller.js';
import { ReportsService } from './reports.service.js';
import { ReproductionsController } from './reproductions.controller.js';
import { ReproductionsService } from './reproductions.service.js';

@Module({
  imports: [RunsModule, ThreadsModule],
  controllers: [ReportsController, ReproductionsController],
  providers: [ReportsService, ReproductionsService],
})
export class ReportsModule {}
