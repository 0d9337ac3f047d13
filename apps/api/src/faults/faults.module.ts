import { Module } from '@nestjs/common';
import { ThreadsModule } from '../threads/index.js';
import { FaultsController } from './faults.controller.js';
import { FaultsService } from './faults.service.js';

@Module({ imports: [ThreadsModule], controllers: [FaultsController], providers: [FaultsService] })
export class FaultsModule {}
