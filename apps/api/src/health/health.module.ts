import { Module } from '@nestjs/common';
import { ReadinessModule } from '@railyard/service';
import { HealthController } from './health.controller.js';

@Module({ imports: [ReadinessModule], controllers: [HealthController] })
export class HealthModule {}
