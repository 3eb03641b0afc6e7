/** The points of the chart as a table, for those who do not see it, and for copying. */
import { useState } from 'preact/hooks';
import { readingAt } from '../../chart/chart-data.js';
import { dateOf } from '../../chart/days.js';
import type { DayRange } from '../../chart/ranges.js';
import type { NamedLine } from './reading.js';

const rowsAtOnce = 50;

export const PointsTable = ({ lines, range }: { readonly lines: readonly NamedLine[]; readonly range: DayRange }) => {
  const [shown, show] = useState(rowsAtOnce);
  const [open, setOpen] = useState(false);
  const days = range.to - range.from + 1;
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>The chart as a table</summary>
      {open ? (
        <div class="scroll" role="region" aria-label="Prices by day" tabIndex={0}>
          <table>
            <thead>
              <tr>
                <th scope="col">Day (UTC)</th>
                {lines.map(({ id, name }) => (
                  <th key={id} scope="col" class="number">
                    {name}
                  </th>
                ))}
                <th scope="col">{lines[0]?.name} that day</th>
              </tr>
            </thead>
            <tbody>
              {Array.from({ length: Math.min(days, shown) }, (_, at) => range.to - at).map((day) => {
                const [first, ...others] = lines.map((line) => ({ line, reading: readingAt(line.series, day) }));
                return (
                  <tr key={day}>
                    <th scope="row">{dateOf(day)}</th>
                    {(first === undefined ? [] : [first, ...others]).map(({ line, reading }) => (
                      <td key={line.id} class="number">
                        {reading.price === null ? '–' : line.money(reading.price)}
                      </td>
                    ))}
                    <td>
                      {first?.reading.looked === true
                        ? first.reading.point?.observed
                        : (first?.reading.reason ?? 'no look').replaceAll('_', ' ')}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
          {shown >= days ? null : (
            <button type="button" onClick={() => show(shown + rowsAtOnce)}>
              Earlier days
            </button>
          )}
        </div>
      ) : null}
    </details>
  );
};
