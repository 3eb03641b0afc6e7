/** The decide and append phase of a run: what the files at hand say against the state → events, set by set. */
import type { Game } from '../domain/cards/card.js';
import { games, parseIdentity } from '../domain/cards/card.js';
import type { NewEvent } from '../domain/envelope.js';
import { snapshotId } from '../domain/prices/price-events.js';
import { cardStream, priceStream, setStream } from '../domain/streams.js';
import type { Database } from '../postgres/database.js';
import { ownerOf, type SeenIn, seenIn, unseenCards } from './withdrawals.js';
import type { SnapshotUnit } from './append-batch.js';
import type { AppendQueue } from './append-queue.js';
import { decideCatalogCard, decideSet, type HeldCard, withdrawCard, withdrawSet } from './decide-catalog.js';
import { type CardShown, quarantine } from './decide-prices.js';
import type { Files } from './fetch-phase.js';
import { validateFile } from './validate-rows.js';
import type { Run, TakenSnapshot } from './run-events.js';
import type { PayloadStore } from './payload-store.js';
import type { KnownState } from './known-state.js';
import { parseProducts } from '../sources/tcgcsv/parse.js';
import { groupsPath, parseListing, pricesPath, productsPath } from '../sources/tcgcsv/wire-format.js';

export interface RecordInput {
  readonly run: Run;
  readonly baseUrl: string;
  readonly files: Files;
  readonly state: KnownState;
  readonly taken: ReadonlyMap<string, TakenSnapshot>;
  readonly queue: AppendQueue;
  readonly spool: PayloadStore;
  readonly database: Database;
  readonly onSet: (done: number, total: number, setId: string) => void;
}

export interface Recorded {
  /** Snapshots this attempt took. */
  readonly units: readonly SnapshotUnit[];
  /** Withdrawals that belong to sets recorded before this attempt. */
  readonly late: readonly SnapshotUnit[];
}

const nothingShown: Pick<CardShown, 'prices' | 'held' | 'shown'> = { prices: new Map(), held: [], shown: new Set() };

const openUnit = (
  input: RecordInput,
  setId: string,
  of: { path: string; sha256: string; rows: number; eventId?: string },
): SnapshotUnit => {
  const { source, runId, stamp } = input.run;
  const provenance =
    of.eventId ?? snapshotId({ source, scope: setId, upstream_stamp: stamp, payload_sha256: of.sha256 });
  const counts = { rows: of.rows, changed: 0, unchanged: 0, withdrawn: 0, quarantined: 0 };
  const context = { source, runId, stamp, provenance };
  return { setId, context, url: `${input.baseUrl}${of.path}`, sha256: of.sha256, ...counts, open: 0, sealed: false };
};

/** Games of which the list and the prices of every set in it are at hand. */
const completeGames = (files: Files): Set<Game> => {
  const complete = games.filter((game) => {
    const groups = files.groups.get(game);
    return (
      groups?.parsed.whole === true &&
      groups.parsed.items.every(({ set_id }) => files.prices.get(set_id)?.whole === true)
    );
  });
  return new Set(complete);
};

/** Appends what the lists of sets say. Sets are withdrawn by a whole list only. */
const recordSets = async ({ files, state, run, queue }: RecordInput): Promise<void> => {
  for (const [game, { parsed }] of files.groups) {
    const listed = new Set(parsed.items.map(({ set_id }) => set_id));
    for (const set of parsed.items) {
      const event = decideSet(run, set, state.sets.get(set.set_id));
      if (event !== null) await queue.add(setStream(set.set_id), [event], null);
    }
    if (!parsed.whole) continue;
    for (const known of state.sets.values()) {
      if (known.game !== game || known.withdrawn || known.source !== run.source || listed.has(known.set_id)) continue;
      await queue.add(setStream(known.set_id), [withdrawSet(run, known.set_id)], null);
    }
  }
};

const heldCardsSql = `
  select card_id, game, set_id, name, clean_name, number, rarity, product_type, image_url, url, presale, attributes,
         withdrawn_at is not null as withdrawn
  from catalog.cards where card_id = any($1)`;

/** Appends what a products file says. Loaded set by set: the attributes of all cards would fill 100 MB. */
const recordProducts = async (
  input: RecordInput,
  setId: string,
  game: Game,
  seen: SeenIn,
  unit: SnapshotUnit | null,
): Promise<void> => {
  const { run, spool, database, queue, state } = input;
  const path = productsPath(setId);
  const { items } = parseProducts(game, setId, parseListing(path, await spool.read(path, run.stamp)));
  const held = await database.query<HeldCard>(heldCardsSql, [items.map(({ card_id }) => card_id)]);
  const byId = new Map(held.map((card) => [card.card_id, card]));
  for (const card of items) {
    // Listed here, priced only in another set: that one will list it, or the move is not over yet.
    const priced = seen.get(card.card_id);
    const known = state.cards.get(card.card_id)?.setId ?? null;
    if (priced !== undefined && ownerOf(priced, known) !== setId) continue;
    const event = decideCatalogCard(run, card, byId.get(card.card_id));
    if (event !== null) await queue.add(cardStream(card.card_id), [event], unit);
  }
};

/** Appends what a price file shows: observations, quarantine, and the cards of the set that are provably gone. */
const recordPrices = async (
  input: RecordInput,
  unit: SnapshotUnit,
  game: Game,
  seen: SeenIn,
  rows: readonly unknown[],
  gone: readonly string[],
): Promise<void> => {
  const { queue, state } = input;
  const gated = validateFile(game, rows);
  // A row whose product cannot be read may be that of any card: nothing is said to be gone.
  const readable = gated.unidentified.length === 0;
  for (const card of gated.cards.values()) {
    const sets = seen.get(card.cardId) ?? [];
    if (sets.length > 1 && ownerOf(sets, state.prices.get(card.cardId)?.setId ?? null) !== unit.setId) {
      const detail = `the card stands in ${sets.join(' and ')}, another of which counts`;
      const held = [...card.prices.values()].map((price) => ({
        reason: 'duplicate' as const,
        detail,
        row: JSON.stringify(price.row),
        price,
      }));
      const events = [...held, ...card.held].map((row) => quarantine(unit.context, card.cardId, row));
      unit.quarantined += events.length + card.heldBeyond;
      await queue.add(priceStream(card.cardId), events, unit);
      continue;
    }
    unit.quarantined += card.heldBeyond;
    await queue.addCard({ ...card, absencesProven: readable && !card.unclear }, unit);
  }
  for (const cardId of gone) await queue.addCard({ cardId, ...nothingShown, absencesProven: true }, unit);
  const events = gated.unidentified.map((held) => quarantine(unit.context, null, held));
  unit.quarantined += events.length;
  await queue.add(`price-${game}-unidentified`, events, unit);
};

/** Appends withdrawals of sets that this attempt does not record: those recorded before, and those no longer listed. */
const recordGone = async (
  input: RecordInput,
  gone: ReadonlyMap<string, readonly string[]>,
  complete: ReadonlySet<Game>,
): Promise<{ unit: SnapshotUnit; taken: boolean }[]> => {
  const { files, state, taken, queue, run } = input;
  const units: { unit: SnapshotUnit; taken: boolean }[] = [];
  for (const [game, groups] of files.groups) {
    const listed = new Set(groups.parsed.items.map(({ set_id }) => set_id));
    // While other sets are unseen, its cards may have moved there: a later full run takes the snapshot of its end.
    const vanished = [...state.sets.values()].filter(
      (set) =>
        complete.has(game) &&
        set.game === game &&
        set.source === run.source &&
        !set.withdrawn &&
        !listed.has(set.set_id),
    );
    const setIds = new Set([...gone.keys(), ...vanished.map(({ set_id }) => set_id)]);
    for (const setId of setIds) {
      if (parseIdentity(setId)?.game !== game) continue;
      const before = taken.get(setId);
      // Listed and not recorded before: its own snapshot carries its withdrawals.
      if (before === undefined && listed.has(setId)) continue;
      const live = (gone.get(setId) ?? []).filter((id) =>
        [...(state.prices.get(id)?.prices.values() ?? [])].some((last) => !last.withdrawn),
      );
      if (before !== undefined && live.length === 0) continue;
      const proof = { path: groupsPath(game), sha256: groups.file.sha256, rows: 0 };
      const unit = openUnit(input, setId, before === undefined ? proof : { ...proof, eventId: before.eventId });
      for (const cardId of live) await queue.addCard({ cardId, ...nothingShown, absencesProven: true }, unit);
      if (before === undefined) await queue.seal(unit);
      units.push({ unit, taken: before !== undefined });
    }
  }
  return units;
};

/** Withdraws cards that no set lists or prices: only where the products of every set of the game are at hand. */
const recordCardsGone = async (input: RecordInput, seen: SeenIn, complete: ReadonlySet<Game>): Promise<void> => {
  const { files, state, run, queue } = input;
  const listed = new Set([...files.products.values()].flatMap(({ cardIds }) => cardIds));
  for (const game of complete) {
    const sets = files.groups.get(game)?.parsed.items ?? [];
    if (!sets.every(({ set_id }) => files.products.get(set_id)?.whole === true)) continue;
    for (const [cardId, card] of state.cards) {
      if (card.withdrawn || card.source !== run.source || parseIdentity(cardId)?.game !== game) continue;
      if (listed.has(cardId) || seen.has(cardId)) continue;
      const event: NewEvent = withdrawCard(run, cardId);
      await queue.add(cardStream(cardId), [event], null);
    }
  }
};

/** Records everything that the files prove. When it returns, all of it is acknowledged by the log. */
export const recordPhase = async (input: RecordInput): Promise<Recorded> => {
  const { files, state, taken, queue, spool, run } = input;
  const seen = seenIn([...files.prices].map(([setId, { cardIds }]) => [setId, cardIds] as const));
  const complete = completeGames(files);
  const withPrices = [...files.products].filter(([setId]) => files.prices.has(setId));
  const listed = new Map(withPrices.map(([setId, { cardIds }]) => [setId, new Set(cardIds)]));
  // A product's file can be older than its move; with the whole game at hand, being seen elsewhere is known above all.
  const gone = unseenCards({ prices: state.prices, seen, completeGames: complete, listed, stamp: run.stamp });
  for (const [setId, { readable }] of files.prices) if (!readable) gone.delete(setId);

  await recordSets(input);
  const setIds = new Set([...files.prices.keys(), ...files.products.keys()]);
  const units: SnapshotUnit[] = [];
  for (const setId of setIds) {
    const game = parseIdentity(setId)?.game ?? 'pokemon';
    const prices = taken.has(setId) ? undefined : files.prices.get(setId);
    if (prices === undefined) {
      if (files.products.has(setId)) await recordProducts(input, setId, game, seen, null);
      continue;
    }
    const path = pricesPath(setId);
    const { rows } = parseListing(path, await spool.read(path, run.stamp));
    const unit = openUnit(input, setId, { path, sha256: prices.file.sha256, rows: rows.length });
    if (files.products.has(setId)) await recordProducts(input, setId, game, seen, unit);
    await recordPrices(input, unit, game, seen, rows, gone.get(setId) ?? []);
    await queue.seal(unit);
    units.push(unit);
    input.onSet(units.length, setIds.size, setId);
  }
  const rest = await recordGone(input, gone, complete);
  await recordCardsGone(input, seen, complete);
  await queue.flush();
  return {
    units: [...units, ...rest.filter(({ taken: before }) => !before).map(({ unit }) => unit)],
    late: rest.filter(({ taken: before }) => before).map(({ unit }) => unit),
  };
};
