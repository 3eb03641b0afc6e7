/** Goal: a row of the catalog is taken as far as it is good, and what is not taken is named by its place in the file. */
import { expect } from 'chai';
import type { RowOmission } from '../../../src/collecting/source.js';
import { eventDefinitions } from '../../../src/domain/events.js';
import { uuidFromName } from '../../../src/domain/ids.js';
import { categoryOf } from '../../../src/sources/tcgplayer-rows/categories.js';
import { parseGroups, parseProducts } from '../../../src/sources/tcgplayer-rows/parse.js';
import { parseListing } from '../../../src/sources/tcgplayer-rows/listing.js';
import { product } from '../../collecting/market.js';

const pokemon = categoryOf(3)!;
const group = {
  groupId: 5,
  categoryId: 3,
  name: 'Base',
  abbreviation: 'BS',
  isSupplemental: true,
  publishedOn: '1999-01-09T00:00:00',
  modifiedOn: '2025-01-01T00:00:00.1',
};
const listing = (...rows: unknown[]) => parseListing('/x', JSON.stringify({ success: true, results: rows }));
const groups = (...rows: unknown[]) => parseGroups(pokemon, listing(...rows));
const products = (...rows: unknown[]) => parseProducts(pokemon, 'pokemon-5', listing(...rows));
const places = (omissions: readonly RowOmission[]): string[] => omissions.map(({ kind, place }) => `${kind} ${place}`);
const stated = { source: 'tcgcsv', collection: uuidFromName('run') };

/** Whatever is taken of a row fits the event that states it. */
const fits = (facts: { readonly language: string | null }, type: 'SetListed' | 'CardListed'): boolean => {
  const { language: _none, ...rest } = facts;
  return eventDefinitions[type].schema.safeParse({ ...rest, ...stated }).success;
};

describe('a group', () => {
  const dates: readonly (readonly [unknown, string | null, boolean])[] = [
    ['2022-11-11T00:00:00', '2022-11-11', false],
    ['2022-11-11', '2022-11-11', false],
    ['2022-11-11T00:00:00.000', '2022-11-11', false],
    ['2024-02-29T00:00:00', '2024-02-29', false],
    [null, null, false],
    ['', null, false],
    // The moment of a crawl.
    ['2026-11-10T20:00:06.4541Z', null, false],
    ['2026-11-10T20:00:06', null, false],
    ['2022-11-11T00:00:00Z', null, false],
    ['2022-11-11T00:00:00+00:00', null, false],
    // No days.
    ['0000-00-00T00:00:00', null, true],
    ['0000-00-00', null, true],
    ['2025-02-30T00:00:00', null, true],
    ['2025-13-01T00:00:00', null, true],
    ['soon', null, true],
    [20221111, null, true],
    [{}, null, true],
    ['2'.repeat(100), null, true],
  ];
  for (const [publishedOn, published_on, noted] of dates) {
    it(`published on ${JSON.stringify(publishedOn).slice(0, 40)}: ${published_on ?? 'no day'}`, () => {
      const { sets, omissions } = groups({ ...group, publishedOn });
      expect(sets[0]).to.include({ name: 'Base', published_on });
      expect(fits(sets[0]!, 'SetListed')).to.equal(true);
      expect(places(omissions)).to.deep.equal(noted ? ['field results.0.publishedOn'] : []);
    });
  }

  it('has a time of its last change only as the format writes it', () => {
    for (const [modifiedOn, expected] of [
      ['2025-12-12T22:37:34.34', '2025-12-12T22:37:34.34'],
      ['2025-12-12T22:37:34', '2025-12-12T22:37:34'],
      ['2025-12-12', '2025-12-12'],
      ['2026-11-10T20:00:06.4541Z', null],
      ['yesterday', null],
      [null, null],
      [17, null],
      ['2025-12-12T22:37:34.'.padEnd(60, '1'), null],
    ] as const) {
      expect(groups({ ...group, modifiedOn }).sets[0], String(modifiedOn)).to.include({ source_modified_at: expected });
    }
  });

  it('keeps what is good of it', () => {
    const odd = groups({
      groupId: 5,
      name: 'N'.repeat(400),
      abbreviation: ['BS'],
      isSupplemental: 'yes',
      supplemental: true,
      publishedOn: null,
    });
    expect(odd.sets[0]).to.include({ name: 'N'.repeat(300), abbreviation: null, supplemental: true });
    expect(places(odd.omissions)).to.deep.equal([
      'field results.0.name',
      'field results.0.abbreviation',
      'field results.0.isSupplemental',
    ]);
    expect(groups({ ...group, abbreviation: 151 }).sets[0]).to.include({ abbreviation: '151' });
    expect(groups({ ...group, abbreviation: 'x'.repeat(61) }).sets[0]).to.include({ abbreviation: null });
    const half = `${'N'.repeat(299)}😀`;
    expect(groups({ ...group, name: half }).sets[0]).to.include({ name: 'N'.repeat(299) });
  });

  it('without a name stays listed; without an id the list is not whole', () => {
    for (const name of [null, '', '  ', undefined, {}]) {
      const { sets, unread, whole, omissions } = groups({ ...group, name });
      expect({ sets, unread, whole }).to.deep.equal({ sets: [], unread: ['pokemon-5'], whole: true });
      expect(omissions.at(-1)).to.deep.equal({
        kind: 'row',
        setId: 'pokemon-5',
        place: 'results.0',
        detail: 'name: expected a text',
      });
    }
    for (const groupId of [null, 0, -5, 1.5, '5', 10_000_000_000, Number.MAX_SAFE_INTEGER, {}]) {
      const { sets, unread, whole, omissions } = groups(group, { ...group, groupId });
      expect([sets.length, unread, whole], JSON.stringify(groupId)).to.deep.equal([1, [], false]);
      expect(omissions[0]?.detail).to.match(/^groupId: expected an id, got /);
    }
    for (const row of [null, 'x', 7, []]) {
      expect(places(groups(row, group).omissions), JSON.stringify(row)).to.deep.equal(['row results.0']);
      expect(groups(row, group).sets).to.have.length(1);
    }
  });

  it('of another category is named, and stays listed', () => {
    const { sets, unread, omissions } = groups(group, { ...group, groupId: 6, categoryId: 68 });
    expect([sets.length, unread]).to.deep.equal([1, ['pokemon-6']]);
    expect(omissions[0]?.detail).to.equal('categoryId: 68 in the list of 3');
  });

  it('that stands twice counts once; a second row that says otherwise is named', () => {
    expect(groups(group, group)).to.deep.include({ omissions: [], whole: true });
    const { sets, omissions } = groups(group, { ...group, name: 'Other' });
    expect(sets.map(({ name }) => name)).to.deep.equal(['Base']);
    expect(places(omissions)).to.deep.equal(['row results.1']);
  });
});

describe('a product', () => {
  const number = { name: 'Number', displayName: 'Card Number', value: '2/9' };

  it('with nulls inside is a card', () => {
    const { cards, omissions, whole } = products({
      productId: 102,
      name: 'Lugia',
      cleanName: null,
      imageUrl: null,
      url: null,
      groupId: 5,
      presaleInfo: { isPresale: null, releasedOn: null, note: null },
      extendedData: [number, { name: 'Rarity', displayName: 'Rarity', value: null }],
    });
    expect(cards[0]).to.include({
      card_id: 'pokemon-102',
      number: '2/9',
      rarity: null,
      presale: null,
      image_url: null,
    });
    expect([omissions, whole]).to.deep.equal([[], true]);
  });

  it('keeps what is good of it, and names the rest by its path', () => {
    const odd = products({
      productId: 7,
      groupId: null,
      name: 'P'.repeat(600),
      cleanName: 3,
      imageUrl: `https://x/${'i'.repeat(1_000)}`,
      url: { href: 'x' },
      presaleInfo: 'soon',
      extendedData: [
        null,
        number,
        { name: null, value: 'x' },
        { value: 5, name: 'HP' },
        { name: 'Stage', value: {} },
        4,
      ],
    });
    expect(odd.cards[0]).to.deep.include({
      name: 'P'.repeat(500),
      clean_name: '3',
      image_url: null,
      url: null,
      presale: null,
      number: '2/9',
      attributes: { HP: '5' },
    });
    expect(places(odd.omissions)).to.have.members([
      'field results.0.name',
      'field results.0.imageUrl',
      'field results.0.url',
      'field results.0.presaleInfo',
      'field results.0.extendedData.0',
      'field results.0.extendedData.2.name',
      'field results.0.extendedData.4.value',
      'field results.0.extendedData.5',
    ]);
    expect(fits(odd.cards[0]!, 'CardListed')).to.equal(true);
  });

  it('has texts that can be stored, names of fields included', () => {
    const [card] = products({
      ...product(1, 5),
      name: 'Bad\0Name\uD800',
      extendedData: [{ name: 'Col\0or', value: '\uDC00Red' }],
    }).cards;
    expect(card).to.deep.include({ name: 'Bad\uFFFDName\uFFFD', attributes: { 'Col\uFFFDor': '\uFFFDRed' } });
    expect(products({ ...product(1, 5), name: '\uFEFFPikachu' }).cards[0]?.name).to.equal('Pikachu');
    expect(products({ ...product(1, 5), name: 'Pikachu 😀' }).cards[0]?.name).to.equal('Pikachu 😀');
  });

  it('has the names of fields that JavaScript objects have, too', () => {
    const extendedData = ['constructor', 'toString', '__proto__', 'HP'].map((name) => ({ name, value: 'v' }));
    expect(products({ ...product(1, 5), extendedData }).cards[0]?.attributes).to.deep.equal({
      constructor: 'v',
      toString: 'v',
      HP: 'v',
    });
  });

  it('is no larger than the log takes', () => {
    const extendedData = Array.from({ length: 40 }, (_, at) => ({ name: `A${at}`, value: 'é'.repeat(19_000) }));
    const { cards, omissions } = products({ ...product(1, 5), extendedData });
    expect(Object.keys(cards[0]?.attributes ?? {})).to.deep.equal(['A0', 'A1']);
    expect(places(omissions)).to.deep.equal(['field results.0.extendedData']);
  });

  it('with a number that is too long has none: half of it would be another number', () => {
    const { cards, omissions } = products({
      ...product(1, 5),
      extendedData: [{ name: 'Number', value: '1'.repeat(101) }],
    });
    expect(cards[0]).to.include({ number: null });
    expect(places(omissions)).to.deep.equal(['field results.0.extendedData']);
  });

  it('is released on a day, in the words of the source, or on none', () => {
    const released = (releasedOn: unknown) =>
      products({ ...product(1, 5), presaleInfo: { isPresale: true, releasedOn, note: 'N' } });
    expect(released('2026-01-30T00:00:00').cards[0]?.presale).to.deep.equal({
      is_presale: true,
      released_on: '2026-01-30T00:00:00',
      note: 'N',
    });
    for (const [releasedOn, noted] of [
      ['2026-01-30T20:00:06.45Z', 0],
      ['0000-00-00T00:00:00', 1],
      ['2026-02-30', 1],
      [5, 1],
    ] as const) {
      const { cards, omissions } = released(releasedOn);
      expect(cards[0]?.presale, String(releasedOn)).to.deep.equal({ is_presale: true, released_on: null, note: 'N' });
      expect(omissions, String(releasedOn)).to.have.length(noted);
    }
  });

  it('without a name has the clean one; without any it is named and stays listed', () => {
    const { cards, omissions } = products({ ...product(1, 5), name: null, cleanName: 'Clean' });
    expect(cards[0]).to.include({ name: 'Clean', clean_name: 'Clean' });
    expect(places(omissions)).to.deep.equal(['field results.0.name']);
    const none = products({ ...product(1, 5), name: '', cleanName: null });
    expect(none).to.deep.include({ cards: [], unread: ['pokemon-1'], whole: true });
    expect(places(none.omissions)).to.deep.equal(['row results.0']);
  });

  it('of another group, or without an id, is named; then the file proves nothing missing', () => {
    for (const row of [
      product(1, 6),
      { ...product(1, 5), productId: 0 },
      { ...product(1, 5), productId: -1 },
      { ...product(1, 5), productId: '1' },
      { ...product(1, 5), productId: 2 ** 40 },
      null,
      [],
    ]) {
      const { cards, unread, whole, omissions } = products(row);
      expect([cards, unread, whole], JSON.stringify(row)).to.deep.equal([[], [], false]);
      expect(omissions).to.have.length(1);
      expect(omissions[0]).to.include({ kind: 'row', setId: 'pokemon-5', place: 'results.0' });
    }
  });

  it('that stands twice counts once', () => {
    expect(products(product(1, 5), product(1, 5))).to.deep.include({ omissions: [], whole: true });
    const { cards, omissions } = products(product(1, 5), product(1, 5, { name: 'Other' }));
    expect([cards.length, places(omissions)]).to.deep.equal([1, ['row results.1']]);
  });
});
