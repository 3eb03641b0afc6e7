/** The fetch phase of a run: the source names its files, and they are fetched. Decides nothing and appends nothing. */
import { scopeKey } from '../domain/cards/facts.js';
import { inParallel } from '../base/async/parallel.js';
import { isLedgerError, type LedgerError, ledgerError } from '../base/errors.js';
import { limits } from '../base/limits.js';
import { openCachedFetch } from './cached-fetch.js';
import type { RunContext } from './collection.js';
import { isSourceError, stopsRun } from './http/source-errors.js';
import type { KnownState } from './known-state.js';
import type { ReceivedFiles, ReceivedPart } from './received-files.js';
import type { FileContent, SetList, SourceFile } from './source.js';
import type { StoredPayload } from './payload-store.js';

/** Requests under way at once to a source without a pause between requests; with one it is 1. */
const requestsAtOnceMax = 4;

export interface FetchOptions {
  readonly known: KnownState;
  /** Sets whose prices of this stamp are recorded: never asked for again. */
  readonly recorded: { has(setId: string): boolean };
  /** Whether all files of the catalog are due. */
  readonly catalogDue: boolean;
}

export interface FetchedFiles {
  readonly received: ReceivedFiles;
  /** Why the phase is not complete; `null` if it is. */
  readonly failure: LedgerError | null;
}

/** Collects failures. One that stops a run ends the phase at once; others do when there are too many. */
const createFailures = () => {
  let first: LedgerError | null = null;
  let stopping: LedgerError | null = null;
  let count = 0;
  return {
    /** Notes an error of the source. Throws any other error. */
    note(error: unknown): void {
      if (!isSourceError(error)) throw error;
      first ??= error;
      count += 1;
      if (stopsRun(error) || count >= limits.sourceFilesFailedMax) stopping ??= error;
    },
    isStopped: () => stopping !== null,
    // An open breaker is a consequence: the first failure explains more.
    reason: (): LedgerError | null => (stopping === null || stopping.code === 'SOURCE_BREAKER_OPEN' ? first : stopping),
  };
};

/** Throws if a list lacks most of the known sets. Sets do vanish, but one at a time: half of them missing is a broken list. */
const refuseBrokenList = (path: string, { scope, sets }: SetList, { sets: knownSets }: KnownState): void => {
  const inScope = [...knownSets.values()].filter((set) => scopeKey(set) === scopeKey(scope) && !set.withdrawn);
  if (sets.length * 2 >= inScope.length) return;
  throw ledgerError('SOURCE_PAYLOAD_INVALID', `${path}: ${sets.length} sets, ${inScope.length} are known`);
};

/** Files received so far. Only what later steps compare is kept of their content. */
const createReceived = () => {
  const lists: ReceivedFiles['lists'][number][] = [];
  const prices = new Map<string, ReceivedPart[]>();
  const cards = new Map<string, ReceivedPart[]>();
  const addPart = (parts: Map<string, ReceivedPart[]>, setId: string, part: ReceivedPart): void => {
    const others = parts.get(setId);
    if (others === undefined) parts.set(setId, [part]);
    else others.push(part);
  };
  return {
    files: { lists, prices, cards },
    add(file: SourceFile, stored: StoredPayload, content: FileContent): void {
      if (content.sets !== undefined) lists.push({ file, stored, list: content.sets });
      for (const { setId, cardIds, whole, readable } of content.prices ?? []) {
        addPart(prices, setId, { file, stored, cardIds, whole, readable });
      }
      for (const { setId, cards: listed, whole } of content.cards ?? []) {
        const cardIds = listed.map(({ card_id }) => card_id);
        addPart(cards, setId, { file, stored, cardIds, whole, readable: whole });
      }
    },
  };
};

/**
 * Fetches the files of a run. Failures of single files are noted, and the rest is fetched. A refusal, throttling, a spent
 * budget, an open breaker or too many failures end the phase. Throws SET_NOT_FOUND, system errors, and the signal's reason.
 */
export const fetchPhase = async (context: RunContext, options: FetchOptions): Promise<FetchedFiles> => {
  const { source, selection, onProgress } = context;
  const { known, recorded, catalogDue } = options;
  const cache = await openCachedFetch(context);
  const failures = createFailures();
  const received = createReceived();
  /** Sets of which a file with prices is missing. */
  const incomplete = new Set<string>();

  const fetchFile = async <C extends FileContent>(file: SourceFile<C>): Promise<C | null> => {
    const check = (text: string): C => {
      const content = file.read(text);
      if (content.sets !== undefined) refuseBrokenList(file.path, content.sets, known);
      return content;
    };
    const isRecorded = file.setId !== null && recorded.has(file.setId);
    const fetched = isRecorded ? await cache.stored(file.path, check) : await cache.get(file.path, check);
    if (fetched === null) return null;
    received.add(file, fetched.stored, fetched.value);
    return fetched.value;
  };

  await source.fetch({
    selection,
    known,
    catalogDue,
    isRecorded: (setId) => recorded.has(setId),
    async get(file) {
      try {
        if (!failures.isStopped()) return await fetchFile(file);
      } catch (error) {
        // Names wait for the next run if their file was asked for too recently; prices do not.
        if (file.kind === 'cards' && isLedgerError(error) && error.details['retry_at'] !== undefined) return null;
        failures.note(error);
      }
      if (file.setId !== null) incomplete.add(file.setId);
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
  return { received: received.files, failure: failures.reason() };
};
