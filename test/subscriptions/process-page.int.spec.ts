/**
 * Goal: the machine that every subscriber runs on: what is committed stays, what fails is retried or parked, and never the
 * wrong event. Method: processors of the tests' own on a checkpoint in Postgres. (Folds, the alerter and the publisher
 * have suites of their own.)
 */
import { expect } from 'chai';
import type { LedgerEvent, LogPosition, RecordedEvent } from '../../src/domain/envelope.js';
import { startPosition } from '../../src/domain/envelope.js';
import { errorCode, ledgerError } from '../../src/base/errors.js';
import type { EventPage } from '../../src/log/event-log.js';
import { type Database, openDatabase } from '../../src/postgres/database.js';
import { createCheckpoint, readCheckpoint } from '../../src/subscriptions/checkpoints.js';
import { readDeadLetters } from '../../src/subscriptions/dead-letters.js';
import { type Batch, type PageProcessor, type Process, processPage } from '../../src/subscriptions/process-page.js';
import { freshDatabase, type TestDatabase } from '../support/postgres.js';
import { merges } from '../support/tally.js';

const subscriber = 'listener';
const pageOf = (events: readonly RecordedEvent[]): EventPage => ({
  events,
  position: events.at(-1)?.position as LogPosition,
  atHead: true,
});
const numberOf = ({ position }: Pick<LedgerEvent, 'position'>): number => Number(position);

describe('processing a page', () => {
  let target: TestDatabase;
  let database: Database;
  /** Positions that took effect, in their order. */
  let effects: number[];

  before(async () => {
    target = await freshDatabase();
    database = openDatabase({ url: target.url, application: 'test processing', connectionsMax: 3 });
  });
  after(async () => {
    await database.close();
    await target.drop();
  });
  beforeEach(async () => {
    effects = [];
    await database.query('delete from subscriptions.checkpoints');
    await createCheckpoint(database, { subscriber, version: 1 });
  });

  const on = (process: Process, over: Partial<PageProcessor> = {}): PageProcessor => ({
    database,
    subscriber,
    fence: 1,
    process,
    onPoison: 'park',
    ...over,
  });
  const position = async (): Promise<number> => numberOf((await readCheckpoint(database, subscriber))!);
  const parked = async (): Promise<number[]> => (await readDeadLetters(database)).map(numberOf);
  const failure = (work: Promise<unknown>): Promise<Error> =>
    work.then(
      () => {
        throw new Error('nothing failed');
      },
      (error: unknown) => error as Error,
    );
  /** Sends pieces of two events, each before it is committed; `refuse`: what the other end says to a piece. */
  const sendInTwos =
    (refuse: (piece: readonly number[]) => Error | null): Process =>
    async (batch) => {
      for (let at = 0; at < batch.events.length; at += 2) {
        const piece = batch.events.slice(at, at + 2);
        await batch.effect(async () => {
          const error = refuse(piece.map(numberOf));
          if (error !== null) throw error;
          effects.push(...piece.map(numberOf));
        });
        await batch.commit(undefined, at + 2 < batch.events.length ? piece.at(-1)?.position : batch.to);
      }
    };

  it('parks the refused event alone, and repeats no piece that was committed', async () => {
    const refuse = (piece: readonly number[]) =>
      piece.includes(6) ? ledgerError('MESSAGE_REFUSED', 'too large') : null;
    await processPage(on(sendInTwos(refuse)), pageOf(merges(9)), startPosition);
    expect(effects).to.deep.equal([1, 2, 3, 4, 5, 7, 8, 9]);
    expect(await parked()).to.deep.equal([6]);
    expect(await position()).to.equal(9);
    expect(await readCheckpoint(database, subscriber)).to.include({ events: 8 });
  });

  it('blames no event for an effect that fails: keeps what was committed, and throws', async () => {
    const refuse = (piece: readonly number[]) => (piece.includes(5) ? new Error('the other end is broken') : null);
    const error = await failure(processPage(on(sendInTwos(refuse)), pageOf(merges(8)), startPosition));
    expect(error.message).to.equal('the other end is broken');
    expect([effects, await parked(), await position()]).to.deep.equal([[1, 2, 3, 4], [], 4]);
  });

  it('begins no effect once the lease is lost', async () => {
    const throwIfLost = (): void => {
      throw ledgerError('LEASE_LOST', 'paused for too long');
    };
    const error = await failure(
      processPage(
        on(
          sendInTwos(() => null),
          { throwIfLost },
        ),
        pageOf(merges(4)),
        startPosition,
      ),
    );
    expect(errorCode(error)).to.equal('LEASE_LOST');
    expect([effects, await parked(), await position()]).to.deep.equal([[], [], 0]);
  });

  it('parks nothing once it is to stop', async () => {
    const stop = new AbortController();
    const process: Process = async () => {
      stop.abort();
      throw new Error('broken off');
    };
    const error = await failure(processPage(on(process, { stop: stop.signal }), pageOf(merges(4)), startPosition));
    expect(error.message).to.equal('broken off');
    expect([await parked(), await position()]).to.deep.equal([[], 0]);
  });

  it('parks an event that cannot be decoded with the commit that passes it, without a second try of the others', async () => {
    const events = merges(6).map((event, at) => (at === 2 ? { ...event, schema_version: 99 } : event));
    let batches = 0;
    const process: Process = async (batch) => {
      batches += 1;
      effects.push(...batch.events.map(numberOf));
      const half = batch.events[1]?.position as LogPosition;
      await batch.commit(undefined, half);
      expect(await parked()).to.deep.equal([]);
      await batch.commit();
    };
    await processPage(on(process), pageOf(events), startPosition);
    expect([effects, batches, await parked(), await position()]).to.deep.equal([[1, 2, 4, 5, 6], 1, [3], 6]);
  });

  it('refuses a processor that leaves events behind', async () => {
    const process = (batch: Batch): Promise<void> => batch.commit(undefined, batch.events[0]?.position);
    const error = await failure(processPage(on(process), pageOf(merges(3)), startPosition));
    expect(error.message).to.match(/left events behind 0+1 uncommitted/);
    expect(await position()).to.equal(1);
  });

  it('names the event at which a rebuild stops', async () => {
    const events = merges(5);
    const process: Process = async (batch) => {
      if (batch.events.some((event) => numberOf(event) === 4)) throw new Error('no such printing');
      await batch.commit();
    };
    const error = await failure(processPage(on(process, { onPoison: 'stop' }), pageOf(events), startPosition));
    expect(error.message).to.equal(`no such printing (event ${events[3]?.id} at ${events[3]?.position})`);
    expect(error).to.have.deep.property('details', { event: events[3]?.id });
    expect([await parked(), await position()]).to.deep.equal([[], 3]);
  });
});
