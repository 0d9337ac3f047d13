import { onBothDatabases } from '../../../../test/support/databases.js';
import { SavedViews } from './saved-views.js';

onBothDatabases('saved views', (database) => {
  const key = (name: string, tenant = 't') => ({ tenant, name });
  const content = (state: string) => ({ screen: 'cluster', state });
  let views: SavedViews;

  beforeEach(() => {
    views = new SavedViews(database());
  });

  it('are of one tenant, and listed by name', async () => {
    for (const name of ['b', 'a', 'ü']) await views.save(key(name), content(name), 0);
    await views.save(key('a', 'other'), content('theirs'), 0);
    expect(await views.find(key('a'))).toMatchObject({ screen: 'cluster', state: 'a', version: 1 });
    expect((await views.page('t', '', 2)).map(({ name }) => name)).toEqual(['a', 'b']);
    expect((await views.page('t', 'b', 2)).map(({ name }) => name)).toEqual(['ü']);
    expect(await views.find(key('c'))).toBeNull();
  });

  it('are replaced from the version that is there only', async () => {
    expect(await views.save(key('x'), content('1'), 1)).toBeNull();
    expect(await views.save(key('x'), content('1'), 0)).toMatchObject({ version: 1 });
    expect(await views.save(key('x'), content('2'), 0)).toBeNull();
    expect(await views.save(key('x'), content('2'), 1)).toMatchObject({ version: 2, state: '2' });
    expect(await views.save(key('x'), content('3'), 1)).toBeNull();
    expect(await views.find(key('x'))).toMatchObject({ version: 2, state: '2' });
  });

  it('are written by one of many writers at a time', async () => {
    for (const expected of [0, 1]) {
      const saved = await Promise.all(
        Array.from({ length: 20 }, (_, writer) =>
          views.save(key('raced'), content(String(writer)), expected),
        ),
      );
      expect(saved.filter((each) => each !== null)).toHaveLength(1);
    }
  });

  it('are removed, of a version where one is named', async () => {
    await views.save(key('gone'), content('1'), 0);
    expect(await views.remove(key('gone'), 2)).toBe(false);
    expect(await views.remove(key('gone', 'other'))).toBe(false);
    expect(await views.remove(key('gone'), 1)).toBe(true);
    expect(await views.remove(key('gone'))).toBe(false);
  });
});
