import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { DatabaseHealth } from './database.health.js';
import { QueueHealth } from './queue.health.js';
import { ReadinessService } from './readiness.service.js';

@Module({
  imports: [TerminusModule.forRoot({ logger: false })],
  providers: [DatabaseHealth, QueueHealth, ReadinessService],
  exports: [ReadinessService],
})
export class ReadinessModule {}
