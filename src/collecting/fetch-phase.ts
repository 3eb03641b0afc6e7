/** The fetch phase of a run: which files it needs, and getting them. Decides nothing and appends nothing. */
import { type Game, games, parseIdentity } from '../domain/cards/card.js';
import { isLedgerError, type LedgerError, ledgerError } from '../base/errors.js';
import { limits } from '../base/limits.js';
import type { CachedFetch } from './cached-fetch.js';
import { isSourceError, stopsRun } from './http/source-errors.js';
import type { StoredPayload } from './payload-store.js';
import type { KnownState } from './known-state.js';
import { type Parsed, cardsPriced, parseGroups, parseProducts, type SetFacts } from '../sources/tcgcsv/parse.js';
import { groupsPath, parseListing, pricesPath, productsPath } from '../sources/tcgcsv/wire-format.js';

export interface FetchedGroups {
  readonly file: StoredPayload;
  readonly parsed: Parsed<SetFacts>;
}
export interface FetchedCards {
  readonly file: StoredPayload;
  /** Cards the file names. */
  readonly cardIds: readonly string[];
  readonly whole: boolean;
  /** Every row names its product. Otherwise no card of the set can be said to be missing. */
  readonly readable: boolean;
}

/** Files at hand, by game or set. Bodies stay in the spool. */
export interface Files {
  readonly groups: Map<Game, FetchedGroups>;
  readonly prices: Map<string, FetchedCards>;
  readonly products: Map<string, FetchedCards>;
}

export interface FetchRequest {
  readonly store: CachedFetch;
  readonly state: KnownState;
  /** Null: all sets. */
  readonly selection: readonly string[] | null;
  /** Sets whose prices of this stamp are recorded already: never asked for again. */
  readonly taken: ReadonlySet<string>;
  /** The products of every set are due. */
  readonly refreshCatalog: boolean;
  readonly concurrency: number;
  readonly onSet: (done: number, total: number, setId: string) => void;
}

export interface Fetched extends Files {
  /** Why the phase is not complete; null when it is. */
  readonly failure: LedgerError | null;
}

const gameOf = (setId: string): Game => {
  const identity = parseIdentity(setId);
  if (identity === null) throw ledgerError('SET_NOT_FOUND', `"${setId}" is not a set id`);
  return identity.game;
};

/** Collects failures: a stopping one ends the phase at once, others when there are too many of them. */
const failures = () => {
  let first: LedgerError | null = null;
  let stopping: LedgerError | null = null;
  let count = 0;
  return {
    note: (error: unknown): void => {
      if (!isSourceError(error)) throw error;
      first ??= error;
      count += 1;
      if (stopsRun(error) || count >= limits.sourceFilesFailedMax) stopping ??= error;
    },
    stopped: () => stopping !== null,
    // An open breaker is a consequence: what opened it says more.
    told: (): LedgerError | null => (stopping === null || stopping.code === 'SOURCE_BREAKER_OPEN' ? first : stopping),
  };
};

const getGroups = async (store: CachedFetch, state: KnownState, game: Game): Promise<FetchedGroups> => {
  const path = groupsPath(game);
  const { file, value } = await store.get(path, (text) => {
    const parsed = parseGroups(game, parseListing(path, text));
    const known = [...state.sets.values()].filter((set) => set.game === game && !set.withdrawn).length;
    // Sets do vanish, one at a time. Half of them gone is a broken list, and would withdraw every price in them.
    if (parsed.items.length * 2 < known) {
      throw ledgerError('SOURCE_PAYLOAD_INVALID', `${path}: ${parsed.items.length} sets, ${known} are known`);
    }
    return parsed;
  });
  return { file, parsed: value };
};

const pricesCheck = (game: Game, path: string) => (text: string) => {
  const listing = parseListing(path, text);
  return { ...cardsPriced(game, listing), whole: !listing.partial };
};

/**
 * Whether the set's products are needed: the set is new, came back or was modified, its prices name a card that is not
 * known or known elsewhere, or the weekly refresh is due. On a normal day that is a dozen sets of 272.
 */
const needsProducts = (request: FetchRequest, set: SetFacts, cardIds: readonly string[]): boolean => {
  const { state, refreshCatalog } = request;
  const known = state.sets.get(set.set_id);
  if (refreshCatalog || known === undefined || known.withdrawn) return true;
  if (known.source_modified_at !== set.source_modified_at) return true;
  return cardIds.some((cardId) => {
    const card = state.cards.get(cardId);
    return card === undefined || card.withdrawn || card.setId !== set.set_id;
  });
};

const getProducts = async (store: CachedFetch, set: SetFacts): Promise<FetchedCards | null> => {
  const path = productsPath(set.set_id);
  try {
    const { file, value } = await store.get(path, (text) =>
      parseProducts(set.game, set.set_id, parseListing(path, text)),
    );
    return { file, cardIds: value.items.map(({ card_id }) => card_id), whole: value.whole, readable: value.whole };
  } catch (error) {
    // Asked for today already: the names wait for the next run, the prices do not.
    if (isLedgerError(error) && error.details['retry_at'] !== undefined) return null;
    throw error;
  }
};

/** Gets the files of one set into `files`. */
const getSet = async (request: FetchRequest, set: SetFacts, files: Files): Promise<void> => {
  const { store, taken } = request;
  const path = pricesPath(set.set_id);
  const check = pricesCheck(set.game, path);
  const prices = taken.has(set.set_id) ? await store.kept(path, check) : await store.get(path, check);
  if (prices !== null) files.prices.set(set.set_id, { file: prices.file, ...prices.value });
  if (!needsProducts(request, set, prices?.value.cardIds ?? [])) return;
  const products = await getProducts(store, set);
  if (products !== null) files.products.set(set.set_id, products);
};

const wantedSets = (request: FetchRequest, files: Files): SetFacts[] => {
  const listed = [...files.groups.values()].flatMap(({ parsed }) => parsed.items);
  const { selection } = request;
  if (selection === null) return listed;
  const byId = new Map(listed.map((set) => [set.set_id, set]));
  return selection.flatMap((setId) => {
    const set = byId.get(setId);
    if (set !== undefined) return [set];
    if (files.groups.has(gameOf(setId))) throw ledgerError('SET_NOT_FOUND', `the source lists no set ${setId}`);
    return [];
  });
};

/**
 * Gets what the run needs. Faults of single files are noted and the rest is got all the same; a refusal, throttling, a
 * spent budget, an open breaker or too many bad files end the phase. Throws SET_NOT_FOUND, system errors, and the
 * signal's reason.
 */
export const fetchPhase = async (request: FetchRequest): Promise<Fetched> => {
  const files: Files = { groups: new Map(), prices: new Map(), products: new Map() };
  const trouble = failures();
  const wanted =
    request.selection === null ? games : games.filter((game) => request.selection?.some((id) => gameOf(id) === game));
  for (const game of wanted) {
    if (trouble.stopped()) break;
    await getGroups(request.store, request.state, game).then((groups) => files.groups.set(game, groups), trouble.note);
  }
  const sets = wantedSets(request, files);
  let next = 0;
  let done = 0;
  const work = async (): Promise<void> => {
    while (!trouble.stopped()) {
      const set = sets[next];
      next += 1;
      if (set === undefined) return;
      await getSet(request, set, files).catch(trouble.note);
      done += 1;
      request.onSet(done, sets.length, set.set_id);
    }
  };
  await Promise.all(Array.from({ length: request.concurrency }, work));
  return { ...files, failure: trouble.told() };
};

/** What is known of the source's stamp when the fetch phase is over. */
export type StampProof = 'confirmed' | 'moved' | 'unknown';

/**
 * The files that belong to the stamp. While it stands, all of them do. When it has moved, or could not be looked at
 * again, only those last modified before it: the site rewrites a file only when its content changed. A file without
 * Last-Modified counts unless the stamp is known to have moved.
 */
export const filesOfStamp = (files: Files, stamp: string, proof: StampProof): Files => {
  const belongs = ({ lastModified }: StoredPayload): boolean =>
    proof === 'confirmed' ||
    (lastModified === null ? proof === 'unknown' : Date.parse(lastModified) <= Date.parse(stamp));
  const keep = <K, V extends { readonly file: StoredPayload }>(map: Map<K, V>): Map<K, V> =>
    new Map([...map].filter(([, { file }]) => belongs(file)));
  return { groups: keep(files.groups), prices: keep(files.prices), products: keep(files.products) };
};
