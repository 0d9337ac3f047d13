import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { resultOf } from '../../../../test/support/computed.js';
import { onBothDatabases } from '../../../../test/support/databases.js';
import { newRun } from '../../../../test/support/harness.js';
import { Submissions } from '../sql/index.js';
import { Artifacts } from './artifacts.js';

onBothDatabases('stored artifacts', (database) => {
  let artifacts: Artifacts;
  let experimentId: string;

  beforeEach(async () => {
    artifacts = new Artifacts(database());
    const { run } = await new Submissions(database()).submit(newRun({ name: 'a' }));
    experimentId = run.experimentId;
  });

  it('are read as they were stored, each kind by itself, and stored once', async () => {
    expect(await artifacts.read(experimentId, 'result')).toBeNull();
    expect(await artifacts.store(resultOf(experimentId, 'the bytes'))).toBe('new');
    expect(await artifacts.store(resultOf(experimentId, 'other bytes'))).toBe('different');
    expect(await artifacts.store({ ...resultOf(experimentId, 'a trace'), kind: 'trace' })).toBe('new');
    expect(String(await artifacts.read(experimentId, 'result'))).toBe('the bytes');
    expect(String(await artifacts.read(experimentId, 'trace'))).toBe('a trace');
    expect(await artifacts.read('unknown', 'result')).toBeNull();
  });

  it.each([1, 10, 1000, 100_000])('of %i bytes are read whether gzip or brotli packed them', async (size) => {
    const text = 'canonical '.repeat(size / 10 + 1).slice(0, size);
    const params = { [constants.BROTLI_PARAM_QUALITY]: 1, [constants.BROTLI_PARAM_LGWIN]: 22 };
    await artifacts.store({
      ...resultOf(experimentId, text),
      packed: brotliCompressSync(text, { params }),
    });
    await artifacts.store({ ...resultOf(experimentId, text), kind: 'trace', packed: gzipSync(text) });
    expect(String(await artifacts.read(experimentId, 'result'))).toBe(text);
    expect(String(await artifacts.read(experimentId, 'trace'))).toBe(text);
  });

  it.each([
    ['other bytes', gzipSync('other bytes')],
    ['other bytes, packed otherwise', brotliCompressSync('other bytes')],
    ['bytes that are not compressed', Buffer.from('no gzip')],
  ])('are refused when they were replaced by %s', async (_, bytes) => {
    await artifacts.store(resultOf(experimentId, 'the bytes'));
    await database().write((session) => session.run(`UPDATE "artifact" SET "bytes" = ?`, [bytes]));
    await expect(artifacts.read(experimentId, 'result')).rejects.toMatchObject({
      name: 'DamagedArtifactError',
      message: `The stored result of experiment ${experimentId} is damaged.`,
    });
  });
});
