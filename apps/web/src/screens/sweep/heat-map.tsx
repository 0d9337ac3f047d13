/** The objective over two parameters, where a sweep has two. */
import { Card, number } from '../../ui/index.js';
import { metricOf, parametersIn, shortName, type SweptProps, textOf, valuesOf } from './swept.js';

export function HeatMap({ members, objective: { metric } }: SweptProps) {
  const [across = '', down = '', ...others] = parametersIn(members);
  if (down === '' || others.length > 0) return null;
  const values = members.map((member) => metricOf(member, metric));
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const [columns, rows] = [valuesOf(members, across), valuesOf(members, down)];
  return (
    <Card title="Heat map" note={`${metric}, ${shortName(across)} across, ${shortName(down)} down.`}>
      <div class="table-place" tabIndex={0} role="region" aria-label="Heat map">
        <table class="heat">
          <thead>
            <tr>
              <th scope="col">{shortName(down)}</th>
              {columns.map((value) => (
                <th key={textOf(value)} scope="col" class="number">
                  {textOf(value)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={textOf(row)}>
                <th scope="row">{textOf(row)}</th>
                {columns.map((column) => {
                  const member = members.find(
                    ({ parameters }) => parameters[across] === column && parameters[down] === row,
                  );
                  const value = member === undefined ? NaN : metricOf(member, metric);
                  const share = high === low ? 1 : (value - low) / (high - low);
                  return (
                    <td key={textOf(column)} class="number" style={{ background: shade(share) }}>
                      {number(value)}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}

const shade = (share: number): string =>
  `color-mix(in srgb, var(--hue-0) ${Math.round(55 * (share || 0))}%, transparent)`;
