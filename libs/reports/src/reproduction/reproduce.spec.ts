/** Table 4 from the real simulation, and which artifacts there are. */
import { experimentFromPreset, prepareExperiment, runExperiment } from '@railyard/experiments';
import { TABLE_4_ROWS } from '../tables/index.js';
import { type ReportRow, rowVerdict } from '../report.js';
import { ALL_ARTIFACTS, ARTIFACT_NAMES, isArtifact, reproduce } from './index.js';

const resultOf = (preset: string) => runExperiment(prepareExperiment(experimentFromPreset(preset)));

describe('table 4, simulated', () => {
  let rows: readonly ReportRow[] = [];
  let withinTolerance = false;

  beforeAll(async () => {
    ({ rows, withinTolerance } = await reproduce('table4', { resultOf }));
  });

  const open = ['1F', 'opt'];
  const judged = TABLE_4_ROWS.filter((name) => !/^1[BW]( \(|$)/.test(name));
  it.each(judged.flatMap((name) => ['MPFT', 'MRFT'].map((network) => [name, network] as const)))(
    'has the paper in the band of %s on %s, or says that it is open',
    (name, network) => {
      const row = rows.find((candidate) => candidate.name === name && candidate.case === network);
      expect({ name, twin: row?.twin, verdict: row && rowVerdict(row) }).toEqual({
        name,
        twin: row?.twin,
        verdict: open.includes(name) ? 'open' : 'within',
      });
    },
  );

  it('judges every row but the split of the backward, none of them fitted, and passes as a whole', () => {
    expect(rows).toHaveLength(2 * TABLE_4_ROWS.length);
    expect(rows.filter((row) => rowVerdict(row) === 'not judged').map(({ name }) => name)).toEqual([
      '1B',
      '1B',
      '1B (timed calls)',
      '1B (timed calls)',
      '1W',
      '1W',
      '1W (timed calls)',
      '1W (timed calls)',
    ]);
    expect(rows.every(({ kind }) => kind === 'predicted')).toBe(true);
    expect(withinTolerance).toBe(true);
  });
});

describe('artifacts', () => {
  it('all of them but planes, formats, wishes and robustness belong to `all`', () => {
    expect(ARTIFACT_NAMES.filter((name) => !ALL_ARTIFACTS.includes(name))).toEqual([
      'planes',
      'formats',
      'wishes',
      'robustness',
    ]);
    expect(isArtifact('table4')).toBe(true);
    expect(isArtifact('table6')).toBe(false);
    expect(isArtifact('toString')).toBe(false);
  });

  it.each(['table1', 'table2', 'table3', 'table5', 'decode-limits'] as const)(
    'computes %s without a run',
    async (name) => {
      const report = await reproduce(name, {
        resultOf: () => {
          throw new Error('no run is needed');
        },
      });
      expect(report.artifact).toBe(name);
      expect(report.withinTolerance).toBe(true);
    },
  );
});
