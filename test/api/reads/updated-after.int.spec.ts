/**
 * Goal: updated_after loses no card and no set that changed, at any position and time, wherever pages end. Method: a small
 * ledger told event by event; after each the lists are asked with the position and the time before it.
 */
import { expect } from 'chai';
import { priceKey, numbers } from '../../support/events.js';
import { type ApiFixture, expectProblem, openApiFixture } from '../../support/api-fixture.js';

const [card, other] = ['pokemon-101', 'pokemon-102'];
const [set, apart] = ['pokemon-11', 'pokemon-12'];

describe('updated_after', () => {
  let fixture: ApiFixture;
  beforeEach(async () => {
    fixture = await openApiFixture({ start: '2026-11-10T20:10:00Z' });
    await fixture.tell('SetListed', { set_id: set, name: 'Silver Tempest' });
    await fixture.tell('SetListed', { set_id: apart, name: 'Crown Zenith' });
    await fixture.tell('CardListed', { card_id: card, set_id: set, name: 'Lugia VSTAR' });
    await fixture.tell('CardListed', { card_id: other, set_id: apart, name: 'Mewtwo' });
    await fixture.observe({ card_id: card, ...numbers(100) });
    await fixture.fold();
  });
  afterEach(() => fixture.close());

  const listed = async (path: string, after: string): Promise<string[]> => {
    const query = `${path.includes('?') ? '&' : '?'}updated_after=${encodeURIComponent(after)}`;
    const { cards, sets } = await fixture.body(`${path}${query}`);
    return (cards ?? sets).map((row: { card_id?: string; set_id: string }) => row.card_id ?? row.set_id);
  };
  /** Does `work`, and returns what each list has afterwards that was updated since, by position and by time. */
  const updates = async (work: () => Promise<unknown>) => {
    const position = await fixture.log.head();
    const time = fixture.runtime.now().toISOString();
    await fixture.runtime.advance(1_000);
    await work();
    await fixture.fold();
    const [cards, sets] = [await listed('/v1/cards/search', position), await listed('/v1/sets', position)];
    expect(await listed('/v1/cards/search', time), 'by time').to.deep.equal(cards);
    expect(await listed('/v1/sets', time), 'by time').to.deep.equal(sets);
    const ofSets = [
      ...(await listed(`/v1/sets/${set}/cards`, position)),
      ...(await listed(`/v1/sets/${apart}/cards`, position)),
    ];
    expect(ofSets).to.have.members(cards);
    expect(await listed('/v1/cards/search', await fixture.log.head())).to.deep.equal([]);
    return { cards, sets };
  };

  it('lists a card after an event of the card or of its prices, and its set', async () => {
    const at = '2026-11-11T20:05:33Z';
    const key = priceKey({ card_id: card });
    const told: (() => Promise<unknown>)[] = [
      () => fixture.tell('CardRevised', { card_id: card, set_id: set, name: 'Lugia VSTAR' }),
      () => fixture.tell('ExternalIdMapped', { card_id: card }),
      () => fixture.observe({ card_id: card, ...numbers(120), effective_at: at }),
      // An observation of an earlier stamp is history: no newest price, and still a change of what the ledger says.
      () => fixture.observe({ card_id: card, ...numbers(90), effective_at: '2026-11-01T20:05:33Z' }),
      () => fixture.tell('PriceCorrected', { ...key, ...numbers(130), effective_at: at }),
      () => fixture.tell('PriceWithdrawn', { ...key, effective_at: at }),
      () => fixture.tell('ObservationVoided', { ...key, effective_at: at, standing: null }),
    ];
    for (const work of told) expect(await updates(work)).to.deep.equal({ cards: [card], sets: [set] });
  });

  it('lists a set after an event of its own; a check that found all as it was updates nothing', async () => {
    const renamed = () => fixture.tell('SetRevised', { set_id: apart, name: 'Crown Zenith (renamed)' });
    expect(await updates(renamed)).to.deep.equal({ cards: [], sets: [apart] });
    const checked = () => fixture.tell('SnapshotTaken', { scope: set, upstream_stamp: '2026-11-12T20:05:33Z' });
    expect(await updates(checked)).to.deep.equal({ cards: [], sets: [] });
  });

  it('lists the set that a withdrawn card leaves, and its new one after a move', async () => {
    const withdrawn = () => fixture.tell('CardWithdrawn', { card_id: other });
    expect(await updates(withdrawn)).to.deep.equal({ cards: [], sets: [apart] });
    const moved = () => fixture.tell('CardRevised', { card_id: card, set_id: apart, name: 'Lugia VSTAR' });
    expect((await updates(moved)).sets).to.include(apart);
  });

  it('loses nothing that is recorded between two questions, of events of one instant either', async () => {
    const seen = new Set<string>();
    let position = await fixture.log.head();
    for (let at = 0; at < 12; at += 1) {
      const card_id = `pokemon-${200 + at}`;
      await fixture.tell('CardListed', { card_id, set_id: set, name: `Card ${at}` });
      if (at % 3 !== 2) continue;
      await fixture.fold(['catalog']);
      const answer = await fixture.get(`/v1/cards/search?limit=1&updated_after=${position}`);
      position = (answer.headers.get('ledger-position') ?? '') as typeof position;
      let next: string | undefined = `/v1/cards/search?limit=1&updated_after=${position}`;
      for (const one of answer.body.cards) seen.add(one.card_id);
      next = /^<(.*)>; rel="next"$/.exec(answer.headers.get('link') ?? '')?.[1];
      while (next !== undefined) {
        const { body, headers } = await fixture.get(next);
        for (const one of body.cards) seen.add(one.card_id);
        next = /^<(.*)>; rel="next"$/.exec(headers.get('link') ?? '')?.[1];
      }
    }
    expect(seen.size).to.equal(12);
  });

  it('takes a day as its end; belongs to the question of a cursor; refuses what is neither', async () => {
    expect(await listed('/v1/cards/search', '2026-11-09')).to.have.members([card, other]);
    expect(await listed('/v1/cards/search', '2026-11-10')).to.deep.equal([]);
    const first = await fixture.get('/v1/cards/search?limit=1&updated_after=2026-11-09');
    const next = /^<(.*)>; rel="next"$/.exec(first.headers.get('link') ?? '')?.[1] ?? '';
    expect((await fixture.get(next)).status).to.equal(200);
    const changed = await fixture.get(next.replace('2026-11-09', '2026-11-08'));
    expectProblem(changed, 400, 'INVALID_CURSOR', 'cursor');
    for (const path of ['/v1/cards/search', '/v1/sets', `/v1/sets/${set}/cards`])
      for (const bad of ['yesterday', '2026-02-30', ''])
        expectProblem(await fixture.get(`${path}?updated_after=${bad}`), 400, 'VALIDATION_FAILED', 'updated_after');
  });
});
