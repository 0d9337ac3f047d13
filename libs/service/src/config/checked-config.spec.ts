import { InvalidConfigError, checkedConfig, settingsFrom } from './checked-config.js';
import { ServiceConfig } from './service-config.js';

const read = (environment: NodeJS.ProcessEnv): ServiceConfig =>
  checkedConfig(ServiceConfig, settingsFrom(ServiceConfig, environment));

it.each([
  [{ RAILYARD_THREADS: '0' }, 'RAILYARD_THREADS must be a whole number from 1 to 256 (got 0).'],
  [{ RAILYARD_THREADS: '257' }, 'RAILYARD_THREADS must be a whole number from 1 to 256 (got 257).'],
  [{ RAILYARD_GRACE_S: ' ' }, /^RAILYARD_GRACE_S must be a whole number from 0 to 300/],
  [{ RAILYARD_RUN_TIMEOUT_S: '0x10' }, /^RAILYARD_RUN_TIMEOUT_S must be a whole number/],
  [{ RAILYARD_RUN_HEAP_MB: '1e3' }, /^RAILYARD_RUN_HEAP_MB must be a whole number/],
  [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL must be one of silent, error, warn, info, debug (got loud).'],
  [{ RAILYARD_QUEUE_PREFIX: 'a:b' }, /^RAILYARD_QUEUE_PREFIX must be 1 to 40 .* \(got a:b\)\.$/],
])('%j is refused in one sentence that names the variable', (environment, sentence) => {
  expect(() => read(environment)).toThrow(sentence);
});

it('never shows an address, which may hold a password', () => {
  expect(() => read({ DATABASE_URL: 'mysql://user:secret@host' })).toThrow(
    new InvalidConfigError('DATABASE_URL must begin with postgres://.'),
  );
});

it('refuses a setting that it does not know, and names every mistake', () => {
  const settings = { threads: 0, nonsense: 1 } as Partial<ServiceConfig>;
  expect(() => checkedConfig(ServiceConfig, settings)).toThrow(/There is no setting nonsense\./);
  expect(() => checkedConfig(ServiceConfig, settings)).toThrow(/RAILYARD_THREADS must be/);
});

it('takes numbers as people write them, and an empty variable for none', () => {
  expect(read({ RAILYARD_GRACE_S: '0', RAILYARD_THREADS: '3', RAILYARD_RUN_TIMEOUT_S: '' })).toMatchObject({
    graceS: 0,
    threads: 3,
    runTimeoutS: 600,
    queuePrefix: 'railyard',
  });
});

it('refuses a variable that looks like a misspelt one, and leaves those of others', () => {
  expect(() => read({ RAILYARD_TREADS: '3', RAILYARD_GRACES: '1' })).toThrow(
    'RAILYARD_TREADS is not a setting. Did you mean RAILYARD_THREADS?\n' +
      'RAILYARD_GRACES is not a setting. Did you mean RAILYARD_GRACE_S?',
  );
  const others = { RAILYARD_API_KEY: 'k', RAILYARD_SERVER: 's', RAILYARD_API_SERVICE_HOST: 'h' };
  expect(read({ ...others, THREADS: '3', RAILYARD_PORT_3000_TCP: 'p' }).queuePrefix).toBe('railyard');
});
