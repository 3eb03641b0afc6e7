/**
 * The fold of a rebuild. Observations stay in memory until their month closes and are written packed; what came in order of
 * time needs no look at the tables. Facts of earlier instants are rare: they wait until everything else is written.
 */
import { decodeEvent } from '../../src/domain/upcasting.js';
import { copyRows } from '../../src/postgres/binary-format.js';
import type { Client } from '../../src/postgres/database.js';
import type { Projection } from '../../src/projecting/projection.js';
import { withoutIndexes } from '../../src/projecting/without-indexes.js';
import { observedReader } from '../observed-rows.js';
import { observedType } from '../observed-run.js';
import { createHistoryInMemory, type HistoryInMemory, takeEvent, takePage, takeRow } from './history-in-memory.js';
import { writeLateFacts } from './late-facts.js';
import { packAll, packingLimits } from './pack-closed-months.js';
import { monthStartMs, observationColumns, packedColumns } from './packed-months.js';
import { recomputeTotals } from './series-totals.js';
import { markColumns, writeHolds } from './fold.js';

export interface RebuildLimits {
  /** Observations in memory: those of the open month. Beyond, they are written as rows. */
  readonly rowsMax: number;
  /** Facts of earlier instants that wait. */
  readonly lateMax: number;
  /** As in PackingLimits. */
  readonly graceMs: number;
}

/** A million observations take 38 MB; a month of 48,000 series has 770,000. */
const rebuildLimits: RebuildLimits = { rowsMax: 1_000_000, lateMax: 50_000, graceMs: packingLimits.graceMs };

/** Writes what a rebuild has in memory. */
const createWriter = (schema: string, history: HistoryInMemory, { rowsMax, lateMax, graceMs }: RebuildLimits) => {
  const { rows, stragglers, late } = history;
  const table = `${schema}.unpacked_observations`;
  let hasRows = false;

  /** Writes all rows in memory as rows. */
  const writeRows = async (client: Client): Promise<void> => {
    for (const some of [rows, stragglers]) {
      if (some.length === 0) continue;
      const write = () => copyRows(client, table, observationColumns, some.takeRows());
      if (hasRows) await write();
      else await withoutIndexes(client, table, write);
      hasRows = true;
    }
  };

  const pack = (client: Client, beforeMs: number): Promise<void> =>
    copyRows(client, `${schema}.packed_months`, packedColumns, rows.takePacked(beforeMs));

  const packClosed = async (client: Client): Promise<void> => {
    const closedMs = monthStartMs(history.newestMs - graceMs);
    if (!(closedMs > history.closedMs)) return;
    await pack(client, closedMs);
    history.closedMs = closedMs;
  };

  /** Writes what waited for the tables to hold everything before it. */
  const settle = async (client: Client): Promise<void> => {
    await writeRows(client);
    hasRows ||= late.length > 0;
    await writeLateFacts(client, schema, late);
    history.lateHolds.clear();
    late.length = 0;
  };

  return {
    async page(client: Client): Promise<void> {
      const { withdrawals, voids, holds, rulings } = takePage(history);
      if (withdrawals.length > 0) await copyRows(client, `${schema}.withdrawals`, markColumns, withdrawals);
      if (voids.length > 0) await copyRows(client, `${schema}.voids`, markColumns, voids);
      await writeHolds(client, schema, holds, rulings);
      await packClosed(client);
      if (late.length > lateMax) await settle(client);
      else if (rows.length > rowsMax || stragglers.length > lateMax) await writeRows(client);
    },
    async end(client: Client): Promise<void> {
      // The open month too: fewer rows to write. What comes live are rows beside it until the month closes.
      await pack(client, Infinity);
      await history.series.write(client, schema);
      await settle(client);
      await recomputeTotals(client, schema, history.series.recounted());
      // Rows of closed months: late ones, and those that had no room in memory.
      if (hasRows && history.closedMs > -Infinity) await packAll(client, schema, history.closedMs);
    },
  };
};

/** Creates the fold. */
export const rebuildPriceHistory =
  (limits: RebuildLimits = rebuildLimits): NonNullable<Projection['startRebuild']> =>
  (schema, reading) => {
    const reader = observedReader(reading);
    const history = createHistoryInMemory(reader.keys);
    const writer = createWriter(schema, history, limits);
    return {
      async fold(client, events) {
        for (const event of events) takeEvent(history, event);
        await writer.page(client);
      },
      stored: {
        types: [observedType],
        async fold(client, page, parts) {
          const read = reader.rowsOf(page);
          for (const part of parts) {
            if ('event' in part) {
              takeEvent(history, part.event);
              continue;
            }
            const recordedMs = Date.parse(part.run.recorded_at);
            for (let index = part.run.from; index < part.run.to; index += 1) {
              if (read.spellings[index] === -1)
                for (const event of await page.events([index])) takeEvent(history, decodeEvent(event));
              else takeRow(history, read, index, recordedMs);
            }
          }
          await writer.page(client);
        },
      },
      finish: (client) => writer.end(client),
    };
  };
