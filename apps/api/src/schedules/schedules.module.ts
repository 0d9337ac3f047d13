import { Module } from '@nestjs/common';
import { ThreadsModule } from '../threads/index.js';
import { SchedulesController } from './schedules.controller.js';
import { SchedulesService } from './schedules.service.js';

@Module({ imports: [ThreadsModule], controllers: [SchedulesController], providers: [SchedulesService] })
export class SchedulesModule {}
