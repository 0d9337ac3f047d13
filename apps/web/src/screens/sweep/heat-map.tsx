/** The objective over two parameters, where a sweep has two. */
import { Card, number } from '../../ui/index.js';
import { metricOf, parametersIn, shortName, type SweptProps, textOf, valuesOf } from './swept.js';

/** A table that is larger is no picture. */
const MOST_CELLS = 900;

export function HeatMap({ members, objective: { metric } }: SweptProps) {
  const [across = '', down = '', ...others] = parametersIn(members);
  if (down === '' || others.length > 0) return null;
  const values = members.map((member) => metricOf(member, metric));
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const [columns, rows] = [valuesOf(members, across), valuesOf(members, down)];
  if (columns.length * rows.length > MOST_CELLS)
    return (
      <Card title="Heat map">
        {number(columns.length)} × {number(rows.length)} values are too many to be read: choose among them on
        the axes below.
      </Card>
    );
  const places = new Map(
    members.map((member) => [keyOf(member.parameters[across], member.parameters[down]), member]),
  );
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
                  const member = places.get(keyOf(column, row));
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

const keyOf = (column: unknown, row: unknown): string => JSON.stringify([column, row]);

const shade = (share: number): string =>
  `color-mix(in srgb, var(--hue-0) ${Math.round(55 * (share || 0))}%, transparent)`;
