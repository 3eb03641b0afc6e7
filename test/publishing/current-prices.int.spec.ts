/**
 * Goal: the compacted topic of current prices says what the read model of latest prices says. Method: random sequences with
 * corrections, voids, withdrawals and late observations; the last message of each key is compared with the row.
 */
import { expect } from 'chai';
import fc from 'fast-check';
import { latestPrices } from '../../projections/latest-prices/projection.js';
import { systemRuntime } from '../../src/base/runtime.js';
import { type LedgerEvent, type RecordedEvent, startPosition } from '../../src/domain/envelope.js';
import { decodeEvent } from '../../src/domain/upcasting.js';
import { pages } from '../../src/log/event-log.js';
import { type Database, openDatabase } from '../../src/postgres/database.js';
import type { MessageParts } from '../../src/publishing/cloud-event.js';
import { type CurrentPriceMessage, currentPriceSchema } from '../../src/publishing/messages.js';
import { currentPricesTopic } from '../../src/publishing/topics/current-prices.js';
import { checkProperty } from '../support/check-property.js';
import { createRecorder, numbers } from '../support/events.js';
import { priceEvents } from '../support/event-sequences.js';
import { split, withTables } from '../support/folding.js';
import { memoryLogOf } from '../support/logs.js';
import { freshDatabase, type TestDatabase } from '../support/postgres.js';

type Message = Omit<MessageParts, 'data'> & { readonly data: CurrentPriceMessage };
type Current = Readonly<Record<string, unknown>>;

/** Returns the messages of `events`, read in pages that end after the given indexes. */
const messagesOf = async (
  events: readonly RecordedEvent[],
  cuts: ReadonlySet<number> = new Set(),
  restart = false,
): Promise<Message[]> => {
  const log = await memoryLogOf(systemRuntime(), events);
  const all: LedgerEvent[] = [];
  for await (const page of pages(log, { after: startPosition, pageEvents: 1_000 })) {
    all.push(...page.events.map((event) => decodeEvent(event)));
  }
  const start = () =>
    currentPricesTopic.start({ log, runtime: systemRuntime(), snapshots: () => Promise.resolve(new Map()) });
  let prepare = start();
  const messages: Message[] = [];
  for (const page of split(all, cuts)) {
    if (restart) prepare = start();
    const toMessage = await prepare(
      { events: page, position: page.at(-1)?.position ?? startPosition },
      new AbortController().signal,
    );
    messages.push(...page.flatMap((event) => (toMessage(event) as Message | null) ?? []));
  }
  return messages;
};

/** Returns what a reader of the compacted topic ends with. */
const held = (messages: readonly Message[]): Map<string, Current> =>
  new Map(
    [...new Map(messages.map(({ key, data }) => [key, data]))].flatMap(([key, data]): [string, Current][] => {
      currentPriceSchema.parse(data);
      const { low, mid, high, market, direct_low, sample_size, observation_id, provenance, printing } = data;
      const at = Date.parse(data.effective_at);
      const shown = { low, mid, high, market, direct_low, sample_size, observation_id, provenance, at };
      // A key without any price is no row.
      return data.status === 'voided'
        ? []
        : [[key, { ...shown, printing: printing.name, withdrawn: data.status === 'withdrawn' }]];
    }),
  );

describe('the topic of current prices', () => {
  let target: TestDatabase;
  let database: Database;

  before(async () => {
    target = await freshDatabase();
    database = openDatabase({ url: target.url, application: 'test current prices', connectionsMax: 2 });
  });
  after(async () => {
    await database.close();
    await target.drop();
  });

  it('ends with the rows of latest prices, in pages of any size, by one process or several', async () => {
    const cuts = fc.uniqueArray(fc.nat(23), { maxLength: 8 }).map((all) => new Set(all));
    await withTables(database, latestPrices, async (tables) => {
      const rows = async (events: RecordedEvent[]): Promise<Map<string, Current>> => {
        await tables.fold([events]);
        const found = await tables.rows('prices');
        return new Map(
          found.map((row) => {
            const { low, mid, high, market, direct_low, sample_size, provenance, withdrawn, printing } = row;
            const at = Date.parse(String(row['effective_at']));
            const shown = { low, mid, high, market, direct_low, sample_size, provenance, at, printing, withdrawn };
            return [String(row['price_key']), { ...shown, observation_id: row['event_id'] }];
          }),
        );
      };
      await checkProperty(
        fc.asyncProperty(priceEvents, cuts, async (events, at) => {
          const expected = await tables.undone(() => rows(events));
          const whole = await messagesOf(events);
          expect(held(whole)).to.deep.equal(expected);
          expect(await messagesOf(events, at), 'pages').to.deep.equal(whole);
          expect(await messagesOf(events, at, true), 'a new process each').to.deep.equal(whole);
        }),
        60,
      );
    });
  });

  it('says what became of a price, and nothing of a late one', async () => {
    const { record, events } = createRecorder();
    const first = record('PriceObserved', numbers(200));
    record('PriceObserved', { ...numbers(100), effective_at: '2025-09-20T20:05:33Z' });
    const corrected = record('PriceCorrected', numbers(300));
    record('PriceWithdrawn', { effective_at: '2025-09-22T20:05:33Z' });
    const voided = record('ObservationVoided', { effective_at: '2025-09-22T20:05:33Z', standing: null });
    const messages = await messagesOf(events);
    expect(messages.map(({ key }) => key)).to.deep.equal(
      Array(4).fill('pokemon-517045|sandbox-tcgcsv|market|holofoil||||USD'),
    );
    const said = messages.map(({ cause, data }) => [cause, data.status, data.market, data.observation_id]);
    expect(said).to.deep.equal([
      ['PriceObserved', 'standing', 200, first.id],
      ['PriceCorrected', 'standing', 300, corrected.id],
      ['PriceWithdrawn', 'withdrawn', null, events[3]?.id],
      ['ObservationVoided', 'voided', null, voided.id],
    ]);
    expect(messages.every(({ simulated }) => simulated)).to.equal(true);
  });
});
