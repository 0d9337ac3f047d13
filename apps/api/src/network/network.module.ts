import { Module } from '@nestjs/common';
import { ThreadsModule } from '../threads/index.js';
import { NetworkController } from './network.controller.js';
import { NetworkService } from './network.service.js';
import { TopologyController } from './topology.controller.js';

@Module({
  imports: [ThreadsModule],
  controllers: [NetworkController, TopologyController],
  providers: [NetworkService],
})
export class NetworkModule {}
