import { Module } from '@nestjs/common';
import { EventStreams } from './event-streams.service.js';

@Module({ providers: [EventStreams], exports: [EventStreams] })
export class EventStreamsModule {}
