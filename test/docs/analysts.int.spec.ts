/** Goal: the SQL of docs/analysts.md runs, and answers what the page says, also while a part of a month is not packed. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { packAll } from '../../projections/price-history/pack-closed-months.js';
import { priceHistory } from '../../projections/price-history/projection.js';
import { packageRoot } from '../../src/base/paths.js';
import type { Database } from '../../src/postgres/database.js';
import { createRecorder, observation } from '../support/events.js';
import { type Tables, withTables } from '../support/folding.js';
import { useDatabase } from '../support/postgres.js';

describe('docs/analysts.md', () => {
  const page = readFileSync(join(packageRoot, 'docs/analysts.md'), 'utf8');
  const statements = [...page.matchAll(/^```sql\n([^`]*)```$/gm)].map(([, sql = '']) => sql);
  const target = useDatabase();
  let database: Database;

  before(() => {
    database = target.open();
  });

  const card = 'pokemon-517045';
  const at = (day: number, month = 9): string => `2025-0${month}-0${day}T20:05:33Z`;

  /** September, packed but for what came late: a correction of its first day, and a void of its second. */
  const fill = async (tables: Tables): Promise<void> => {
    const { record, events } = createRecorder('2025-11-01T00:00:00Z');
    const observe = (card_id: string, effective_at: string, market: number) =>
      record('PriceObserved', observation({ card_id, source: 'tcgcsv', effective_at, market }));
    observe(card, at(1), 100);
    observe(card, at(2), 999);
    observe(card, at(3), 150);
    observe('pokemon-7', at(4), 7);
    observe(card, at(1, 8), 300);
    await tables.fold([events]);
    await packAll(tables.client, tables.schema, Date.UTC(2025, 9));
    const late = createRecorder('2025-11-02T00:00:00Z');
    const { low, mid, high, direct_low, ...key } = observation({
      card_id: card,
      source: 'tcgcsv',
      market: 120,
      effective_at: at(1),
    });
    late.record('PriceCorrected', { ...key, low, mid, high, direct_low });
    late.record('ObservationVoided', { ...key, effective_at: at(2), standing: null });
    await tables.fold([late.events]);
  };

  it('has SQL that answers as it says', async () => {
    const found = await withTables(database, priceHistory, async (tables) => {
      await fill(tables);
      const all: (readonly unknown[])[][] = [];
      for (const sql of statements) {
        const { rows } = await tables.client.query(sql);
        all.push(
          rows.map((row) => Object.values(row).map((cell) => (/^[\d.]+$/.test(String(cell)) ? Number(cell) : cell))),
        );
      }
      return all;
    });
    const printing = 'Holofoil';
    expect(found).to.deep.equal([
      [
        [printing, at(1), 1],
        [printing, at(1), 1.2],
        [printing, at(2), 9.99],
        [printing, at(3), 1.5],
      ],
      [
        [card, printing, at(1), 1],
        [card, printing, at(2), 9.99],
        [card, printing, at(3), 1.5],
        ['pokemon-7', printing, at(4), 0.07],
      ],
      [
        [card, printing, 1.5, 50, at(1, 8)],
        ['pokemon-7', printing, 0.07, 100, at(4)],
      ],
      [
        [card, printing, at(1, 8), 3],
        [card, printing, at(1), 1.2],
        [card, printing, at(3), 1.5],
      ],
    ]);
  });
});
