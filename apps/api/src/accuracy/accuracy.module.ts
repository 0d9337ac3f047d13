import { Module } from '@nestjs/common';
import { ThreadsModule } from '../threads/index.js';
import { AccuracyController } from './accuracy.controller.js';
import { AccuracyService } from './accuracy.service.js';

@Module({ imports: [ThreadsModule], controllers: [AccuracyController], providers: [AccuracyService] })
export class AccuracyModule {}
