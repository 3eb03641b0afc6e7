/** Goal: a merged card's id leads to the card that it is now, and an external id belongs to one card. */
import { expect } from 'chai';
import { mapExternalId } from '../../src/commands/map-external-id.js';
import { mergeCards } from '../../src/corrections/merge-cards.js';
import { cardStream } from '../../src/domain/streams.js';
import { numbers } from '../support/events.js';
import { actor, type CorrectionWorld, openCorrections, refusal } from './world.js';

const setId = 'pokemon-3170';

describe('corrections of cards', () => {
  let world: CorrectionWorld;
  let next = 100;
  before(async () => {
    world = await openCorrections('2025-10-25T12:00:00Z');
    await world.tell('SetListed', {});
  });
  after(() => world.close());

  /** Lists a card with a price. Returns its id. */
  const listed = async (more: object = {}, cents = 500): Promise<string> => {
    const card_id = `pokemon-${(next += 1)}`;
    await world.tell('CardListed', { card_id, name: `Lugia ${next}`, clean_name: null, ...more });
    const stamp = '2025-10-01T20:05:33Z';
    await world.observe({ card_id, ...numbers(cents), effective_at: stamp });
    await world.runtime.advance(60_000);
    return card_id;
  };
  const merge = (cardId: string, intoCardId: string, reason = 'listed twice') =>
    mergeCards(world.deps, { cardId, intoCardId, reason, actor });
  const map = (cardId: string, externalId: string, system = 'cardmarket', reason = 'looked up') =>
    mapExternalId(world.deps, { cardId, system, externalId, evidence: 'https://example.test/1', reason, actor });
  const ask = async (path: string): Promise<{ status: number; location: string | null; body: any }> => {
    const { status, headers, body } = await world.get(path);
    return { status, location: headers.get('location'), body };
  };

  describe('merged', () => {
    it('answer 308 to the card that they are now, with the question, and are not found or counted', async () => {
      const [old, now] = [await listed({}, 700), await listed()];
      await world.fold();
      const countBefore = (await world.body(`/v1/sets/${setId}`)).card_count;
      const valueBefore = (await world.body(`/v1/sets/${setId}`)).set_value.amount;
      expect(await merge(old, now)).to.include({ outcome: 'appended', merged_into: now, type: 'CardMerged' });
      const event = (await world.stream(cardStream(old))).at(-1);
      expect(event?.data).to.deep.equal({ card_id: old, merged_into: now, reason: 'listed twice' });
      expect(event?.metadata.actor).to.equal(actor);
      await world.fold();
      for (const rest of ['', '?as_of=2025-10-02', '/prices?valid_at=2025-10-02', '/prices/history?interval=1d']) {
        const answer = await ask(`/v1/cards/${old}${rest}`);
        expect([answer.status, answer.location], rest).to.deep.equal([308, `/v1/cards/${now}${rest}`]);
        expect(answer.body).to.include({ code: 'CARD_MERGED', status: 308 });
        // Followed as any client does.
        expect((await fetch(`${world.api.url}/v1/cards/${old}${rest}`)).status, rest).to.equal(200);
      }
      const found = await world.body(`/v1/cards/search?q=lugia&limit=100`);
      const ids = found.cards.map(({ card_id }: { card_id: string }) => card_id);
      expect(ids).to.include(now).and.not.include(old);
      const set = await world.body(`/v1/sets/${setId}`);
      expect([set.card_count, set.set_value.amount]).to.deep.equal([countBefore - 1, valueBefore - 7]);
    });

    it('keep their own history for what was known before the merge', async () => {
      const [old, now] = [await listed({}, 700), await listed()];
      const before = world.runtime.now().toISOString();
      await world.runtime.advance(3_600_000);
      await merge(old, now);
      const after = world.runtime.now().toISOString();
      await world.fold();
      const known = await ask(`/v1/cards/${old}/prices?known_at=${before}`);
      expect([known.status, known.body.card_id, known.body.market[0].market_price]).to.deep.equal([200, old, 7]);
      const history = await ask(`/v1/cards/${old}/prices/history?period=all&known_at=${before}`);
      expect(history.body.data_points[0].market_price).to.equal(7);
      expect((await ask(`/v1/cards/${old}/prices?known_at=${after}`)).status).to.equal(308);
    });

    it('are followed to the end of a chain, by address, in a batch and by id-changes', async () => {
      const [first, second, third] = [await listed(), await listed(), await listed()];
      await merge(first, second);
      await world.fold();
      const head = (await world.body('/v1/id-changes?limit=100')).id_changes.at(-1);
      expect(head).to.include({ old_card_id: first, new_card_id: second, reason: 'listed twice' });
      await world.runtime.advance(60_000);
      await merge(second, third);
      await world.fold();
      expect((await ask(`/v1/cards/${first}/prices`)).location).to.equal(`/v1/cards/${third}/prices`);
      const batch = (await world.post('/v1/cards/batch', { card_ids: [first, third, second, 'pokemon-9999'] })).body;
      expect(batch.cards.map(({ card }: any) => card.card_id)).to.deep.equal([third]);
      expect(batch.not_found).to.deep.equal(['pokemon-9999']);
      expect(new Map(batch.merged.map((one: any) => [one.old_card_id, one.new_card_id]))).to.deep.equal(
        new Map([
          [first, third],
          [second, third],
        ]),
      );
      // A client that has seen the first merge sees what changed since, the first card again.
      for (const since of [head.position, head.changed_at]) {
        const later = await world.body(`/v1/id-changes?updated_after=${since}`);
        expect(later.id_changes.map((one: any) => [one.old_card_id, one.new_card_id])).to.deep.equal([
          [first, third],
          [second, third],
        ]);
      }
      expect((await merge(first, second)).outcome).to.equal('already_recorded');
      // Into a merged card: into the card that it is now.
      const fourth = await listed();
      expect(await merge(fourth, first)).to.include({ outcome: 'appended', merged_into: third });
    });

    it('are listed as changed when the last of the merges between them was recorded', async () => {
      const [one, two, three] = [await listed(), await listed(), await listed()];
      await world.tell('CardMerged', { card_id: two, merged_into: three });
      const before = await world.log.head();
      await world.runtime.advance(60_000);
      await world.tell('CardMerged', { card_id: one, merged_into: two });
      const changedAt = world.runtime.now().toISOString().replace('.000Z', 'Z');
      await world.fold();
      const { id_changes } = await world.body(`/v1/id-changes?updated_after=${before}`);
      expect(id_changes).to.have.length(1);
      expect(id_changes[0]).to.include({ old_card_id: one, new_card_id: three, changed_at: changedAt });
    });

    it('are listed page by page without a gap', async () => {
      await world.fold();
      const { total } = (await world.body('/v1/id-changes?limit=1')).pagination;
      const seen = new Set<string>();
      for (let path: string | null = '/v1/id-changes?limit=2'; path !== null;) {
        const answer = await world.get(path);
        for (const { old_card_id } of answer.body.id_changes) seen.add(old_card_id);
        path = /<([^>]+)>; rel="next"/.exec(answer.headers.get('link') ?? '')?.[1] ?? null;
      }
      expect(seen.size).to.equal(total).and.greaterThan(3);
      for (const wrong of ['tomorrow', '2025-02-30', '-1'])
        expect((await ask(`/v1/id-changes?updated_after=${wrong}`)).status, wrong).to.equal(400);
      expect((await world.body('/v1/id-changes?offset=90')).id_changes).to.deep.equal([]);
    });

    it('take no correction: the other card is named', async () => {
      const [old, now] = [await listed(), await listed()];
      await merge(old, now);
      expect(await refusal(world.correct(old, {}, { market: 1 }))).to.match(
        new RegExp(`^CORRECTION_REFUSED card_id: ${old} was merged into ${now}`),
      );
    });

    it('are refused where it makes no sense', async () => {
      const [one, two, three] = [await listed(), await listed(), await listed()];
      await world.tell('CardListed', { card_id: 'onepiece-5', game: 'onepiece', set_id: 'onepiece-1', name: 'Luffy' });
      await world.tell('CardListed', { card_id: 'pokemon-99', source: 'sandbox-tcgcsv' });
      expect(await refusal(merge(one, one))).to.match(/^CORRECTION_REFUSED into: .*into itself/);
      expect(await refusal(merge(one, 'onepiece-5'))).to.match(/a card of pokemon and onepiece-5 one of onepiece/);
      expect(await refusal(merge(one, 'pokemon-99'))).to.match(/is simulated/);
      expect(await refusal(merge(one, 'pokemon-9999'))).to.match(/^CARD_NOT_FOUND card_id: .*pokemon-9999/);
      expect(await refusal(merge('pokemon-9999', one))).to.match(/^CARD_NOT_FOUND card_id: .*pokemon-9999/);
      expect(await refusal(merge('lugia', one))).to.match(/^VALIDATION_FAILED card_id: /);
      await merge(one, two);
      expect(await refusal(merge(two, one))).to.match(/^CORRECTION_REFUSED into: .*circle/);
      expect(await refusal(merge(one, three))).to.match(/^CORRECTION_REFUSED card_id: .*already: listed twice/);
    });

    it('form no circle when two processes merge them into each other at once', async () => {
      const [one, two] = [await listed(), await listed()];
      const both = await Promise.allSettled([merge(one, two), merge(two, one)]);
      expect(both.map(({ status }) => status).sort()).to.deep.equal(['fulfilled', 'rejected']);
    });
  });

  describe('mapped', () => {
    const idsOf = async (card: string): Promise<unknown> => {
      await world.fold();
      return (await world.body(`/v1/cards/${card}`)).external_ids;
    };

    it('have one id a system, the last', async () => {
      const card = await listed();
      expect(await map(card, '273575')).to.include({ outcome: 'appended', replaces: null, type: 'ExternalIdMapped' });
      expect((await map(card, '273575')).outcome).to.equal('already_recorded');
      await map(card, 'swsh12-139', 'tcgdex');
      expect(await map(card, '273576', 'Cardmarket')).to.include({ replaces: '273575' });
      expect(await idsOf(card)).to.deep.equal({ cardmarket: '273576', tcgdex: 'swsh12-139' });
      const event = (await world.stream(cardStream(card))).at(1);
      expect(event?.data).to.deep.equal({
        card_id: card,
        system: 'cardmarket',
        external_id: '273575',
        evidence: 'https://example.test/1',
        reason: 'looked up',
      });
      // Mapped back: another event, since another id was there in between.
      expect((await map(card, '273575')).outcome).to.equal('appended');
    });

    it('hold an id alone', async () => {
      const [one, two] = [await listed(), await listed()];
      await map(one, '1000');
      expect(await refusal(map(two, '1000'))).to.match(
        new RegExp(`^CORRECTION_REFUSED external_id: cardmarket 1000 is ${one} \\(Lugia`),
      );
      const both = await Promise.allSettled([map(one, '2000'), map(two, '2000')]);
      expect(both.map(({ status }) => status).sort()).to.deep.equal(['fulfilled', 'rejected']);
      await map(one, '1001');
      expect((await map(two, '1000')).outcome).to.equal('appended');
    });

    it('take the id of a card that was merged into them', async () => {
      const [old, now] = [await listed(), await listed()];
      await map(old, '3000');
      await merge(old, now);
      expect((await map(now, '3000')).outcome).to.equal('appended');
      expect(await refusal(map(old, '3001'))).to.match(/^CORRECTION_REFUSED card_id: .*was merged into/);
    });

    it('are refused where it makes no sense', async () => {
      const card = await listed();
      expect(await refusal(map('pokemon-9999', '1'))).to.match(/^CARD_NOT_FOUND /);
      expect(await refusal(map(card, '1', 'tcgplayer'))).to.match(/^CORRECTION_REFUSED system: /);
      expect(await refusal(map(card, '1', 'card market'))).to.match(/^VALIDATION_FAILED system: /);
      for (const id of ['', ' ', 'a b', 'x'.repeat(101), 'ä'])
        expect(await refusal(map(card, id))).to.match(/^VALIDATION_FAILED external_id: /);
    });
  });
});
