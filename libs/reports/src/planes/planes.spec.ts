import { type PlaneFinding, planes } from './planes.js';

const finding = (change: Partial<PlaneFinding>): PlaneFinding => ({
  fault: 'nothing',
  network: 'MPFT',
  parts: [],
  stepSeconds: 20,
  slowest: 1,
  slowed: 0,
  ...change,
});

describe('the report on planes', () => {
  const report = planes(
    [
      finding({}),
      finding({ network: 'MRFT', stepSeconds: 10 }),
      finding({ fault: 'leaf', parts: ['leaf:2'], stepSeconds: 21, slowest: 8 / 7, slowed: 0.25 }),
      finding({ fault: 'spine', network: 'MRFT', parts: ['spine:7', 'spine:8'], stepSeconds: 10.001 }),
    ],
    [],
  );

  it('compares each fault with the same network whole', () => {
    const rows = new Map(report.rows.map((row) => [`${row.case} ${row.name}`, row]));
    expect(rows.get('MPFT leaf: longer step')!.twin).toBeCloseTo(5, 9);
    expect(rows.get('MRFT spine: longer step')!.twin).toBeCloseTo(0.01, 9);
    expect(rows.get('MPFT leaf: messages slowed')!.twin).toBe(25);
    expect(rows.get('MRFT spine: step')!.note).toBe('spine:7 and 1 more');
    expect(report.rows.filter(({ paper }) => paper !== null)).toEqual([]);
  });

  it('says where a network isolates and where not', () => {
    expect(report.conclusion.split('; ')).toEqual([
      'MPFT: at worst 5.0 % (leaf), less than 0.1 % for none',
      'MRFT: at worst 0.0 % (spine), less than 0.1 % for spine.',
    ]);
  });
});
