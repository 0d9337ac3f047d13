import { onBothDatabases } from '../../../../test/support/databases.js';
import { type DefinitionKey, Definitions } from './definitions.js';

onBothDatabases('definitions', (database) => {
  const key = (name: string, rest: Partial<DefinitionKey> = {}): DefinitionKey => ({
    tenant: 't',
    kind: 'cluster',
    name,
    ...rest,
  });
  let definitions: Definitions;

  beforeEach(() => {
    definitions = new Definitions(database());
  });

  it('are frozen version by version', async () => {
    expect(await definitions.save(key('a'), { gpus: 1 }, 0)).toMatchObject({ saved: { version: 1 } });
    expect(await definitions.save(key('a'), { gpus: 2 }, 1)).toMatchObject({ saved: { version: 2 } });
    expect(await definitions.find(key('a'))).toMatchObject({ version: 2, document: '{"gpus":2}' });
    expect(await definitions.find(key('a'), 1)).toMatchObject({ version: 1, document: '{"gpus":1}' });
    expect(await definitions.find(key('a'), 3)).toBeNull();
    expect(await definitions.find(key('a', { tenant: 'other' }))).toBeNull();
    expect(await definitions.find(key('a', { kind: 'workload' }))).toBeNull();
  });

  it('get no new version from an equal document', async () => {
    await definitions.save(key('a'), { x: 1, y: 2 }, 0);
    expect(await definitions.save(key('a'), { y: 2, x: 1 }, 1)).toMatchObject({ saved: { version: 1 } });
    expect(await definitions.find(key('a'), 2)).toBeNull();
  });

  it('are edited from their latest version only', async () => {
    expect(await definitions.save(key('a'), {}, 1)).toEqual({ refused: 'missing' });
    await definitions.save(key('a'), { gpus: 1 }, 0);
    expect(await definitions.save(key('a'), { gpus: 2 }, 0)).toEqual({ refused: 'exists' });
    await definitions.save(key('a'), { gpus: 2 }, 1);
    expect(await definitions.save(key('a'), { gpus: 3 }, 1)).toEqual({ refused: 'stale' });
  });

  it('are written by one of many writers at a time', async () => {
    for (const [expected, refused] of [
      [0, 'exists'],
      [1, 'stale'],
    ] as const) {
      const verdicts = await Promise.all(
        Array.from({ length: 40 }, (_, writer) =>
          definitions.save(key('raced'), { writer, expected }, expected),
        ),
      );
      const saved = verdicts.flatMap((verdict) => ('saved' in verdict ? [verdict.saved] : []));
      expect(saved.map(({ version }) => version)).toEqual([expected + 1]);
      expect(verdicts.filter((verdict) => 'refused' in verdict && verdict.refused === refused)).toHaveLength(
        39,
      );
      expect((await definitions.find(key('raced')))?.hash).toBe(saved[0]?.hash);
    }
  });

  it('are listed by name in their latest version, page by page', async () => {
    for (const name of ['b', 'a', 'c']) await definitions.save(key(name), { name }, 0);
    await definitions.save(key('b'), { name: 'again' }, 1);
    await definitions.save(key('d', { kind: 'workload' }), {}, 0);
    await definitions.save(key('e', { tenant: 'other' }), {}, 0);
    const page = await definitions.page('t', 'cluster', '', 2);
    expect(page.map(({ name, version }) => [name, version])).toEqual([
      ['a', 1],
      ['b', 2],
    ]);
    expect(page[1]).toEqual(await definitions.find(key('b')));
    expect((await definitions.page('t', 'cluster', 'b', 2)).map(({ name }) => name)).toEqual(['c']);
  });

  it('are removed with every version, if the one that is named is the latest', async () => {
    await definitions.save(key('a'), { gpus: 1 }, 0);
    await definitions.save(key('a'), { gpus: 2 }, 1);
    await definitions.save(key('b'), {}, 0);
    expect(await definitions.remove(key('a'), 1)).toBe(false);
    expect(await definitions.remove(key('a'), 2)).toBe(true);
    expect(await definitions.remove(key('a'))).toBe(false);
    expect(await definitions.remove(key('b'))).toBe(true);
    expect(await definitions.page('t', 'cluster', '', 9)).toEqual([]);
  });
});
