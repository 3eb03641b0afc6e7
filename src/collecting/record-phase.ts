/** The record phase of a run: compares the files at hand with the known state and appends events, set by set. */
import { scopeKey } from '../domain/cards/facts.js';
import type { Omission } from '../domain/events.js';
import { collectionStream } from '../domain/streams.js';
import { setsOfLastRun, type TakenSnapshot, withheldBefore } from '../../projections/coverage/collections.js';
import type { RunContext } from './collection.js';
import { createEventWriter } from './event-writer.js';
import type { KnownState } from './known-state.js';
import { findAbsences } from './absences.js';
import { inOrder, listedIn, ownStamps, type ReceivedFile, type ReceivedFiles, sha256Of } from './received-files.js';
import { leadingSources } from './leading-sources.js';
import { recordCardsGone, recordCards, recordSets } from './record-catalog.js';
import { recordJudgedAgain } from './record-judged-again.js';
import { recordPrices, recordSetGone, recordWithdrawn } from './record-prices.js';
import { createReader, type Recording } from './recording.js';
import { metadataOf, startedId } from './run-events.js';
import { openSetSnapshot, type SetSnapshot } from './set-snapshot.js';
import type { PriceList } from './source.js';
import { seenIn, vanishedSets } from './withdrawals.js';

export interface Recorded {
  /** Snapshots that this attempt took. */
  readonly snapshots: readonly SetSnapshot[];
  /** Withdrawals of sets that an earlier attempt recorded. */
  readonly late: readonly SetSnapshot[];
  /** What could not be recorded. */
  readonly omissions: readonly Omission[];
}

/** Opens the snapshot of a set from the files that prove it. */
const openSnapshot = (
  { context: { run, source }, stampOf }: Recording,
  setId: string,
  proof: readonly ReceivedFile[],
  rows: number,
  recordedAs?: string,
): SetSnapshot => {
  const url = `${source.settings.url}${inOrder(proof)[0]?.file.path ?? ''}`;
  const { parserVersion } = source;
  const at = { ...run, stamp: stampOf(setId) };
  return openSetSnapshot(at, { setId, url, sha256: sha256Of(proof), parserVersion, rows }, recordedAs);
};

/** Returns the cards that were asked for and have no price, as far as all lists are whole. */
const withoutPrice = (lists: readonly PriceList[]): string[] =>
  lists.every(({ whole, readable }) => whole && readable) ? lists.flatMap((list) => list.withoutPrice ?? []) : [];

/** Records the prices of a set, and the cards of the set that are provably missing. */
const recordSet = async (recording: Recording, setId: string, missing: readonly string[]): Promise<SetSnapshot> => {
  const { files, writer } = recording;
  const parts = inOrder(files.prices.get(setId) ?? []);
  const lists: PriceList[] = [];
  for (const part of parts) {
    lists.push(...((await recording.read(part)).prices ?? []).filter((list) => list.setId === setId));
  }
  const rows = lists.reduce((sum, list) => sum + list.rows, 0);
  const snapshot = openSnapshot(recording, setId, parts, rows);
  await recordCards(recording, setId, snapshot);
  await recordPrices(recording, snapshot, lists, [...missing, ...withoutPrice(lists)]);
  await writer.seal(snapshot);
  return snapshot;
};

/** Records withdrawals of sets that this attempt does not record: those recorded before, and those no longer listed. */
const recordOtherSets = async (
  recording: Recording,
  missing: ReadonlyMap<string, readonly string[]>,
  complete: ReadonlySet<string>,
  taken: ReadonlyMap<string, TakenSnapshot>,
): Promise<Omit<Recorded, 'omissions'>> => {
  const { context, known, files, writer } = recording;
  const snapshots: SetSnapshot[] = [];
  const late: SetSnapshot[] = [];
  for (const received of files.lists) {
    const { list } = received;
    const scope = scopeKey(list.scope);
    const listed = new Set(listedIn(list));
    // While other sets are unseen, cards may have moved there: a later full run takes the snapshot of the set's end.
    const vanished = complete.has(scope) ? vanishedSets(list, known, context.run.source, recording.seenLast).gone : [];
    for (const setId of new Set([...missing.keys(), ...vanished])) {
      const set = known.sets.get(setId);
      if (set === undefined || scopeKey(set) !== scope) continue;
      const before = taken.get(setId);
      // Listed and not recorded before: its own snapshot carries its withdrawals.
      if (before === undefined && listed.has(setId)) continue;
      const offered = (missing.get(setId) ?? []).filter((cardId) =>
        [...(known.prices.get(cardId)?.prices.values() ?? [])].some((last) => !last.withdrawn),
      );
      if (before !== undefined && offered.length === 0) continue;
      const snapshot = openSnapshot(recording, setId, [received], 0, before?.eventId);
      if (before === undefined) {
        await recordSetGone(recording, snapshot, offered);
        await writer.seal(snapshot);
      } else await recordWithdrawn(recording, snapshot, offered, before);
      (before === undefined ? snapshots : late).push(snapshot);
    }
  }
  return { snapshots, late };
};

/** Returns the keys that the last snapshot of each set held back, before the stamp of its file or that of the run. */
const withheldBeforeStamps = async (
  { database, run }: RunContext,
  stamps: ReadonlyMap<string, string>,
): Promise<Map<string, ReadonlySet<string>>> => {
  const held = new Map(await withheldBefore(database, run.source, run.stamp));
  const own = new Map<string, ReadonlyMap<string, ReadonlySet<string>>>();
  for (const [setId, stamp] of stamps) {
    const ofStamp = own.get(stamp) ?? (await withheldBefore(database, run.source, stamp));
    own.set(stamp, ofStamp);
    held.set(setId, ofStamp.get(setId) ?? new Set());
  }
  return held;
};

/**
 * Records everything that the files prove. When it returns, all of it is acknowledged by the log. `taken` are the sets of
 * this stamp that are in the log already, `withoutFile` those whose price file no longer exists.
 */
export const recordPhase = async (
  context: RunContext,
  known: KnownState,
  files: ReceivedFiles,
  taken: ReadonlyMap<string, TakenSnapshot>,
  withoutFile: ReadonlySet<string>,
): Promise<Recorded> => {
  const { run, onProgress } = context;
  const writer = createEventWriter({
    ...context,
    metadata: metadataOf(context, run, startedId(run.runId)),
    collection: collectionStream(run.source, run.scope),
  });
  // In order of the sets, not of the answers: of two sets with one unknown card, the first has it on every attempt.
  const cardIdsOf = (parts: ReceivedFiles['prices']) =>
    [...parts]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([setId, received]) => [setId, [...new Set(received.flatMap(({ cardIds }) => cardIds))]] as const);
  const seen = seenIn(cardIdsOf(files.prices));
  const stamps = ownStamps(files);
  const before = {
    seenLast: await setsOfLastRun(context.database, run.source, run.stamp),
    withheldBefore: await withheldBeforeStamps(context, stamps),
    stampOf: (setId: string) => stamps.get(setId) ?? run.stamp,
  };
  const absences = findAbsences({ source: run.source, known, files, seen, withoutFile, ...before });
  const { complete, missing } = absences;
  const doubted = [...files.prices].flatMap(([setId, parts]) => (parts.some(({ inDoubt }) => inDoubt) ? [setId] : []));
  const recording: Recording = {
    ...before,
    context,
    known,
    files,
    seen,
    inDoubt: new Set([...absences.inDoubt, ...doubted]),
    listings: seenIn(cardIdsOf(files.cards)),
    leading: await leadingSources(context.database, run.source, run.stamp),
    omissions: [...absences.omissions],
    writer,
    read: createReader(context),
  };

  await recordSets(recording);
  const setIds = new Set([...files.prices.keys(), ...files.cards.keys()]);
  const snapshots: SetSnapshot[] = [];
  for (const setId of setIds) {
    if (taken.has(setId) || !files.prices.has(setId)) {
      await recordCards(recording, setId, null);
      continue;
    }
    snapshots.push(await recordSet(recording, setId, missing.get(setId) ?? []));
    onProgress?.({ phase: 'record', done: snapshots.length, total: setIds.size });
  }
  await recordJudgedAgain(recording);
  const others = await recordOtherSets(recording, missing, complete, taken);
  await recordCardsGone(recording, complete);
  await writer.flush();
  return { snapshots: [...snapshots, ...others.snapshots], late: others.late, omissions: recording.omissions };
};
