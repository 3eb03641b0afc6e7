/** The fold of a rebuild: the newest row of every key is written once, instead of once a day. */
import type { LedgerEvent } from '../../src/domain/envelope.js';
import { limits } from '../../src/base/limits.js';
import { instantOf } from '../../src/domain/instant.js';
import { decodeEvent } from '../../src/domain/upcasting.js';
import type { StoredEvents } from '../../src/log/stored-events.js';
import { copyRows } from '../../src/postgres/binary-format.js';
import type { Client } from '../../src/postgres/database.js';
import type { Projection, Reading, StoredPart } from '../../src/projecting/projection.js';
import { withoutIndexes } from '../../src/projecting/without-indexes.js';
import { stoppedAt } from '../../src/subscriptions/process-page.js';
import type { PriceKeys } from '../key-spellings.js';
import { observedReader, type ObservedRows } from '../observed-rows.js';
import { observedType } from '../observed-run.js';
import { cells, columns, type PriceRow } from './fold.js';
import { cardsAtOnce, foldCardPrices } from './card-prices.js';
import { foldHeldRows } from './held-rows.js';
import { createNewestInMemory, type NewestInMemory } from './newest-in-memory.js';
import { foldOverruled } from './overruled.js';

/** Events that are read at once at the end. */
const readAtOnce = 1_000;

/** Returns the indexes of the rows that are folded as events: of watched keys, and such as are not plain. */
const wholeRows = (
  newest: NewestInMemory,
  keys: PriceKeys,
  read: ObservedRows,
  parts: readonly StoredPart[],
): number[] => {
  const whole: number[] = [];
  for (const part of parts) {
    if ('event' in part) {
      newest.watch(part.event);
      continue;
    }
    for (let index = part.run.from; index < part.run.to; index += 1) {
      const spelling = read.spellings[index] as number;
      if (spelling === -1 || newest.isWatched(keys.keyOf(spelling))) whole.push(index);
    }
  }
  return whole;
};

/** The last plain observation in each stream, by the stream's number. */
const createLastRows = () => {
  let [positions, recordedMs] = [new Float64Array(1_024), new Float64Array(1_024)];
  return {
    note(stream: number, position: number, ms: number): void {
      if (stream >= positions.length) {
        const [shorter, earlier] = [positions, recordedMs];
        const room = Math.max(positions.length * 2, stream + 1);
        [positions, recordedMs] = [new Float64Array(room), new Float64Array(room)];
        positions.set(shorter);
        recordedMs.set(earlier);
      }
      positions[stream] = position;
      recordedMs[stream] = ms;
    },
    /** Yields them as `foldCardPrices` notes events, some at a time. */
    async *parts(stored: StoredEvents) {
      const streams = Int32Array.from(positions.keys()).filter((stream) => positions[stream] !== 0);
      for (let from = 0; from < streams.length; from += cardsAtOnce) {
        const some = Array.from(streams.subarray(from, from + cardsAtOnce));
        const names = await stored.streamNames(some);
        yield some.map((stream, at) => ({
          stream: names[at] as string,
          recorded_at: instantOf(new Date(recordedMs[stream] as number)),
          position: stored.print(positions[stream] as number),
        }));
      }
    },
  };
};

/** Creates what writes the newest prices into the table. */
const createWriter = (schema: string, reading: Reading, keys: PriceKeys, newest: NewestInMemory) => {
  const { rows } = newest;
  let isEmpty = true;

  const copy = async (client: Client, written: readonly (readonly [key: number, row: PriceRow])[]): Promise<void> => {
    let last: PriceRow | undefined;
    const table = function* (): Generator<readonly unknown[]> {
      for (const [key, row] of written) {
        last = row;
        yield cells(keys.textOf(key), row);
      }
    };
    try {
      await copyRows(client, `${schema}.prices`, columns, table());
    } catch (error) {
      // A value that cannot be encoded.
      if (error instanceof RangeError && last !== undefined) throw stoppedAt({ event: last.event, error });
      throw error;
    }
    for (const [key] of written) newest.markWritten(key);
  };

  const writeRows = async (client: Client): Promise<void> => {
    if (!isEmpty) {
      const outdated = newest.takeOutdated().map((key) => keys.textOf(key));
      await client.query(`delete from ${schema}.prices where price_key = any($1)`, [outdated]);
    }
    await copy(client, [...rows]);
    isEmpty &&= rows.size === 0;
    rows.clear();
  };

  /** Reads the plain observations that are the newest price of their keys, and writes them. */
  const writeObserved = async (client: Client): Promise<void> => {
    const observed = newest.observed();
    for (let from = 0; from < observed.length; from += readAtOnce) {
      const wanted = Array.from(observed.subarray(from, from + readAtOnce));
      const events = (await reading.stored?.eventsAt(wanted.map((key) => newest.positionOf(key)))) ?? [];
      const read = events.map((event, at): readonly [number, PriceRow] => {
        const key = wanted[at] as number;
        return [key, newest.rowOf(key, decodeEvent(event))];
      });
      await copy(client, read);
    }
  };

  return {
    writeRows,
    async writeAll(client: Client): Promise<void> {
      const write = async (): Promise<void> => {
        await writeRows(client);
        await writeObserved(client);
      };
      if (isEmpty) await withoutIndexes(client, `${schema}.prices`, write);
      else await write();
    },
  };
};

/**
 * Creates the fold. Beyond limits.rebuildRowsMax newest prices that are no plain observations, these are written in between.
 */
export const rebuildLatestPrices: NonNullable<Projection['startRebuild']> = (schema, reading) => {
  const overruled = foldOverruled(schema);
  const reader = observedReader(reading);
  const { keys } = reader;
  const newest = createNewestInMemory(keys);
  const writer = createWriter(schema, reading, keys, newest);
  const cards = foldCardPrices(schema);
  const lastRows = createLastRows();

  const foldBeside = async (client: Client, events: readonly LedgerEvent[]): Promise<void> => {
    cards.note(events);
    if (newest.rows.size > limits.rebuildRowsMax) await writer.writeRows(client);
    await foldHeldRows(client, schema, events);
    await overruled(client, events);
  };

  return {
    async fold(client, events) {
      for (const event of events) {
        newest.watch(event);
        newest.foldEvent(event);
      }
      await foldBeside(client, events);
    },
    stored: {
      types: [observedType],
      async fold(client, page, parts) {
        const read = reader.rowsOf(page);
        const whole = wholeRows(newest, keys, read, parts);
        const decoded = whole.length === 0 ? [] : (await page.events(whole)).map((event) => decodeEvent(event));
        const eventAt = new Map(whole.map((index, at) => [index, decoded[at] as LedgerEvent]));
        const events: LedgerEvent[] = [];
        const foldWhole = (event: LedgerEvent): void => {
          newest.foldEvent(event);
          events.push(event);
        };
        for (const part of parts) {
          if ('event' in part) {
            foldWhole(part.event);
            continue;
          }
          const recordedMs = Date.parse(part.run.recorded_at);
          for (let index = part.run.from; index < part.run.to; index += 1) {
            const position = page.positions[index] as number;
            lastRows.note(page.streams[index] as number, position, recordedMs);
            const event = eventAt.size === 0 ? undefined : eventAt.get(index);
            if (event === undefined) newest.foldRow(read, index, position);
            else foldWhole(event);
          }
        }
        if (events.length > 0) await foldBeside(client, events);
      },
    },
    async finish(client) {
      await writer.writeAll(client);
      await cards.write(client);
      if (reading.stored === undefined) return;
      for await (const some of lastRows.parts(reading.stored)) {
        cards.note(some);
        await cards.write(client);
      }
    },
  };
};
