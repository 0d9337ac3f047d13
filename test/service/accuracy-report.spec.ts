/** The whole accuracy is computed for it, once in a process. */
import { join } from 'node:path';
import { DescribedService } from '../support/described-service.js';
import { temporaryFolder } from '../support/harness.js';
import { call } from '../support/http.js';
import { type Started, start } from '../support/processes.js';

const folder = temporaryFolder();
let service: Started;

beforeAll(async () => {
  service = await start('api', { RAILYARD_DATABASE: join(folder.path, 'accuracy.db'), RAILYARD_THREADS: 1 });
});

afterAll(async () => {
  await service.end('SIGTERM');
  folder.remove();
});

it('the report of the accuracy is as described, and a copy that is current is kept', async () => {
  const described = await DescribedService.at(service.url);
  const route = 'GET /v1/accuracy/report';
  const first = await described.ask(route, '/v1/accuracy/report?format=md');
  expect(first.text).toContain('## Rows');
  const { headers } = await described.ask(route, '/v1/accuracy/report?format=csv');
  const again = await call(service.url, '/v1/accuracy/report?format=csv', {
    headers: { 'if-none-match': String(headers.get('etag')) },
  });
  expect(again.status).toBe(304);
});
