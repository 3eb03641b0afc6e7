/** The record phase of a run: compares the files at hand with the known state and appends events, set by set. */
import { scopeKey } from '../domain/cards/facts.js';
import type { Omission } from '../domain/events.js';
import { collectionStream } from '../domain/streams.js';
import { setsOfLastRun, type TakenSnapshot, withheldBefore } from '../../projections/coverage/collections.js';
import type { RunContext } from './collection.js';
import { createEventWriter } from './event-writer.js';
import type { KnownState } from './known-state.js';
import {
  completeScopes,
  inOrder,
  listedIn,
  pricedScopes,
  type ReceivedFile,
  type ReceivedFiles,
  sha256Of,
} from './received-files.js';
import { recordCardsGone, recordCards, recordSets } from './record-catalog.js';
import { recordJudgedAgain } from './record-judged-again.js';
import { recordPrices, recordSetGone, recordWithdrawn } from './record-prices.js';
import { createReader, type Recording } from './recording.js';
import { metadataOf, startedId } from './run-events.js';
import { openSetSnapshot, type SetSnapshot } from './set-snapshot.js';
import type { PriceList } from './source.js';
import { seenIn, unseenCards, vanishedSets } from './withdrawals.js';

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
  { run, source }: RunContext,
  setId: string,
  proof: readonly ReceivedFile[],
  rows: number,
  recordedAs?: string,
): SetSnapshot => {
  const url = `${source.settings.url}${inOrder(proof)[0]?.file.path ?? ''}`;
  const { parserVersion } = source;
  return openSetSnapshot(run, { setId, url, sha256: sha256Of(proof), parserVersion, rows }, recordedAs);
};

/** Records the prices of a set, and the cards of the set that are provably missing. */
const recordSet = async (recording: Recording, setId: string, missing: readonly string[]): Promise<SetSnapshot> => {
  const { context, files, writer } = recording;
  const parts = inOrder(files.prices.get(setId) ?? []);
  const lists: PriceList[] = [];
  for (const part of parts) {
    lists.push(...((await recording.read(part)).prices ?? []).filter((list) => list.setId === setId));
  }
  const rows = lists.reduce((sum, list) => sum + list.rows, 0);
  const snapshot = openSnapshot(context, setId, parts, rows);
  await recordCards(recording, setId, snapshot);
  await recordPrices(recording, snapshot, lists, missing);
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
      const snapshot = openSnapshot(context, setId, [received], 0, before?.eventId);
      if (before === undefined) {
        await recordSetGone(recording, snapshot, offered);
        await writer.seal(snapshot);
      } else await recordWithdrawn(recording, snapshot, offered, before);
      (before === undefined ? snapshots : late).push(snapshot);
    }
  }
  return { snapshots, late };
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
  const recording: Recording = {
    context,
    known,
    files,
    seen,
    listings: seenIn(cardIdsOf(files.cards)),
    seenLast: await setsOfLastRun(context.database, run.source, run.stamp),
    withheldBefore: await withheldBefore(context.database, run.source, run.stamp),
    omissions: [],
    writer,
    read: createReader(context),
  };
  const complete = completeScopes(files, withoutFile);
  for (const { file, list } of files.lists) {
    const { doubted } = vanishedSets(list, known, run.source, recording.seenLast);
    if (!list.whole || doubted === 0) continue;
    // What the sets hold that are not believed to be gone was not seen.
    complete.delete(scopeKey(list.scope));
    const detail = `${doubted} known sets are missing at once: withdrawn if the next stamp agrees`;
    recording.omissions.push({ kind: 'row', file: file.path, set_id: null, place: null, detail });
  }
  const listed = new Map(
    cardIdsOf(files.cards).flatMap(([setId, ids]) => (files.prices.has(setId) ? [[setId, new Set(ids)] as const] : [])),
  );
  // A product's file can be older than its move. That a card is seen in another set counts above all.
  const missing = unseenCards({
    prices: known.prices,
    sets: known.sets,
    seen,
    completeScopes: pricedScopes(files, complete),
    listed,
    stamp: run.stamp,
  });
  for (const [setId, parts] of files.prices) {
    if (!parts.every(({ whole, readable }) => whole && readable)) missing.delete(setId);
  }
  for (const setId of withoutFile) missing.delete(setId);

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
