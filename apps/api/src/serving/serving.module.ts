import { Module } from '@nestjs/common';
import { ThreadsModule } from '../threads/index.js';
import { ServingController } from './serving.controller.js';
import { ServingService } from './serving.service.js';

@Module({ imports: [ThreadsModule], controllers: [ServingController], providers: [ServingService] })
export class ServingModule {}
