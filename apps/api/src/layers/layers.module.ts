import { Module } from '@nestjs/common';
import { ThreadsModule } from '../threads/index.js';
import { LayersController } from './layers.controller.js';
import { LayersService } from './layers.service.js';

@Module({ imports: [ThreadsModule], controllers: [LayersController], providers: [LayersService] })
export class LayersModule {}
