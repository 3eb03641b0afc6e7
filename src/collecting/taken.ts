/** The snapshots of a stamp that are in the log already, and the counts of the stamp. */
import { snapshotsOfStamp, type TakenSnapshot } from '../../projections/coverage/collections.js';
import type { RunContext } from './collection.js';
import type { Recorded } from './record-phase.js';
import { type RunCounts, sumCounts } from './run-events.js';

/** Returns the snapshots that are in the log: those of the run's stamp, and those of the stamps that files have of their own. */
export const takenOf = async (
  { database, run }: RunContext,
  atStamp: ReadonlyMap<string, TakenSnapshot>,
  stamps: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, TakenSnapshot>> => {
  const taken = new Map(atStamp);
  const own = new Map<string, ReadonlyMap<string, TakenSnapshot>>();
  for (const [setId, stamp] of stamps) {
    const ofStamp = own.get(stamp) ?? (await snapshotsOfStamp(database, run.source, stamp));
    own.set(stamp, ofStamp);
    const snapshot = ofStamp.get(setId);
    if (snapshot === undefined) taken.delete(setId);
    else taken.set(setId, snapshot);
  }
  return taken;
};

/** Returns the counts of the stamp: snapshots of earlier attempts and of this one. */
export const countsOf = (
  selection: readonly string[] | null,
  taken: ReadonlyMap<string, TakenSnapshot>,
  recorded: Recorded,
): RunCounts => {
  const before = [...taken]
    .filter(([setId]) => selection === null || selection.includes(setId))
    .map(([, snapshot]) => snapshot);
  const counts = sumCounts([...before, ...recorded.snapshots.map((snapshot) => snapshot.counts())]);
  const late = sumCounts(recorded.late.map((snapshot) => snapshot.counts()));
  return { ...counts, withdrawn: counts.withdrawn + late.withdrawn, withheld: counts.withheld + late.withheld };
};
