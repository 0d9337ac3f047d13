import { Module } from '@nestjs/common';
import { ClustersController } from './clusters.controller.js';
import { DefinitionReferencesService } from './definition-references.service.js';
import { DefinitionsService } from './definitions.service.js';
import { WorkloadsController } from './workloads.controller.js';

@Module({
  controllers: [ClustersController, WorkloadsController],
  providers: [DefinitionReferencesService, DefinitionsService],
  exports: [DefinitionReferencesService],
})
export class DefinitionsModule {}
