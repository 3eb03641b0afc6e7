/**
 * The fetch phase of a run: the source names its files, and they are fetched. Decides nothing on prices, and appends none of the
 * run's events; which cards its products are may be recorded meanwhile.
 */
import { scopeKey } from '../domain/cards/facts.js';
import { inParallel } from '../base/async/parallel.js';
import { type ErrorCode, isLedgerError, type LedgerError, ledgerError } from '../base/errors.js';
import { limits } from '../base/limits.js';
import { openCachedFetch, refuseFutureStamp } from './cached-fetch.js';
import type { RunContext } from './collection.js';
import type { Omission } from '../domain/events.js';
import { isSourceError, stopsRun } from './http/source-errors.js';
import type { KnownState } from './known-state.js';
import { listedIn, type ReceivedFiles, type ReceivedPart } from './received-files.js';
import { createRefusals, type Refusals } from './refusals.js';
import { withinQuota } from './quota-left.js';
import type { FileContent, SetList, SourceFile } from './source.js';
import type { StoredPayload } from './payload-store.js';

/** Requests under way at once to a source without a pause between requests; with one it is 1. */
const requestsAtOnceMax = 4;

/** Errors of requests that were not sent. */
const unasked: readonly ErrorCode[] = [
  'SOURCE_BREAKER_OPEN',
  'SOURCE_BUDGET_SPENT',
  'SOURCE_TOO_SOON',
  'SOURCE_PAUSED',
];

export interface FetchOptions {
  readonly known: KnownState;
  /** Sets whose prices of this stamp are recorded: never asked for again. */
  readonly recorded: { has(setId: string): boolean };
  /** Whether all files of the catalog are due. */
  readonly catalogDue: boolean;
  /** Paths of files of sets that the last run could not have. */
  readonly missedLast: { has(path: string): boolean };
}

export interface FetchedFiles {
  readonly received: ReceivedFiles;
  /** Files that the run could not have, with the reason. */
  readonly omissions: readonly Omission[];
  /** Sets whose price file does not exist. */
  readonly withoutFile: ReadonlySet<string>;
  /** Why the phase is not complete; `null` if it is. */
  readonly failure: LedgerError | null;
}

/** Collects failures. One that stops a run ends the phase at once; others do when there are too many in a row. */
const createFailures = () => {
  let first: LedgerError | null = null;
  let stopping: LedgerError | null = null;
  let inARow = 0;
  return {
    note(error: LedgerError): void {
      first ??= error;
      inARow += 1;
      if (stopsRun(error) || inARow >= limits.sourceFilesFailedMax) stopping ??= error;
    },
    received: () => void (inARow = 0),
    isStopped: () => stopping !== null,
    // An open breaker is a consequence: the first failure explains more.
    reason: (): LedgerError | null => (stopping === null || stopping.code === 'SOURCE_BREAKER_OPEN' ? first : stopping),
  };
};

/** What a failed file means: it does not exist, the client is refused, or the file may be had later. */
type Meaning = 'missing' | 'refused' | 'failed';

/** Judges failed files; `forbidsMissingFiles` is that of the source. */
const createJudge =
  (forbidsMissingFiles: boolean, refusals: Refusals) =>
  (error: LedgerError): Meaning => {
    const status = error.details['status'];
    if (status === '404' || status === '410') return 'missing';
    if (error.code !== 'SOURCE_REFUSED') return 'failed';
    return status === '403' && forbidsMissingFiles && !refusals.isRefused() ? 'missing' : 'refused';
  };

/** Throws if a list lacks most of the known sets. Sets do vanish, but one at a time: half of them missing is a broken list. */
const refuseBrokenList = (path: string, list: SetList, { sets: knownSets }: KnownState): void => {
  const inScope = [...knownSets.values()].filter((set) => scopeKey(set) === scopeKey(list.scope) && !set.withdrawn);
  const listed = listedIn(list).length;
  if (listed * 2 >= inScope.length) return;
  throw ledgerError('SOURCE_PAYLOAD_INVALID', `${path}: ${listed} sets, ${inScope.length} are known`);
};

/** Files received so far. Only what later steps compare is kept of their content. */
const createReceived = () => {
  const lists: ReceivedFiles['lists'][number][] = [];
  const prices = new Map<string, ReceivedPart[]>();
  const cards = new Map<string, ReceivedPart[]>();
  const wholes: ReceivedFiles['wholes'][number][] = [];
  const omissions: ReceivedFiles['omissions'][number][] = [];
  const unmatched: ReceivedFiles['unmatched'][number][] = [];
  const addPart = (parts: Map<string, ReceivedPart[]>, setId: string, part: ReceivedPart): void => {
    const others = parts.get(setId);
    if (others === undefined) parts.set(setId, [part]);
    else others.push(part);
  };
  return {
    /** Notes that a file of the set is missing: the cards of the others are not all that it lists. */
    missesFile(setId: string): void {
      const parts = cards.get(setId)?.map((part) => ({ ...part, whole: false }));
      if (parts !== undefined) cards.set(setId, parts);
    },
    files: { lists, prices, cards, wholes, omissions, unmatched },
    add(file: SourceFile, stored: StoredPayload, content: FileContent): void {
      if (content.sets !== undefined) lists.push({ file, stored, list: content.sets });
      if (content.allPricesOf !== undefined) wholes.push({ file, stored, scopes: content.allPricesOf });
      if ((content.omissions ?? []).length > 0) omissions.push({ file, stored, rows: content.omissions ?? [] });
      if ((content.unmatched ?? 0) > 0) unmatched.push({ file, stored, count: content.unmatched ?? 0 });
      for (const { setId, cardIds, whole, readable, inDoubt, stamp, scope } of content.prices ?? []) {
        addPart(prices, setId, { file, stored, cardIds, whole, readable, inDoubt, stamp, scope });
      }
      for (const { setId, cards: listed, unread, whole } of content.cards ?? []) {
        const cardIds = [...listed.map(({ card_id }) => card_id), ...unread];
        addPart(cards, setId, { file, stored, cardIds, whole, readable: whole });
      }
    },
  };
};

/**
 * Fetches the files of a run. A file that does not exist, or cannot be read, is noted and costs the others nothing. A
 * refusal, throttling, a spent budget, an open breaker or too many failures in a row end the phase. Throws SET_NOT_FOUND,
 * system errors, and the signal's reason.
 */
export const fetchPhase = async (context: RunContext, options: FetchOptions): Promise<FetchedFiles> => {
  const { source, selection, onProgress, identify, signal, cardByCard } = context;
  const { known, recorded, catalogDue, missedLast } = options;
  const cache = await openCachedFetch(context);
  const refusals = createRefusals(cache.hasFiles);
  const meaningOf = createJudge(source.forbidsMissingFiles, refusals);
  const failures = createFailures();
  const received = createReceived();
  const omissions: Omission[] = [];
  const withoutFile = new Set<string>();
  /** Sets of which a file with prices is missing. */
  const incomplete = new Set<string>();
  /** Sets of which any file is missing: the cards of the others are not all that the set lists. */
  const partial = new Set<string>();

  const fetchFile = async <C extends FileContent>(file: SourceFile<C>, place: number): Promise<C | null> => {
    const check = (text: string): C => {
      const content = file.read(text);
      if (content.sets !== undefined) refuseBrokenList(file.path, content.sets, known);
      for (const { stamp } of content.prices ?? []) {
        if (stamp !== undefined) refuseFutureStamp(context, file.path, stamp);
      }
      return content;
    };
    const isRecorded = file.kind === 'prices' && file.setId !== null && recorded.has(file.setId);
    const fetched = isRecorded ? await cache.stored(file.path, check) : await cache.get(file.path, check, file.reduce);
    refusals.end(place, fetched?.isNew === true ? 'answered' : 'skipped');
    if (fetched === null) return null;
    if (fetched.isNew) failures.received();
    received.add(file, fetched.stored, fetched.value);
    return fetched.value;
  };

  /** Notes why a file could not be had. Throws errors that are not the source's. */
  const noteFailure = (file: SourceFile, place: number, error: unknown): void => {
    if (!isSourceError(error)) throw error;
    const isForbidden = error.details['status'] === '403';
    const isAnswer = error.details['status'] === '404' || error.details['status'] === '410';
    // Sets that have outlived their files stand side by side at times. Once known, they are no row of refusals.
    const isNews = isForbidden && !missedLast.has(file.path);
    refusals.end(place, isNews ? 'refused' : isAnswer ? 'answered' : 'skipped');
    // Not asked for at all: neither the file nor the source is to blame.
    const isUnasked = unasked.includes(error.code);
    const detail = error.message.replace(`${file.path}: `, '');
    if (!isUnasked) omissions.push({ kind: 'file', file: file.path, set_id: file.setId, place: null, detail });
    const meaning = meaningOf(error);
    if (meaning !== 'missing') failures.note(error);
    else if (file.kind === 'prices' && file.setId !== null) withoutFile.add(file.setId);
    // Without its list, or the one file of its prices, nothing is known of a game, so the run is not complete.
    else if (file.kind !== 'cards') {
      const details = { class: 'permanent' };
      failures.note(
        ledgerError('SOURCE_PAYLOAD_INVALID', `${file.path}: the list is missing (${detail})`, { details }),
      );
    }
  };

  await source.fetch({
    selection,
    known,
    catalogDue,
    identify: identify === undefined ? null : (products) => identify(products, signal),
    cardByCard: cardByCard === undefined ? null : withinQuota(context, cardByCard(selection), failures),
    isRecorded: (setId) => recorded.has(setId),
    async get(file) {
      if (!failures.isStopped()) {
        const place = refusals.ask();
        try {
          return await fetchFile(file, place);
        } catch (error) {
          // Names wait for the next run if their file was asked for too recently; prices do not.
          const isWaiting = file.kind === 'cards' && isLedgerError(error) && error.details['retry_at'] !== undefined;
          if (isWaiting) refusals.end(place, 'skipped');
          else noteFailure(file, place, error);
        }
      }
      if (file.setId === null) return null;
      partial.add(file.setId);
      if (file.kind === 'prices') incomplete.add(file.setId);
      return null;
    },
    async eachSet(setIds, work) {
      let done = 0;
      await inParallel(setIds, source.settings.pauseMs > 0 ? 1 : requestsAtOnceMax, async (setId) => {
        if (failures.isStopped()) return;
        await work(setId);
        done += 1;
        onProgress?.({ phase: 'fetch', done, total: setIds.length });
      });
    },
  });
  for (const setId of incomplete) received.files.prices.delete(setId);
  for (const setId of partial) received.missesFile(setId);
  return { received: received.files, omissions, withoutFile, failure: failures.reason() };
};
