/** Puts a wrong price of the demo right, as an operator would, so that its history has a correction to look at. */
import { correctPrice } from '../corrections/correct-price.js';
import type { RecordedEvent } from '../domain/envelope.js';
import { instantOf } from '../domain/instant.js';
import { priceStream } from '../domain/streams.js';
import { misprint, stories, storyCard } from '../embedded/sandbox/stories.js';
import { eveningOf } from '../embedded/sandbox/with-stories.js';
import { streamEvents } from '../log/stream-events.js';
import { correctionDeps, type Ledger } from './ledger.js';

const cardId = storyCard(stories.corrected);

/** From when on the wrong price and its correction were known, RFC 3339, in whole seconds: as `known_at` takes them. */
export interface Misprint {
  readonly wrongFrom: string;
  readonly rightFrom: string;
}

const secondMs = 1_000;
const secondAfter = (recordedAt: string): string =>
  instantOf(new Date(Math.ceil(Date.parse(recordedAt) / secondMs) * secondMs));

const isMisprint = ({ type, data }: RecordedEvent, stamp: string): boolean =>
  type === 'PriceObserved' && data['effective_at'] === stamp;
const isCorrection = ({ type, data }: RecordedEvent): boolean =>
  type === 'PriceCorrected' && data['reason'] === misprint.reason;

/**
 * Corrects the misprint of the stories that began at `first`, unless that was done before; a correction that was voided
 * since is not made again. Returns `null` if the ledger has no such observation (yet).
 */
export const correctMisprint = async (ledger: Ledger, first: Date, signal: AbortSignal): Promise<Misprint | null> => {
  const at = instantOf(eveningOf(first, misprint.evening));
  const read = async (): Promise<Partial<Misprint>> => {
    const found: { -readonly [name in keyof Misprint]?: string } = {};
    for await (const event of streamEvents(ledger.log, priceStream(cardId))) {
      if (isMisprint(event, at)) found.wrongFrom ??= secondAfter(event.recorded_at);
      if (isCorrection(event)) found.rightFrom ??= secondAfter(event.recorded_at);
    }
    return found;
  };
  const before = await read();
  if (before.wrongFrom === undefined) return null;
  if (before.rightFrom === undefined) {
    // The history keeps whole seconds: within one, the wrong price would never have been known.
    await ledger.runtime.sleep(secondMs, signal);
    const { market, reason } = misprint;
    const order = { cardId, price: { at }, numbers: { market }, reason, actor: 'demo' };
    await correctPrice(correctionDeps(ledger, signal), order);
  }
  const { wrongFrom, rightFrom } = await read();
  return wrongFrom === undefined || rightFrom === undefined ? null : { wrongFrom, rightFrom };
};
