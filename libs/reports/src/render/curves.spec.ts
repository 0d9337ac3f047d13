import { renderCurves } from './curves.js';

const curve = (name: string, points: readonly (readonly [number, number])[], dashed = false) => ({
  name,
  points: points.map(([x, y]) => ({ x, y })),
  dashed,
});

describe('curves in SVG', () => {
  const svg = renderCurves({
    title: 'busbw <of> a & b',
    xLabel: 'size',
    yLabel: 'GB/s',
    curves: [
      curve('ring, measured', [
        [1024, 10],
        [1048576, 40],
        [1073741824, 50],
      ]),
      curve('ring, computed', [[1048576, 45]], true),
      curve('tree, measured', [[2048, 20]]),
    ],
  });

  it('stand where their values are, on a logarithmic and a linear axis', () => {
    const path = /d="M([\d.]+) ([\d.]+)L([\d.]+) ([\d.]+)L([\d.]+) ([\d.]+)"/.exec(svg);
    const [x0, y0, x1, y1, x2, y2] = path!.slice(1).map(Number) as [
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    // 2^20 is half way from 2^10 to 2^30; 40 is three quarters from 10 to 50.
    expect(x1 - x0).toBeCloseTo(x2 - x1, 0);
    expect((y0 - y1) / (y0 - y2)).toBeCloseTo(0.75, 2);
  });

  it('name their sizes and are distinguished by colour and dashes, with harmless names', () => {
    expect(svg).toContain('>1 KiB<');
    expect(svg).toContain('busbw &lt;of&gt; a &amp; b');
    expect(svg.match(/stroke-dasharray/g)).toHaveLength(2);
    const colours = [...svg.matchAll(/stroke-width="1.6" stroke="(#\w+)"/g)].map(([, colour]) => colour);
    expect(new Set(colours).size).toBe(2);
    expect(renderCurves({ title: 'none', xLabel: '', yLabel: '', curves: [] })).toContain('</svg>');
  });
});
