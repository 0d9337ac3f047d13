import { Module } from '@nestjs/common';
import { ComputeThreads } from './compute-threads.service.js';

@Module({ providers: [ComputeThreads], exports: [ComputeThreads] })
export class ThreadsModule {}
