export { EventStreamsModule } from './event-streams.module.js';
export { EventStreams } from './event-streams.service.js';
