import Sqlite from 'better-sqlite3';
import { type EntityManager } from 'typeorm';
import { KEPT, SqliteSession } from './sqlite-session.js';

describe('prepared statements', () => {
  const file = new Sqlite(':memory:');
  const prepare = jest.spyOn(file, 'prepare');
  afterAll(() => file.close());

  it('are kept by their text, those used last for longest, up to a bound', async () => {
    const session = new SqliteSession({} as EntityManager, file);
    const ask = (number: number) => session.rows<{ n: number }>(`SELECT ${number} AS n`);
    for (let number = 0; number < KEPT; number += 1) await ask(number);
    expect(await ask(0)).toEqual([{ n: 0 }]);
    expect(prepare).toHaveBeenCalledTimes(KEPT);
    // The text that was used longest ago is 1 now.
    await ask(KEPT);
    await ask(0);
    expect(prepare).toHaveBeenCalledTimes(KEPT + 1);
    await ask(1);
    expect(prepare).toHaveBeenCalledTimes(KEPT + 2);
  });
});
