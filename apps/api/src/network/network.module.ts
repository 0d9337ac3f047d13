import { Module } from '@nestjs/common';
import { ThreadsModule } from '../threads/index.js';
import { NetworkController } from './network.controller.js';
import { NetworkService } from './network.service.js';

@Module({ imports: [ThreadsModule], controllers: [NetworkController], providers: [NetworkService] })
export class NetworkModule {}
