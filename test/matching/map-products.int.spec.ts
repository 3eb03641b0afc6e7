/**
 * Goal: what is sure is mapped, as events that name their evidence; what is not waits for a person, and what that person says
 * stands. Method: products of a made-up marketplace on a small catalog.
 */
import { expect } from 'chai';
import { mapExternalId } from '../../src/commands/map-external-id.js';
import { cardStream } from '../../src/domain/streams.js';
import { acceptReview, rejectReview } from '../../src/matching/decide-review.js';
import { buildLedgerMatcher } from '../../src/matching/ledger-matcher.js';
import { identifyProducts, mapProducts } from '../../src/matching/map-products.js';
import { waitingProducts } from '../../src/matching/reviews.js';
import type { ForeignProduct } from '../../src/matching/types.js';
import { actor, type CorrectionWorld, openCorrections, refusal } from '../corrections/world.js';

const system = 'cardmarket';
const setId = 'onepiece-3188';

describe('products of another marketplace', () => {
  let world: CorrectionWorld;
  const list = async (product: number, name: string, number: string | null, more: object = {}): Promise<string> => {
    const card_id = `onepiece-${product}`;
    const facts = { game: 'onepiece' as const, set_id: setId, clean_name: null, attributes: {} };
    await world.tell('CardListed', { card_id, name, number, ...facts, ...more });
    return card_id;
  };
  beforeEach(async () => {
    world = await openCorrections('2025-10-25T12:00:00Z');
    await world.tell('SetListed', { set_id: setId, game: 'onepiece', name: 'Romance Dawn', abbreviation: 'OP01' });
    await list(1, 'Roronoa Zoro (001)', 'OP01-001');
    await list(2, 'Nami (016)', 'OP01-016');
    await list(3, 'Nami (016) (Parallel)', 'OP01-016');
    await list(4, 'Perona', 'OP01-077');
    await world.fold();
  });
  afterEach(() => world.close());

  const product = (id: string, name: string, more: Partial<ForeignProduct> = {}): ForeignProduct => ({
    system,
    id,
    name,
    game: 'onepiece',
    ...more,
  });
  const map = async (...products: readonly ForeignProduct[]) => {
    await world.runtime.advance(60_000);
    const done = await mapProducts(world.deps, await buildLedgerMatcher(world.database), {
      system,
      products,
      isWhole: true,
    });
    await world.fold();
    return done;
  };
  const waiting = async () => (await waitingProducts(world.database, { limit: 10, offset: 0 })).waiting;
  const mapped = async (cardId: string): Promise<string | undefined> => {
    const { body } = await world.get(`/v1/cards/${cardId}`);
    return body.external_ids[system];
  };
  const zoro = product('501', 'Roronoa Zoro (OP01-001)');
  const nami = product('502', 'Nami (OP01-016)');
  const decision = (externalId: string, cardId?: string) => ({ system, externalId, cardId, reason: 'looked', actor });

  it('are mapped where one card has name and number, by the matcher, with the evidence', async () => {
    const counts = { products: 3, mapped: 1, known: 0, waiting: 1, unmatched: 1 };
    expect(await map(zoro, nami, product('503', 'Sanji (OP01-013)'))).to.deep.equal(counts);
    expect(await mapped('onepiece-1')).to.equal('501');
    const event = (await world.stream(cardStream('onepiece-1'))).at(-1);
    expect(event?.type).to.equal('ExternalIdMapped');
    expect(event?.metadata.actor).to.equal('matching');
    expect(event?.data['evidence']).to.match(/Roronoa Zoro \(OP01-001\)".*score 0\.8: number op1-1; name/);
    expect(event?.data).not.to.have.property('reason');
  });

  it('are mapped once: a second run finds them known, and appends nothing', async () => {
    await map(zoro, nami);
    const head = await world.log.head();
    expect(await map(zoro, nami)).to.include({ mapped: 0, known: 1, waiting: 1 });
    expect(await world.log.head()).to.equal(head);
  });

  it('wait where two cards have name and number, with both and their scores, since when', async () => {
    await map(nami);
    const [first] = await waiting();
    expect(first).to.include({ system, external_id: '502', name: nami.name, reason: 'ambiguous', game: 'onepiece' });
    expect(first?.candidates.map(({ card_id, score }) => [card_id, score])).to.deep.equal([
      ['onepiece-2', 0.8],
      ['onepiece-3', 0.8],
    ]);
    await map(nami);
    const [again] = await waiting();
    expect(again?.first_seen_at).to.equal(first?.first_seen_at);
    expect(Date.parse(again?.last_seen_at ?? '') - Date.parse(first?.last_seen_at ?? '')).to.equal(60_000);
  });

  it('wait no longer once their marketplace lists them no more; those of another game go on waiting', async () => {
    await map(nami);
    await map(product('9', 'Lugia', { game: 'pokemon' }));
    expect(await waiting()).to.have.lengthOf(1);
    await map(zoro);
    expect(await waiting()).to.deep.equal([]);
  });

  it('that are the same card wait both, and one whose card has another id waits', async () => {
    await map(zoro, product('504', 'Roronoa Zoro (OP01-001)'));
    expect((await waiting()).map(({ external_id, reason }) => [external_id, reason])).to.deep.equal([
      ['501', 'same_card'],
      ['504', 'same_card'],
    ]);
    await mapExternalId(world.deps, { cardId: 'onepiece-1', system, externalId: '504', reason: 'looked', actor });
    await world.fold();
    await map(zoro, product('504', 'Roronoa Zoro (OP01-001)'));
    expect((await waiting()).map(({ external_id, reason }) => [external_id, reason])).to.deep.equal([
      ['501', 'card_taken'],
    ]);
  });

  it('that a person accepts are mapped, with actor, reason and evidence, and wait no longer', async () => {
    await map(nami);
    const done = await acceptReview(world.deps, decision('502', 'onepiece-3'));
    expect(done).to.include({
      outcome: 'appended',
      type: 'ExternalIdMapped',
      card_id: 'onepiece-3',
      external_id: '502',
    });
    await world.fold();
    expect([await mapped('onepiece-3'), await waiting()]).to.deep.equal(['502', []]);
    const event = (await world.stream(cardStream('onepiece-3'))).at(-1);
    expect(event?.metadata.actor).to.equal(actor);
    expect(event?.data).to.include({ reason: 'looked', evidence: '"Nami (OP01-016)", score 0.8: number op1-16; name' });
    expect(await map(nami)).to.include({ known: 1, waiting: 0 });
  });

  it('that a person rejects are not proposed again for that card, by later runs either', async () => {
    await map(nami);
    const [done] = await rejectReview(world.deps, decision('502', 'onepiece-3'));
    expect(done).to.include({ outcome: 'appended', type: 'ExternalIdRejected', card_id: 'onepiece-3' });
    await world.fold();
    expect(await waiting()).to.deep.equal([]);
    await map(nami);
    const [left] = await waiting();
    expect([left?.reason, left?.candidates.map(({ card_id }) => card_id)]).to.deep.equal(['unsure', ['onepiece-2']]);
    await rejectReview(world.deps, decision('502'));
    await world.fold();
    expect(await map(nami)).to.include({ waiting: 0, unmatched: 1 });
  });

  it('that are the only card that fits are not mapped if a person said that they are not', async () => {
    await map(zoro, product('504', 'Roronoa Zoro (OP01-001)'));
    await rejectReview(world.deps, decision('501'));
    await world.fold();
    expect(await map(zoro, product('504', 'Roronoa Zoro (OP01-001)'))).to.include({ mapped: 1, unmatched: 1 });
    expect(await mapped('onepiece-1')).to.equal('504');
  });

  it('may be mapped by a person after all: the mapping overrules the rejection', async () => {
    await map(nami);
    await rejectReview(world.deps, decision('502', 'onepiece-3'));
    await mapExternalId(world.deps, { cardId: 'onepiece-3', system, externalId: '502', reason: 'again', actor });
    await world.fold();
    const rows = await world.database.query('select from catalog.rejected_ids');
    expect([await mapped('onepiece-3'), rows.length]).to.deep.equal(['502', 0]);
  });

  it('refuse a decision on what does not wait, on several candidates at once, and on no card', async () => {
    await map(nami);
    expect(await refusal(acceptReview(world.deps, decision('999')))).to.match(/^REVIEW_NOT_FOUND external_id: /);
    expect(await refusal(rejectReview(world.deps, decision('999')))).to.match(/^REVIEW_NOT_FOUND external_id: /);
    expect(await refusal(acceptReview(world.deps, decision('502')))).to.match(/candidates are onepiece-2, onepiece-3/);
    expect(await refusal(rejectReview(world.deps, decision('502', 'onepiece-99')))).to.match(/^CARD_NOT_FOUND /);
    expect(await refusal(acceptReview(world.deps, { ...decision('502', 'onepiece-2'), reason: ' ' }))).to.match(
      /reason/,
    );
    expect(await waiting()).to.have.lengthOf(1);
  });

  it('are mapped by what another database says of them where name and set do not contradict it', async () => {
    const said = product('601', 'Nami', { said_to_be: ['onepiece-2'] });
    const wrong = product('602', 'Sanji', { said_to_be: ['onepiece-4'] });
    expect(await map(said, wrong)).to.include({ mapped: 1, unmatched: 1 });
    expect([await mapped('onepiece-2'), await mapped('onepiece-4')]).to.deep.equal(['601', undefined]);
  });

  it('are only what another database says, though name and number fit another card: the one meant may not be listed yet', async () => {
    const later = product('603', 'Perona', { number: 'OP01-077', said_to_be: ['onepiece-5'] });
    expect(await map(later)).to.include({ mapped: 0, waiting: 1 });
    expect((await waiting())[0]).to.deep.include({ reason: 'unsure' });
    await list(5, 'Perona (Parallel)', 'OP01-077');
    await world.fold();
    expect(await map(later)).to.include({ mapped: 1, waiting: 0 });
    expect([await mapped('onepiece-4'), await mapped('onepiece-5')]).to.deep.equal([undefined, '603']);
  });

  it('are ruled out by a number that their marketplace does not state and the other database does', async () => {
    const wrong = product('604', 'Perona', { number: '78', said_to_be: ['onepiece-4'] });
    expect(await map(wrong)).to.include({ mapped: 0, waiting: 0, unmatched: 1 });
  });

  it('keep what another database said of them, for the lists of their marketplace, until it says otherwise', async () => {
    await map(product('605', 'Perona', { said_to_be: ['onepiece-6'] }));
    expect(await waiting()).to.have.lengthOf(1);
    await list(6, 'Perona', 'OP02-001');
    await world.fold();
    const listed = product('605', 'Perona');
    expect([...(await identifyProducts(world.deps, system, [listed]))]).to.deep.equal([['605', 'onepiece-6']]);
    await map(product('606', 'Perona', { said_to_be: ['onepiece-1'] }));
    await map(product('606', 'Perona', { said_to_be: ['onepiece-4'] }));
    expect(await mapped('onepiece-4')).to.equal('606');
  });

  it('that are mapped wrongly are unmapped by a rejection, and not mapped to that card again but by a person', async () => {
    await map(zoro);
    expect(await refusal(rejectReview(world.deps, decision('501', 'onepiece-2')))).to.match(/mapped to: onepiece-1/);
    const [done] = await rejectReview(world.deps, decision('501'));
    expect(done).to.include({ outcome: 'appended', type: 'ExternalIdRejected', card_id: 'onepiece-1' });
    await world.fold();
    expect(await mapped('onepiece-1')).to.equal(undefined);
    expect(await map(zoro)).to.include({ mapped: 0, known: 0, unmatched: 1 });
    expect(await refusal(rejectReview(world.deps, decision('501')))).to.match(/^REVIEW_NOT_FOUND /);
    const again = { cardId: 'onepiece-1', system, externalId: '501', reason: 'it is', actor };
    expect(await mapExternalId(world.deps, again)).to.include({ outcome: 'appended', replaces: null });
    await world.fold();
    expect(await mapped('onepiece-1')).to.equal('501');
    expect(await mapExternalId(world.deps, again)).to.include({ outcome: 'already_recorded' });
  });

  it('keep another mapping of the card through a rejection, and are unmapped of a card that was merged', async () => {
    await map(zoro);
    await mapExternalId(world.deps, { cardId: 'onepiece-1', system: 'tcgdex', externalId: 'x', reason: 'x', actor });
    await world.tell('CardMerged', { card_id: 'onepiece-1', merged_into: 'onepiece-2', reason: 'one card' });
    await world.fold();
    const done = await rejectReview(world.deps, decision('501'));
    expect(done.map(({ card_id }) => card_id)).to.deep.equal(['onepiece-1', 'onepiece-2']);
    await world.fold();
    expect([...(await identifyProducts(world.deps, system, [zoro]))]).to.deep.equal([]);
    const rows = await world.database.query("select external_ids from catalog.cards where card_id = 'onepiece-1'");
    expect(rows).to.deep.equal([{ external_ids: { tcgdex: 'x' } }]);
  });

  it('are identified for a source: card ids by product ids, of now and before', async () => {
    await map(zoro);
    const perona = product('505', 'Perona (OP01-077)');
    expect([...(await identifyProducts(world.deps, system, [zoro, perona, nami]))]).to.deep.equal([
      ['501', 'onepiece-1'],
      ['505', 'onepiece-4'],
    ]);
  });
});
