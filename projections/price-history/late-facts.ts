/**
 * Facts of earlier instants, written when the tables hold everything that was recorded before them: then what was recorded
 * last of an instant is known (instants.ts).
 */
import { copyRows } from '../../src/postgres/binary-format.js';
import type { Client } from '../../src/postgres/database.js';
import { type HoldRow, type Mark, markColumns, recordedSoFar, writeHolds } from './fold.js';
import type { LateFact } from './history-in-memory.js';
import { recordedAfter } from './instants.js';
import { observationColumns, type ObservationRow } from './packed-months.js';

/** Instants that are looked up at once. */
const instantsAtOnce = 5_000;

const readRecorded = async (
  client: Client,
  schema: string,
  late: readonly LateFact[],
): Promise<Map<string, number>> => {
  const recorded = new Map<string, number>();
  for (let from = 0; from < late.length; from += instantsAtOnce) {
    const some = late.slice(from, from + instantsAtOnce).map(({ series, effectiveAt: at }) => ({ series, at }));
    for (const [instant, newest] of await recordedSoFar(client, schema, some)) recorded.set(instant, newest);
  }
  return recorded;
};

/** Writes the facts, which come in log order, into tables that hold all facts before them. */
export const writeLateFacts = async (client: Client, schema: string, late: readonly LateFact[]): Promise<void> => {
  if (late.length === 0) return;
  const recorded = await readRecorded(client, schema, late);
  const observations: ObservationRow[] = [];
  const withdrawals: Mark[] = [];
  const voids: Mark[] = [];
  const holds = new Map<string, HoldRow>();
  const rulings: (HoldRow['event'] | NonNullable<HoldRow['rejection']>)[] = [];
  for (const { kind, series, atMs, effectiveAt, seconds, numbers, standsAgain, hold } of late) {
    const instant = `${series} ${atMs}`;
    const before = recorded.get(instant);
    const after = recordedAfter(seconds, before, standsAgain);
    recorded.set(instant, after);
    if (hold !== null) {
      holds.set(hold.event.id, { ...hold, recordedAfterS: after });
      rulings.push(hold.event);
    } else if (kind === 'withdrawn') withdrawals.push([series, effectiveAt, after]);
    else if (kind === 'voided') voids.push([series, effectiveAt, after]);
    else if (numbers !== null) {
      const { low, mid, high, market, direct_low } = numbers;
      observations.push([atMs, series, after, low, mid, high, market, direct_low]);
    }
  }
  await copyRows(client, `${schema}.unpacked_observations`, observationColumns, observations);
  if (withdrawals.length > 0) await copyRows(client, `${schema}.withdrawals`, markColumns, withdrawals);
  if (voids.length > 0) await copyRows(client, `${schema}.voids`, markColumns, voids);
  await writeHolds(client, schema, holds, rulings);
};
