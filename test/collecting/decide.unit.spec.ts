import { expect } from 'chai';
import { ownerOf, seenIn, unseenCards } from '../../src/collecting/withdrawals.js';
import { decideCatalogCard, decideSet } from '../../src/collecting/decide-catalog.js';
import { decideCard, quarantine } from '../../src/collecting/decide-prices.js';
import { filesOfStamp } from '../../src/collecting/received-files.js';
import { type CardPrices, applyEvents, lastShown, type LastPrice } from '../../src/collecting/known-state.js';
import type { ValidatedPrice } from '../../src/collecting/validate-rows.js';
import { type CardFacts, scopeKey, type SetFacts } from '../../src/domain/cards/facts.js';
import type { LedgerEvent } from '../../src/domain/envelope.js';
import { type PriceKey, priceKeyText, printingOf } from '../../src/domain/prices/price-key.js';
import { noPriceNumbers } from '../../src/domain/prices/price-numbers.js';

const context = {
  source: 'tcgcsv',
  runId: '11111111-1111-4111-8111-111111111111',
  stamp: '2025-03-02T20:05:33Z',
  provenance: '22222222-2222-5222-8222-222222222222',
};
const keyOf = (printing: string): PriceKey => ({
  card_id: 'pokemon-1',
  source: 'tcgcsv',
  kind: 'market',
  printing: printingOf(printing),
  condition: null,
  grade: null,
  language: null,
  currency: 'USD',
});
const normal = priceKeyText(keyOf('Normal'));
const numbers = (market: number | null) => ({ low: 100, mid: 200, high: 300, market, direct_low: null });
const standing = (market: number | null, more: Partial<LastPrice> = {}): LastPrice => ({
  key: keyOf('Normal'),
  numbers: numbers(market),
  withdrawn: false,
  effectiveAt: '2025-03-01T20:05:33Z',
  lastMarket: market,
  ...more,
});
const card = (prices: Record<string, LastPrice>): CardPrices => ({
  revision: 3,
  setId: 'pokemon-5',
  held: new Map(),
  checks: [],
  prices: new Map(
    Object.entries(prices).map(([printing, price]) => [
      priceKeyText(keyOf(printing)),
      { ...price, key: keyOf(printing) },
    ]),
  ),
});
const price = (market: number | null): ValidatedPrice => ({
  key: keyOf('Normal'),
  numbers: numbers(market),
  sent: numbers(market),
  fault: null,
  sampleSize: null,
  shipping: null,
  row: { market },
});
const shown = (market: number | null, more: object = {}) => ({
  cardId: 'pokemon-1',
  prices: new Map([[normal, price(market)]]),
  quarantined: [],
  shown: new Set([normal]),
  absencesProven: true,
  ...more,
});
const types = (decision: { events: readonly { type: string }[] }): string[] => decision.events.map(({ type }) => type);

describe('the decision for a card that a person overruled', () => {
  const wrong = { numbers: numbers(90_000), withdrawn: false, effectiveAt: '2025-03-01T20:05:33Z' };
  const corrected = card({ normal: standing(900, { overruled: wrong }) });

  it('observes nothing while the source repeats the wrong number', () => {
    const decision = decideCard(context, shown(90_000), corrected);
    expect([types(decision), decision.unchanged]).to.deep.equal([[], 1]);
  });
  it('observes what the source shows instead, the corrected number too', () => {
    expect(types(decideCard(context, shown(900), corrected))).to.deep.equal(['PriceObserved']);
    expect(types(decideCard(context, shown(910), corrected))).to.deep.equal(['PriceObserved']);
  });
  it('judges a jump by what stands', () => {
    expect(types(decideCard(context, shown(90_001), corrected))).to.deep.equal(['ObservationQuarantined']);
  });
  it('withdraws a key that the source no longer shows, though no price stands', () => {
    const voided = card({ normal: standing(null, { effectiveAt: null, withdrawn: true, overruled: wrong }) });
    const gone = decideCard(context, { ...shown(1), prices: new Map(), shown: new Set<string>() }, voided);
    expect([types(gone), gone.withdrawn]).to.deep.equal([['PriceWithdrawn'], 1]);
    expect(types(decideCard(context, shown(90_000), voided))).to.deep.equal([]);
    expect(types(decideCard(context, shown(5), voided))).to.deep.equal(['PriceObserved']);
  });
  it('withdraws nothing twice after a void of the withdrawal', () => {
    const wrongly = { numbers: noPriceNumbers, withdrawn: true, effectiveAt: '2025-03-01T20:05:33Z' };
    const back = card({ normal: standing(200, { overruled: wrongly }) });
    const gone = decideCard(context, { ...shown(1), prices: new Map(), shown: new Set<string>() }, back);
    expect([types(gone), gone.withdrawn]).to.deep.equal([[], 0]);
    expect(types(decideCard(context, shown(200), back))).to.deep.equal(['PriceObserved']);
  });
});

describe('the decision for a card', () => {
  it('observes a price that is new, changed, or back', () => {
    expect(types(decideCard(context, shown(200), undefined))).to.deep.equal(['PriceObserved']);
    expect(types(decideCard(context, shown(201), card({ normal: standing(200) })))).to.deep.equal(['PriceObserved']);
    expect(types(decideCard(context, shown(200), card({ normal: standing(200, { withdrawn: true }) })))).to.deep.equal([
      'PriceObserved',
    ]);
  });
  it('only counts a price that did not change', () => {
    expect(decideCard(context, shown(200), card({ normal: standing(200) }))).to.deep.equal({
      events: [],
      changed: 0,
      unchanged: 1,
      withdrawn: 0,
      quarantined: 0,
    });
  });
  it('counts a price as changed if an earlier attempt recorded it under the same stamp', () => {
    const before = card({
      normal: standing(200, { effectiveAt: context.stamp }),
      foil: standing(1, { withdrawn: true, effectiveAt: context.stamp }),
    });
    expect(decideCard(context, shown(200), before)).to.include({ changed: 1, unchanged: 0, withdrawn: 1 });
  });
  it('withdraws a missing printing once, and only if its absence is proven', () => {
    const before = card({ normal: standing(200), foil: standing(9), old: standing(1, { withdrawn: true }) });
    expect(types(decideCard(context, shown(200), before))).to.deep.equal(['PriceWithdrawn']);
    expect(types(decideCard(context, shown(200, { absencesProven: false }), before))).to.deep.equal([]);
  });
  it('quarantines a jump without withdrawing its printing', () => {
    const decision = decideCard(context, shown(2_000_000), card({ normal: standing(1_000) }));
    expect(types(decision)).to.deep.equal(['ObservationQuarantined']);
    expect(decision).to.include({ changed: 0, quarantined: 1, withdrawn: 0 });
    expect(decision.events[0]?.data).to.deep.include({ reason: 'jump', detail: 'market 2000000 after 1000' });
  });
  it('derives ids that do not depend on the run', () => {
    const again = {
      ...context,
      runId: '33333333-3333-4333-8333-333333333333',
      provenance: '44444444-4444-5444-8444-444444444444',
    };
    expect(decideCard(again, shown(1), undefined).events[0]?.id).to.equal(
      decideCard(context, shown(1), undefined).events[0]?.id,
    );
  });
  it('quarantines a row without an observation if it names no product', () => {
    const held = { reason: 'schema' as const, detail: 'x', row: '{}', price: null, key: null };
    expect(quarantine(context, held).data).to.include({ observation: null });
  });
});

describe('the known state after events of another writer', () => {
  const key = keyOf('Normal');
  const event = (type: string, revision: number, data: object): LedgerEvent =>
    ({ type, revision, data: { ...key, ...data } }) as unknown as LedgerEvent;
  const day = (at: number): string => `2025-03-0${at}T20:05:33Z`;
  const market = (of: CardPrices): number | null | undefined => of.prices.get(normal)?.numbers.market;
  it('takes corrections and later observations, not earlier ones', () => {
    const after = applyEvents(
      card({ normal: standing(1) }),
      [
        event('PriceCorrected', 4, { ...numbers(5), effective_at: day(1) }),
        event('PriceObserved', 5, { ...numbers(9), effective_at: '2025-02-01T00:00:00Z' }),
      ],
      'tcgcsv',
    );
    expect(market(after)).to.equal(5);
    expect(after.revision).to.equal(5);
  });
  it('takes withdrawals and releases', () => {
    expect(
      applyEvents(card({}), [event('PriceWithdrawn', 0, { effective_at: day(2) })], 'tcgcsv').prices.get(normal)
        ?.withdrawn,
    ).to.equal(true);
    const released = event('QuarantineReleased', 0, { observation: { ...key, ...numbers(7), effective_at: day(2) } });
    expect(market(applyEvents(card({}), [released], 'tcgcsv'))).to.equal(7);
  });
  it('takes the price that a void names instead', () => {
    const voided = (standing: unknown, at = 1): LedgerEvent =>
      event('ObservationVoided', 4, { effective_at: day(at), standing });
    const before = card({ normal: standing(1) });
    expect(applyEvents(before, [voided(null)], 'tcgcsv').prices.get(normal)).to.include({ effectiveAt: null });
    expect(market(applyEvents(before, [voided({ ...numbers(8), effective_at: day(1) })], 'tcgcsv'))).to.equal(8);
    expect(market(applyEvents(before, [voided(null, 9)], 'tcgcsv'))).to.equal(1);
  });
  it('remembers what the source showed until it shows something later', () => {
    const observed = (cents: number, at: number): LedgerEvent =>
      event('PriceObserved', 4, { ...numbers(cents), effective_at: day(at), provenance: 'x' });
    const corrected = event('PriceCorrected', 5, { ...numbers(5), effective_at: day(2) });
    const voided = event('ObservationVoided', 6, { effective_at: day(2), standing: null });
    const after = (...events: LedgerEvent[]): LastPrice | undefined =>
      applyEvents(card({}), events, 'tcgcsv').prices.get(normal);
    const shown = (price: LastPrice | undefined) => (price === undefined ? null : lastShown(price)?.numbers.market);
    expect(shown(after(observed(9, 2), corrected))).to.equal(9);
    expect(shown(after(observed(9, 2), corrected, voided))).to.equal(9);
    expect(after(observed(9, 2), corrected, voided, observed(3, 1))).to.include({ effectiveAt: day(1) });
    expect(shown(after(observed(9, 2), corrected, voided, observed(3, 1)))).to.equal(9);
    expect(after(observed(9, 2), corrected, observed(7, 3))?.overruled).to.equal(undefined);
    expect(after(observed(9, 2), observed(7, 3), corrected)?.overruled).to.equal(undefined);
  });
  it('ignores other sources and other events', () => {
    const foreign = event('PriceObserved', 4, { ...numbers(9), source: 'ebay', effective_at: day(9) });
    const held = event('ObservationQuarantined', 5, {});
    expect(market(applyEvents(card({ normal: standing(1) }), [foreign, held], 'tcgcsv'))).to.equal(1);
    expect(applyEvents(card({}), [], 'tcgcsv').revision).to.equal(3);
  });
});

describe('withdrawals', () => {
  const prices = new Map([
    ['pokemon-1', card({ normal: standing(1) })],
    ['pokemon-2', { ...card({ normal: standing(1) }), setId: null }],
    ['pokemon-3', card({ normal: standing(1, { withdrawn: true }) })],
  ]);
  const input = {
    prices,
    sets: new Map([['pokemon-5', { game: 'pokemon', language: null } as const]]),
    seen: seenIn([]),
    completeScopes: new Set<string>(),
    listed: new Map<string, Set<string>>(),
    stampOf: () => context.stamp,
  };
  it('are not decided from an absence alone', () => {
    expect(unseenCards(input).size).to.equal(0);
  });
  it('are proven by all sets of a game and language, or by the set that still lists the product', () => {
    const expected = [['pokemon-5', ['pokemon-1']]];
    expect([
      ...unseenCards({ ...input, completeScopes: new Set([scopeKey({ game: 'pokemon', language: null })]) }),
    ]).to.deep.equal(expected);
    expect([...unseenCards({ ...input, listed: new Map([['pokemon-5', new Set(['pokemon-1'])]]) })]).to.deep.equal(
      expected,
    );
    for (const scope of [{ game: 'onepiece', language: null } as const, { game: 'pokemon', language: 'ja' } as const]) {
      expect(unseenCards({ ...input, completeScopes: new Set([scopeKey(scope)]) }).size).to.equal(0);
    }
  });
  it('are not decided while another set shows the card', () => {
    expect(
      unseenCards({
        ...input,
        completeScopes: new Set([scopeKey({ game: 'pokemon', language: null })]),
        seen: seenIn([['pokemon-9', ['pokemon-1']]]),
      }).size,
    ).to.equal(0);
  });
  it('take the known one of two sets that show a card', () => {
    expect([
      ...seenIn([
        ['a', ['x']],
        ['b', ['x']],
      ]),
    ]).to.deep.equal([['x', ['a', 'b']]]);
    expect([ownerOf(['a', 'b'], 'b'), ownerOf(['a', 'b'], null), ownerOf([], null)]).to.deep.equal([
      'b',
      'a',
      undefined,
    ]);
  });
});

describe('the catalog', () => {
  const set: SetFacts = {
    set_id: 'pokemon-5',
    game: 'pokemon',
    language: null,
    name: 'Base',
    abbreviation: null,
    published_on: null,
    supplemental: false,
    source_modified_at: null,
  };
  const facts: CardFacts = {
    card_id: 'pokemon-1',
    game: 'pokemon',
    language: null,
    set_id: 'pokemon-5',
    name: 'A',
    clean_name: null,
    number: null,
    rarity: null,
    product_type: 'sealed',
    image_url: null,
    url: null,
    presale: null,
    attributes: { b: '1', a: '2' },
  };
  it('lists new entries, revises changed and returned ones, and ignores equal ones', () => {
    const held = { ...set, source: 'tcgcsv', withdrawn: false };
    expect(decideSet(context, set, undefined)?.type).to.equal('SetListed');
    expect(decideSet(context, set, held)).to.equal(null);
    expect(decideSet(context, { ...set, name: 'B' }, held)?.type).to.equal('SetRevised');
    expect(decideSet(context, set, { ...held, withdrawn: true })?.type).to.equal('SetRevised');
    expect(decideCatalogCard(context, facts, undefined)?.type).to.equal('CardListed');
    expect(decideCatalogCard(context, facts, { ...facts, attributes: { a: '2', b: '1' }, withdrawn: false })).to.equal(
      null,
    );
    expect(
      decideCatalogCard(context, { ...facts, set_id: 'pokemon-6' }, { ...facts, withdrawn: false })?.type,
    ).to.equal('CardRevised');
    expect(decideCatalogCard(context, facts, { ...facts, withdrawn: true })?.type).to.equal('CardRevised');
  });
});

describe('files of a stamp', () => {
  const part = (path: string, lastModified: string | null) => ({
    file: { path, kind: 'prices' as const, setId: null, read: () => ({}) },
    stored: { path, sha256: '', lastModified },
    cardIds: [],
    whole: true,
    readable: true,
  });
  const before = '2025-03-02T20:00:00Z';
  const after = '2025-03-02T20:06:00Z';
  const prices = new Map([
    ['before', [part('/1', before)]],
    ['after', [part('/2', after)]],
    ['silent', [part('/3', null)]],
    ['both', [part('/4', before), part('/5', after)]],
  ]);
  const kept = (proof: 'confirmed' | 'moved' | 'unknown'): string[] => [
    ...filesOfStamp(
      { lists: [], wholes: [], omissions: [], unmatched: [], prices, cards: new Map() },
      context.stamp,
      proof,
    ).prices.keys(),
  ];
  it('are all files while it stands, else those last modified before it, a set as a whole', () => {
    expect(kept('confirmed')).to.deep.equal(['before', 'after', 'silent', 'both']);
    expect(kept('moved')).to.deep.equal(['before']);
    expect(kept('unknown')).to.deep.equal(['before', 'silent']);
  });
});
