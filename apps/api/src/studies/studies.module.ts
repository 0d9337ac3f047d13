import { Module } from '@nestjs/common';
import { DefinitionsModule } from '../definitions/index.js';
import { ThreadsModule } from '../threads/index.js';
import { StudiesController } from './studies.controller.js';
import { StudiesService } from './studies.service.js';

@Module({
  imports: [ThreadsModule, DefinitionsModule],
  controllers: [StudiesController],
  providers: [StudiesService],
})
export class StudiesModule {}
