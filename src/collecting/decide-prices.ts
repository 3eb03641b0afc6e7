/** Decides the events of one card in a snapshot. Pure: repeated with newer state whenever an append was refused. */
import type { NewEvent } from '../domain/envelope.js';
import { agreeingRows, type HeldRow } from '../domain/prices/held.js';
import {
  admittedByRule,
  observationQuarantined,
  priceObserved,
  priceWithdrawn,
  takenBack,
} from '../domain/prices/price-events.js';
import { samePriceNumbers } from '../domain/prices/price-numbers.js';
import { priceKeyText } from '../domain/prices/price-key.js';
import { type ValidatedCard, type ValidatedPrice, type QuarantinedRow, jump, rowText } from './validate-rows.js';
import { type CardPrices, type LastPrice, lastShown } from './known-state.js';

/** The part that all events of one set's snapshot share. */
export interface SnapshotContext {
  readonly source: string;
  readonly runId: string;
  /** The stamp of the collection: effective_at of every event. */
  readonly stamp: string;
  /** Id of the SnapshotTaken event. */
  readonly provenance: string;
}

/** One card in the snapshot. */
export interface CardShown extends Pick<ValidatedCard, 'cardId' | 'prices' | 'quarantined' | 'shown'> {
  /** Whether a key that is not shown is thereby withdrawn. */
  readonly absencesProven: boolean;
}

export interface DecisionCounts {
  readonly changed: number;
  readonly unchanged: number;
  readonly withdrawn: number;
  readonly quarantined: number;
}

export interface CardDecision extends DecisionCounts {
  readonly events: readonly NewEvent[];
}

/** What stands beside the numbers of an observation. A shipping that is not stated is absent, as in events before the field. */
const beside = ({ sampleSize, shipping }: ValidatedPrice) => ({
  sample_size: sampleSize,
  ...(shipping === null ? {} : { low_shipping: shipping }),
});

/** Creates the ObservationQuarantined event of a row. */
export const quarantine = (context: SnapshotContext, quarantined: QuarantinedRow): NewEvent => {
  const { source, runId, stamp, provenance } = context;
  const shared = { effective_at: stamp, collection: runId, provenance };
  const { price, reason, detail, row, key } = quarantined;
  const observation = price === null ? null : { ...price.key, ...price.sent, ...beside(price), ...shared };
  return observationQuarantined({
    source,
    reason,
    detail: detail.slice(0, 1_000),
    row,
    observation,
    ...(observation === null && key !== null ? { key } : {}),
    ...shared,
  });
};

/** Returns a jump as a row set aside. Its price is without a number that is set aside for itself. */
const jumpOf = (price: ValidatedPrice, detail: string): QuarantinedRow => ({
  reason: 'jump',
  detail,
  row: rowText(price.row),
  price: { ...price, sent: price.numbers },
  key: price.key,
});

/** Returns whether a row set aside is the one that is held already: then it is not recorded again. */
const isHeldAlready = (rows: readonly HeldRow[], { reason, row, price }: QuarantinedRow): boolean => {
  const isSame = (held: HeldRow): boolean =>
    held.reason === reason &&
    (held.numbers !== null && price !== null ? samePriceNumbers(held.numbers, price.sent) : held.row === row);
  // Of contradicting rows there are several at once; of others the last one is what the source showed last.
  return reason === 'duplicate' ? rows.some(isSame) : rows.slice(-1).some(isSame);
};

interface Deciding {
  readonly context: SnapshotContext;
  readonly known: CardPrices | undefined;
  readonly add: (event: NewEvent) => void;
  readonly counts: { -readonly [name in keyof DecisionCounts]: number };
}

/** Records a row set aside, unless it is held already. Returns the id of its event. */
const setAside = ({ context, add }: Deciding, rows: readonly HeldRow[], row: QuarantinedRow): string => {
  if (isHeldAlready(rows, row)) return (rows.at(-1) as HeldRow).quarantineId;
  const event = quarantine(context, row);
  add(event);
  return event.id;
};

/** Ends what is held of a key because the source took it back. */
const takeBack = ({ context, add }: Deciding, rows: readonly HeldRow[], why: string): void => {
  const row = rows.at(-1);
  if (row !== undefined) add(takenBack(row, context.stamp, why));
};

/** Decides on a price that is too far from the last one: held, or admitted once the source has kept showing it. */
const decideJump = (deciding: Deciding, price: ValidatedPrice, detail: string, rows: readonly HeldRow[]): void => {
  const { context, known, add, counts } = deciding;
  const quarantineId = setAside(deciding, rows, jumpOf(price, detail));
  const { runId, stamp, provenance } = context;
  const checks = (known?.checks ?? []).filter((check) => Date.parse(check) < Date.parse(stamp));
  const evidence = agreeingRows(rows, price.numbers.market ?? 0, checks);
  if (evidence === null) {
    counts.quarantined += 1;
    return;
  }
  counts.changed += 1;
  const shared = { effective_at: stamp, collection: runId, provenance };
  const observation = { ...price.key, ...price.numbers, ...beside(price), ...shared };
  const ids = [...new Set([...evidence.map((row) => row.quarantineId), quarantineId])];
  const stamps = [...checks.slice(0, 2).toReversed(), stamp];
  add(admittedByRule({ quarantineId, observation, evidence: ids, stamps }));
};

/** Decides on a row that passed the checks of its own. */
const decidePrice = (
  deciding: Deciding,
  price: ValidatedPrice,
  last: LastPrice | undefined,
  rows: readonly HeldRow[],
): void => {
  const { context, add, counts } = deciding;
  const { runId, stamp, provenance } = context;
  const shown = last === undefined ? null : lastShown(last);
  if (shown !== null && !shown.withdrawn && samePriceNumbers(shown.numbers, price.numbers)) {
    if (shown.effectiveAt === stamp) counts.changed += 1;
    else counts.unchanged += 1;
    takeBack(deciding, rows, 'the source shows the price that stands again');
    return;
  }
  const leap = jump(last?.lastMarket ?? null, price.numbers.market);
  if (leap !== null) {
    decideJump(deciding, price, leap, rows);
    return;
  }
  counts.changed += 1;
  // Recorded with the observation that the rest of the row becomes.
  if (price.fault !== null) {
    const row = { reason: 'order', detail: price.fault, row: rowText(price.row), price, key: price.key } as const;
    add(quarantine(context, row));
  }
  const shared = { effective_at: stamp, collection: runId, provenance };
  add(priceObserved({ ...price.key, ...price.numbers, ...beside(price), ...shared }));
};

/** Withdraws the keys that are not shown, where that is proven, and ends what is held of those without a price. */
const decideAbsences = (deciding: Deciding, card: CardShown): void => {
  const { context, known, add, counts } = deciding;
  const { runId, stamp, provenance } = context;
  for (const [keyText, last] of known?.prices ?? []) {
    const shown = lastShown(last);
    if (card.shown.has(keyText) || shown === null) continue;
    if (shown.withdrawn) {
      if (shown.effectiveAt === stamp) counts.withdrawn += 1;
      continue;
    }
    if (!card.absencesProven) continue;
    counts.withdrawn += 1;
    add(priceWithdrawn({ ...last.key, effective_at: stamp, collection: runId, provenance }));
  }
  if (!card.absencesProven) return;
  for (const [keyText, rows] of known?.held ?? []) {
    if (card.shown.has(keyText) || known?.prices.get(keyText)?.withdrawn === false) continue;
    takeBack(deciding, rows, 'the source no longer shows the row');
  }
};

/**
 * Decides the events of a card: an observation if a number changed or the key came back, a withdrawal if a key is proven
 * missing, a quarantine for each row set aside and for jumps, once for each changed row. A price that an earlier attempt
 * recorded under this stamp counts as changed or withdrawn, so a resumed set counts the same as an uninterrupted one.
 *
 * A row that is held counts as quarantined in every snapshot that shows it, never as unchanged.
 */
export const decideCard = (context: SnapshotContext, card: CardShown, known: CardPrices | undefined): CardDecision => {
  const events = new Map<string, NewEvent>();
  const deciding: Deciding = {
    context,
    known,
    add: (event) => void events.set(event.id, event),
    counts: { changed: 0, unchanged: 0, withdrawn: 0, quarantined: card.quarantined.length },
  };
  const heldOf = (keyText: string): readonly HeldRow[] => known?.held.get(keyText) ?? [];
  for (const row of card.quarantined) {
    const keyText = row.key === null ? null : priceKeyText(row.key);
    // Beside a good row of the same key nothing of the key is held.
    if (keyText !== null && !card.prices.has(keyText)) setAside(deciding, heldOf(keyText), row);
    else deciding.add(quarantine(context, { ...row, key: null }));
  }
  for (const [keyText, price] of card.prices) {
    decidePrice(deciding, price, known?.prices.get(keyText), heldOf(keyText));
  }
  decideAbsences(deciding, card);
  return { events: [...events.values()], ...deciding.counts };
};
