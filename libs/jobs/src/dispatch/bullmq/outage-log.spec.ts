import { EventEmitter } from 'node:events';
import { type Redis } from 'ioredis';
import { OutageLog } from './outage-log.js';

function watched(): {
  readonly outages: OutageLog;
  readonly connection: EventEmitter & { status: Redis['status'] };
  readonly lines: string[];
} {
  const connection = Object.assign(new EventEmitter(), { status: 'ready' as Redis['status'] });
  const lines: string[] = [];
  const write = (_facts: object, message: string): void => void lines.push(message);
  return {
    outages: new OutageLog(connection as unknown as Redis, { info: write, warn: write, error: write }),
    connection,
    lines,
  };
}

describe('an outage of Redis', () => {
  it('is logged once when it begins and once when it ends, each time', () => {
    const { outages, connection, lines } = watched();
    connection.emit('ready');
    for (let outage = 0; outage < 2; outage += 1) {
      connection.status = 'reconnecting';
      for (let attempt = 0; attempt < 5; attempt += 1) {
        connection.emit('error', new Error('ECONNREFUSED'));
        outages.failed(new Error('Connection is closed.'), 'jobs wait');
      }
      connection.status = 'ready';
      connection.emit('ready');
    }
    const once = ['Redis is not reachable', 'jobs wait', 'Redis is reachable again'];
    expect(lines).toEqual([...once, ...once]);
  });

  it('is not made of failures that have another reason', () => {
    const { outages, connection, lines } = watched();
    for (let attempt = 0; attempt < 2; attempt += 1)
      outages.failed(new Error('the database is locked'), 'jobs wait');
    connection.emit('ready');
    expect(lines).toEqual(['jobs wait', 'jobs wait']);
  });
});
