import { Module } from '@nestjs/common';
import { RunsModule } from '../runs/index.js';
import { CompareController } from './compare.controller.js';
import { CompareService } from './compare.service.js';

@Module({ imports: [RunsModule], controllers: [CompareController], providers: [CompareService] })
export class CompareModule {}
