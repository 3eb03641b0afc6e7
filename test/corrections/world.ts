/** A ledger in which commands put the record right: a log, the read models, the API, and a clock of the test. */
import { correctPrice, type AmountsGiven } from '../../src/corrections/correct-price.js';
import type { CorrectionDeps } from '../../src/commands/command.js';
import type { PriceSelector } from '../../src/corrections/select-price.js';
import { voidObservation } from '../../src/corrections/void-observation.js';
import { isLedgerError } from '../../src/base/errors.js';
import type { RecordedEvent } from '../../src/domain/envelope.js';
import { streamEvents } from '../../src/log/stream-events.js';
import { type ApiFixture, openApiFixture } from '../support/api-fixture.js';

export interface CorrectionWorld extends ApiFixture {
  readonly deps: CorrectionDeps;
  /** Orders by `operator-1`, with the reason "wrong", unless told otherwise. */
  readonly correct: (
    cardId: string,
    price: PriceSelector,
    numbers: AmountsGiven,
    reason?: string,
  ) => ReturnType<typeof correctPrice>;
  readonly voids: (cardId: string, price: PriceSelector, reason?: string) => ReturnType<typeof voidObservation>;
  /** Returns the events of a stream. */
  readonly stream: (name: string) => Promise<RecordedEvent[]>;
}

/** Who orders, in tests. */
export const actor = 'operator-1';

/** Opens a ledger without data. */
export const openCorrections = async (start?: string): Promise<CorrectionWorld> => {
  const fixture = await openApiFixture(start === undefined ? {} : { start });
  const { log, database, runtime, fold } = fixture;
  const signal = new AbortController().signal;
  const deps: CorrectionDeps = { log, database, runtime, signal, caughtUp: (names) => fold(names) };
  return {
    ...fixture,
    deps,
    correct: (cardId, price, numbers, reason = 'wrong') =>
      correctPrice(deps, { cardId, price, numbers, reason, actor }),
    voids: (cardId, price, reason = 'wrong') => voidObservation(deps, { cardId, price, reason, actor }),
    async stream(name) {
      const events: RecordedEvent[] = [];
      for await (const event of streamEvents(log, name)) events.push(event);
      return events;
    },
  };
};

/** Returns `CODE field: message` of a ledger error that `work` throws; throws if it does not. */
export const refusal = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
  } catch (error) {
    if (!isLedgerError(error)) throw error;
    const field = Object.keys(error.details).join(',');
    return `${error.code} ${error.message.startsWith(`${field}: `) ? '' : `${field}: `}${error.message}`;
  }
  throw new Error('expected a refusal');
};
