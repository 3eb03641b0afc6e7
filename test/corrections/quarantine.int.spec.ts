/** Goal: what waits in quarantine is listed until it is settled; a release counts, a rejection does not. */
import { expect } from 'chai';
import { heldRows } from '../../projections/quarantine/queries.js';
import { rejectQuarantine, releaseQuarantine } from '../../src/corrections/settle-quarantine.js';
import type { Observation } from '../../src/domain/events.js';
import { observationQuarantined } from '../../src/domain/prices/price-events.js';
import { priceStream } from '../../src/domain/streams.js';
import { newEvent } from '../../src/domain/upcasting.js';
import { metadata, numbers, observation, priceKey } from '../support/events.js';
import { uuidFromName } from '../../src/domain/ids.js';
import { actor, type CorrectionWorld, openCorrections, refusal } from './world.js';

const source = 'tcgcsv';
const setId = 'pokemon-3170';
const day = (date: string): string => `2025-10-${date}T20:05:33Z`;

describe('the quarantine', () => {
  let world: CorrectionWorld;
  let card: string;
  let next = 100;
  before(async () => {
    world = await openCorrections('2025-10-25T12:00:00Z');
  });
  after(() => world.close());
  beforeEach(() => {
    card = `pokemon-${(next += 1)}`;
  });

  /** Appends a row that was set aside. Returns its id. */
  const setAside = async (
    date: string,
    market: number,
    more: { reason?: 'jump' | 'schema'; observation?: Observation | null; stream?: string } = {},
  ): Promise<string> => {
    const shared = { effective_at: day(date), provenance: uuidFromName(`snapshot ${date}`) };
    const { reason = 'jump', stream = priceStream(card) } = more;
    const offered = observation({ card_id: card, source, ...numbers(market), ...shared });
    const event = observationQuarantined({
      source,
      reason,
      detail: `market ${market} after 500`,
      row: `{"product":"${card}","marketPrice":${market}}`,
      observation: more.observation === undefined ? offered : more.observation,
      collection: offered.collection,
      ...shared,
    });
    await world.log.append([{ stream, expectedRevision: 'any', events: [event] }], metadata);
    return event.id;
  };
  const snapshot = (date: string) => world.tell('SnapshotTaken', { scope: setId, upstream_stamp: day(date), source });
  const held = async (filter: { cardId?: string; source?: string; reason?: string } = { cardId: card }) => {
    await world.fold();
    return (await heldRows(world.database, { ...filter, limit: 100, offset: 0 })).rows;
  };
  const ids = async (): Promise<string[]> => (await held()).map(({ quarantine_id }) => quarantine_id);
  const order = (quarantineId: string, reason = 'looked at') => ({ quarantineId, reason, actor });
  const current = async (): Promise<unknown> => {
    await world.fold();
    return (await world.body(`/v1/cards/${card}/prices`)).market.map((price: any) => price.market_price);
  };

  it('lists what is held, with what stands and what was offered', async () => {
    await world.tell('CardListed', { card_id: card, name: 'Lugia' });
    await world.observe({ card_id: card, ...numbers(500), effective_at: day('01') });
    const id = await setAside('02', 90_000);
    const [row, ...others] = await held();
    expect(others).to.deep.equal([]);
    expect(row).to.deep.include({
      quarantine_id: id,
      card_id: card,
      card_name: 'Lugia',
      printing: 'Holofoil',
      reason: 'jump',
      detail: 'market 90000 after 500',
      offered: numbers(90_000),
      standing: { ...numbers(500), withdrawn: false, effective_at: day('01') },
      effective_at: day('02'),
      releasable: true,
      rejectable: true,
    });
    expect(await held({ source: 'ebay' })).to.deep.equal([]);
    expect(await held({ cardId: card, reason: 'schema' })).to.deep.equal([]);
  });

  it('releases a row: it counts from its stamp on, once', async () => {
    await world.observe({ card_id: card, ...numbers(500), effective_at: day('01') });
    const id = await setAside('02', 90_000);
    const released = await releaseQuarantine(world.deps, order(id));
    expect(released).to.include({ outcome: 'appended', type: 'QuarantineReleased', is_late: false });
    expect((await releaseQuarantine(world.deps, order(id))).outcome).to.equal('already_recorded');
    expect((await world.stream(priceStream(card))).at(-1)?.metadata.actor).to.equal(actor);
    expect(await current()).to.deep.equal([900]);
    expect(await ids()).to.deep.equal([]);
    expect(await refusal(releaseQuarantine(world.deps, order(id, 'another')))).to.match(
      /^CORRECTION_REFUSED quarantine_id: the row was released at .*: looked at/,
    );
    expect(await refusal(rejectQuarantine(world.deps, order(id)))).to.match(/was released at/);
  });

  it('rejects a row: the price before it holds', async () => {
    await world.observe({ card_id: card, ...numbers(500), effective_at: day('01') });
    const id = await setAside('02', 90_000);
    expect((await rejectQuarantine(world.deps, order(id))).outcome).to.equal('appended');
    expect((await rejectQuarantine(world.deps, order(id))).outcome).to.equal('already_recorded');
    expect(await current()).to.deep.equal([5]);
    expect(await ids()).to.deep.equal([]);
    expect(await refusal(releaseQuarantine(world.deps, order(id)))).to.match(/was rejected at/);
  });

  it('says that a released row is history where a later price stands', async () => {
    await world.observe({ card_id: card, ...numbers(500), effective_at: day('01') });
    const id = await setAside('02', 90_000);
    await world.observe({ card_id: card, ...numbers(510), effective_at: day('03') });
    // The source showed another number since: nothing is held.
    expect(await ids()).to.deep.equal([]);
    expect((await releaseQuarantine(world.deps, order(id))).is_late).to.equal(true);
    expect(await current()).to.deep.equal([5.1]);
  });

  it('goes on holding a jump while an earlier price is put right', async () => {
    await world.observe({ card_id: card, ...numbers(500), effective_at: day('01') });
    const id = await setAside('02', 90_000);
    await world.correct(card, {}, { market: 6 });
    expect(await ids()).to.deep.equal([id]);
    await world.voids(card, { at: day('01') });
    expect(await ids()).to.deep.equal([id]);
  });

  it('settles the rows that a release names as evidence', async () => {
    const [first, second] = [await setAside('02', 90_000), await setAside('03', 91_000)];
    const { card_id, kind, printing, condition, grade, language, currency } = observation({ card_id: card });
    const key = { card_id, source, kind, printing, condition, grade, language, currency };
    await world.tell('QuarantineReleased', {
      ...key,
      quarantine_id: second,
      observation: observation({ card_id: card, source, effective_at: day('03') }),
      evidence: [first, second],
    });
    expect(await ids()).to.deep.equal([]);
    expect(await refusal(rejectQuarantine(world.deps, order(first)))).to.match(
      new RegExp(`settled by the release of ${second}`),
    );
  });

  it('holds no row of a key any more that the source took back', async () => {
    await world.observe({ card_id: card, ...numbers(500), effective_at: day('01') });
    const [, second] = [await setAside('02', 90_000), await setAside('03', 91_000)];
    expect(await ids()).to.have.length(2);
    const { card_id, kind, printing, condition, grade, language, currency } = observation({ card_id: card });
    const key = { card_id, source, kind, printing, condition, grade, language, currency };
    const data = { ...key, quarantine_id: second, effective_at: day('04'), reason: 'shown no more' };
    const event = newEvent('QuarantineRejected', uuidFromName(`taken back ${card}`), data);
    const stream = priceStream(card);
    await world.log.append([{ stream, expectedRevision: 'any', events: [event] }], { ...metadata, actor: 'gate' });
    expect(await ids()).to.deep.equal([]);
  });

  it('lists a row that could not be read until its set is read again, and releases nothing of it', async () => {
    await snapshot('02');
    const { id: snapshotEvent } = (await world.stream(`collection-${source}-all`)).at(-1) as { id: string };
    const shared = { source, effective_at: day('02'), provenance: snapshotEvent };
    const event = observationQuarantined({
      ...shared,
      reason: 'schema',
      detail: 'productId cannot be read',
      row: 'a\0b',
      observation: null,
      collection: uuidFromName('run'),
    });
    const stream = 'price-pokemon-unidentified';
    await world.log.append([{ stream, expectedRevision: 'any', events: [event] }], metadata);
    const [row] = await held({ reason: 'schema' });
    expect(row).to.include({
      quarantine_id: event.id,
      card_id: null,
      offered: null,
      releasable: false,
      rejectable: false,
      row: 'a\ufffdb',
    });
    for (const settle of [releaseQuarantine, rejectQuarantine])
      expect(await refusal(settle(world.deps, order(event.id)))).to.match(
        /^CORRECTION_REFUSED quarantine_id: no price could be read from the row/,
      );
    await snapshot('03');
    expect(await held({ reason: 'schema' })).to.deep.equal([]);
  });

  it('rejects a row of which only the key could be read, and does not release it', async () => {
    await world.observe({ card_id: card, ...numbers(500), effective_at: day('01') });
    const event = observationQuarantined({
      source,
      reason: 'precision',
      detail: 'market 1.2345: too_precise',
      row: '{"marketPrice":1.2345}',
      observation: null,
      key: priceKey({ card_id: card, source }),
      effective_at: day('02'),
      provenance: uuidFromName('snapshot 02'),
      collection: uuidFromName('run'),
    });
    await world.log.append([{ stream: priceStream(card), expectedRevision: 'any', events: [event] }], metadata);
    expect((await held({ cardId: card }))[0]).to.include({ printing: 'Holofoil', releasable: false, rejectable: true });
    expect(await refusal(releaseQuarantine(world.deps, order(event.id)))).to.match(/it can be rejected only/);
    expect(await rejectQuarantine(world.deps, order(event.id))).to.include({ outcome: 'appended', offered: null });
    expect(await ids()).to.deep.equal([]);
  });

  it('names what is no row', async () => {
    expect(await refusal(releaseQuarantine(world.deps, order('the-last')))).to.match(
      /^VALIDATION_FAILED quarantine_id/,
    );
    expect(await refusal(releaseQuarantine(world.deps, order(uuidFromName('x'))))).to.match(/^QUARANTINE_NOT_FOUND /);
    await world.observe({ card_id: card, ...numbers(500), effective_at: day('01') });
    const id = await setAside('02', 90_000);
    expect(await refusal(world.voids(card, { observationId: id }))).to.match(/no price|release or reject it/);
  });
});
