import { NETWORK_COMPARISON, type PriceList, latencyTable, networkCost } from '@railyard/cluster';
import { decodeFindings } from '@railyard/experiments';
import { renderText } from '../render/index.js';
import { resultWith } from '../testing/index.js';
import { type Report, type ReportRow, rowVerdict } from '../report.js';
import { TABLE_4_ROWS, decodeLimits, table1, table2, table3, table4, table5 } from './index.js';

const row = (report: Report, name: string, on: string): ReportRow =>
  report.rows.find((candidate) => candidate.name === name && candidate.case === on)!;
const costs = (prices?: PriceList) => {
  const { FT2, MPFT, FT3, SF, DF } = NETWORK_COMPARISON;
  return {
    FT2: networkCost(FT2, prices),
    MPFT: networkCost(MPFT, prices),
    FT3: networkCost(FT3, prices),
    SF: networkCost(SF, prices),
    DF: networkCost(DF, prices),
  };
};

describe('table 1', () => {
  it('is exact to the digit', () => {
    const report = table1();
    expect(report.rows.map((one) => [one.case, one.paper, one.twin, one.errorPct])).toEqual([
      ['DeepSeek-V3 (MLA)', 70.272, 70.272, 0],
      ['Qwen-2.5 72B (GQA)', 327.68, 327.68, 0],
      ['LLaMA-3.1 405B (GQA)', 516.096, 516.096, 0],
    ]);
    expect(report.withinTolerance).toBe(true);
    expect(report.conclusion).toContain('4.66x and 7.34x');
  });
});

describe('table 2', () => {
  it('holds the MoE rows within 1 % and shows the dense ones', () => {
    const report = table2();
    expect(row(report, 'training cost', 'DeepSeek-V3 MoE').twin).toBeCloseTo(250.45, 2);
    expect(row(report, 'training cost', 'DeepSeek-V2 MoE').twin).toBeCloseTo(155.3, 2);
    expect(row(report, 'training cost', 'Qwen-72B Dense').errorPct).toBeCloseTo(12.91, 2);
    expect(row(report, 'training cost', 'LLaMa-405B Dense').errorPct).toBeCloseTo(1.03, 2);
    for (const name of ['DeepSeek-V2 MoE', 'DeepSeek-V3 MoE'])
      expect(rowVerdict(row(report, 'training cost', name))).toBe('within');
    for (const name of ['Qwen-72B Dense', 'LLaMa-405B Dense']) {
      expect(rowVerdict(row(report, 'training cost', name))).toBe('not judged');
      expect(row(report, 'training cost', name).note).not.toBe('');
    }
    expect(report.withinTolerance).toBe(true);
  });
});

describe('table 3', () => {
  it('counts what was built, and calls costs fitted', () => {
    const report = table3(costs());
    expect(row(report, 'switches', 'MPFT')).toMatchObject({
      paper: 768,
      twin: 768,
      errorPct: 0,
      kind: 'predicted',
    });
    expect(row(report, 'links', 'FT3')).toMatchObject({ twin: 131072, errorPct: 0 });
    expect(report.rows.filter((one) => one.kind === 'fitted').map((one) => one.name)).toEqual(
      Array(5).fill(['cost', 'cost per endpoint']).flat(),
    );
    expect(row(report, 'links', 'SF').note).toContain('formula');
    expect(report.rows.filter((one) => rowVerdict(one) === 'outside')).toEqual([]);
  });

  it(
    "shows costs at a user's prices alongside the paper's, judges counts alone and calls nothing " + 'fitted',
    () => {
      const prices = {
        name: 'quote',
        provenance: 'assumed',
        source: 'a vendor',
        switch: { usd: 20_000 },
        fabricCable: { usd: 500 },
        endpointCable: { usd: 400 },
      } as const;
      const report = table3(costs(prices), prices);
      expect(report.rows.filter((one) => one.kind === 'fitted')).toEqual([]);
      expect(row(report, 'cost', 'FT2')).toMatchObject({
        paper: 9,
        twin: (96 * 20_000 + 2048 * 900) / 1e6,
        kind: 'own-prices',
        tolerancePct: null,
        note: expect.stringContaining('`quote`'),
      });
      expect(report.inputs).toEqual(
        expect.arrayContaining([
          {
            name: 'prices.switch.usd',
            value: 20_000,
            unit: 'USD',
            provenance: 'assumed',
            source: 'a vendor',
          },
        ]),
      );
      expect([report.withinTolerance, rowVerdict(row(report, 'switches', 'FT2'))]).toEqual([true, 'within']);
      expect(report.conclusion).toContain('`quote`');
      expect(renderText(report)).toContain('own prices');
    },
  );
});

describe('table 4', () => {
  const mpft = resultWith('h800-2048-mpft');
  const mrft = resultWith('h800-2048-mrft', { tokensPerDayB: 271.5 });

  it('has every row for both networks: the expected value, its band, and the paper', () => {
    const report = table4(mpft, mrft);
    expect(report.rows).toHaveLength(28);
    expect(new Set(report.rows.map((one) => one.name))).toEqual(new Set(TABLE_4_ROWS));
    expect(row(report, 'bubble', 'MPFT')).toMatchObject({
      paper: 2.06,
      twin: 2.1,
      band: [0.9 * 2.1, 1.1 * 2.1],
      kind: 'predicted',
      unit: 's',
    });
    expect(row(report, 'MFU (causal)', 'MRFT')).toMatchObject({ paper: 38.9, unit: '%' });
    expect(row(report, 'MFU (causal)', 'MRFT').twin).toBeCloseTo(38.88, 9);
    expect(row(report, '1B + 1W', 'MPFT').paper).toBeCloseTo(2.47, 9);
    expect(row(report, '1B + 1W', 'MPFT').band![0]).toBeCloseTo(0.9 * 2.3, 9);
    // Either reading of the split has the sum that is judged.
    const sum = (...names: readonly string[]): number =>
      names.reduce((all, name) => all + row(report, name, 'MPFT').twin, 0);
    expect(sum('1B (timed calls)', '1W (timed calls)')).toBeCloseTo(sum('1B', '1W'), 12);
    expect(row(report, '1B (timed calls)', 'MPFT')).toMatchObject({ paper: 1.99, tolerancePct: null });
    expect(row(report, '1B (timed calls)', 'MPFT').twin).toBeCloseTo(1.9, 12);
    expect(row(report, '1W (timed calls)', 'MPFT').twin).toBeCloseTo(0.4, 12);
    expect(report.withinTolerance).toBe(true);
    expect(report.engineVersion).toBe('9.9.9');
  });

  it('takes the mean over routing, not the value of its seed', () => {
    const drawn = { ...mpft, metrics: { ...mpft.metrics, stepTimeS: 99, tokensPerDayB: 1 } };
    expect(table4(drawn, mrft)).toEqual(table4(mpft, mrft));
  });

  it('calls no row fitted: nothing is', () => {
    expect(table4(mpft, mrft).rows.every((one) => one.kind === 'predicted')).toBe(true);
  });

  it('fails on a row outside its band, on a number that is none, and on networks that differ', () => {
    const failing = (change: Parameters<typeof resultWith>[1]) =>
      table4(resultWith('h800-2048-mpft', change), mrft).withinTolerance;
    expect(failing({ tokensPerDayB: 200 })).toBe(false);
    expect(failing({ bubbleS: Number.NaN })).toBe(false);
    expect(table4(mpft, resultWith('h800-2048-mrft', { tokensPerDayB: 270.9 })).withinTolerance).toBe(false);
  });

  it('names a row that is known to lie outside its band, and says why', () => {
    const report = table4(resultWith('h800-2048-mpft', { optimizerS: 0.2 }), mrft);
    expect(rowVerdict(row(report, 'opt', 'MPFT'))).toBe('open');
    expect(report).toMatchObject({
      withinTolerance: true,
      conclusion: expect.stringContaining('Outside the band and open: opt'),
    });
    expect(renderText(report)).toMatch(/opt is open\. The paper has more: .*\n.*but for 1 that are open\./s);
  });

  it('lists each input once', () => {
    expect(table4(mpft, mrft).inputs.map((input) => input.name)).toEqual(['routing.imbalance', 'device']);
    expect(table4(mpft, mrft).conclusion).toContain('MRFT differs from MPFT by -0.11 %');
  });
});

describe('table 5', () => {
  it('calls the printed latencies inputs and the others predictions', () => {
    const report = table5(latencyTable());
    const printed = report.rows.filter((one) => one.paper !== null);
    expect(printed.map((one) => [one.kind, Math.abs(one.errorPct!) < 1e-9])).toEqual(
      Array(5).fill(['published-input', true]),
    );
    expect(report.rows.filter((one) => one.paper === null).every((one) => one.kind === 'predicted')).toBe(
      true,
    );
    expect(report.withinTolerance).toBe(true);
  });

  it('refuses latencies without a printed distance', () => {
    expect(() => table5([])).toThrow(/table 5/);
  });
});

describe('decoding limits', () => {
  const report = decodeLimits(decodeFindings());
  const twin = (name: string, on: string) => row(report, name, on).twin;
  const [slow, fast] = ['CX7 400G IB', 'GB200 NVL72'] as const;

  it('with everything ideal are those of section 2.3.2', () => {
    // The copy that stays on its GPU is not sent, scales of 4 bytes for 128 are.
    const sent = (127 / 128) * (1 + 4 / 128 / 3);
    expect(twin('communication per layer', slow) / 120.96).toBeCloseTo(sent, 3);
    expect(twin('communication per layer', fast) / 6.72).toBeCloseTo(sent, 3);
    expect(twin('time per output token', slow)).toBeCloseTo(14.76 * sent, 1);
    expect(Math.floor(twin('tokens per second', slow))).toBe(67);
    expect(report.withinTolerance).toBe(true);
  });

  it.each([slow, fast])('grow with each assumption that is given up, on %s', (on) => {
    const rungs = report.rows.filter((one) => one.case === on && one.name.startsWith('+ '));
    expect(rungs).toHaveLength(7);
    for (const [i, one] of rungs.entries()) if (i > 0) expect(one.twin).toBeGreaterThan(rungs[i - 1]!.twin);
  });

  it('say what drafting gains, and what verification and the draft take of it', () => {
    const gains = [
      'drafted token, accepted at 85 %, all else free',
      '+ verification, 1 sequence on each of 144 H800',
      '+ draft',
      '+ 4 sequences on each',
    ].map((name) => twin(name, 'one user'));
    expect(gains[0]).toBeCloseTo(1.85, 9);
    expect(gains).toEqual(gains.toSorted((a, b) => b - a));
    expect(gains[3]).toBeGreaterThan(1.6);
  });

  it('say what a PC gives at the peak of its memory, and at the rates of kernels', () => {
    const [mixture, dense] = ['DeepSeek-V2', 'Llama 3 70B'].map((model) => `${model}, 4 bits, 273 GB/s`);
    // 21 B of 236 B parameters in 4.5 bits, all else in 8.5.
    expect(twin(`${mixture} at its peak`, 'one user')).toBeCloseTo(20, 0);
    for (const name of [mixture, dense])
      expect(twin(name!, 'one user')).toBeLessThan(twin(`${name} at its peak`, 'one user'));
    expect(twin(dense!, 'one user')).toBeLessThan(10);
  });

  it('have experts in the memory of a host, whose processors beat its link', () => {
    const [processors, link] = ['experts on processors', 'experts over PCIe'].map((how) =>
      twin(`DeepSeek-V3, RTX 4090, ${how}`, 'one user'),
    );
    expect(processors).toBeGreaterThan(5 * link!);
    // 12.4 GB of chosen experts at 27 GB/s, and the rest.
    expect(link).toBeLessThan(27.2 / 12.4);
  });
});
