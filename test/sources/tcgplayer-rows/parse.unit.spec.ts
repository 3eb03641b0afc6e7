import { expect } from 'chai';
import { categoryOf } from '../../../src/sources/tcgplayer-rows/categories.js';
import { parseListing } from '../../../src/sources/tcgplayer-rows/listing.js';
import { parseGroups, parsePrices, parseProducts } from '../../../src/sources/tcgplayer-rows/parse.js';
import { product, row as priceRow } from '../../collecting/market.js';

const pokemon = categoryOf(3)!;
const onePiece = categoryOf(68)!;
const japanese = categoryOf(85)!;
const listing = (...rows: unknown[]) => ({ rows, totalItems: null, faulty: false });
const group = {
  groupId: 5,
  categoryId: 3,
  name: 'Base',
  abbreviation: 'BS',
  isSupplemental: true,
  publishedOn: '1999-01-09T00:00:00',
  modifiedOn: '2025-01-01T00:00:00.1',
};

describe('the envelope', () => {
  const open = (body: unknown) => parseListing('/x', JSON.stringify(body));
  it('holds rows, with or without totalItems', () => {
    expect(open({ success: true, errors: [], results: [1, 2] })).to.deep.equal({
      rows: [1, 2],
      totalItems: null,
      faulty: false,
      errors: [],
    });
    expect(open({ totalItems: 0, success: true, errors: [], results: [] }).rows).to.deep.equal([]);
  });
  it('says how many rows there should be; a count that cannot be read costs nothing', () => {
    expect(open({ totalItems: 3, success: true, results: [1] })).to.include({ totalItems: 3, faulty: false });
    for (const totalItems of [null, 'many', -1, 1.5, {}]) {
      expect(open({ totalItems, success: true, results: [1] })).to.deep.include({ rows: [1], totalItems: null });
    }
  });
  it('is faulty if it names errors', () => {
    expect(open({ success: true, errors: ['timeout'], results: [1] }).faulty).to.equal(true);
    expect(open({ success: true, errors: null, results: [1] }).faulty).to.equal(false);
  });
  it('may begin with a byte order mark, and hold a control character that lacks its escape', () => {
    expect(parseListing('/x', '\uFEFF{"success":true,"results":[1]}').rows).to.deep.equal([1]);
    expect(parseListing('/x', '{"success":true,"results":[{"name":"a\0b\u0007c"}]}').rows).to.deep.equal([
      { name: 'a\uFFFDb\uFFFDc' },
    ]);
  });
  it('has texts that can be stored, and no row that is nested without end', () => {
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    const [row] = parseListing(
      '/x',
      `{"success":true,"results":[{"a\\u0000b":"\\ud800x","c":"\\ufeffy","d":"\\ud83d\\ude00","e":${deep}}]}`,
    ).rows;
    expect(row).to.deep.include({ 'a\uFFFDb': '\uFFFDx', c: 'y', d: '😀' });
    expect(JSON.stringify(row).length).to.be.lessThan(200);
  });
  it('is refused if it is HTML, not JSON, not successful or without rows', () => {
    for (const text of [
      '<html></html>',
      '{"success":tr',
      '[]',
      '{"success":false,"results":[]}',
      '{"success":true}',
      '',
    ]) {
      expect(() => parseListing('/x', text), text)
        .to.throw()
        .with.property('code', 'SOURCE_PAYLOAD_INVALID');
    }
  });
});

describe('groups', () => {
  it('become sets', () => {
    const { sets, whole } = parseGroups(pokemon, listing(group));
    expect(whole).to.equal(true);
    expect(sets).to.deep.equal([
      {
        set_id: 'pokemon-5',
        game: 'pokemon',
        language: null,
        name: 'Base',
        abbreviation: 'BS',
        published_on: '1999-01-09',
        supplemental: true,
        source_modified_at: '2025-01-01T00:00:00.1',
      },
    ]);
  });
  it('may lack optional fields', () => {
    const { sets } = parseGroups(
      pokemon,
      listing(
        { groupId: 5, categoryId: 3, name: 'Base', abbreviation: '', supplemental: true, publishedOn: 'soon' },
        { groupId: 6, categoryId: 3, name: 'X' },
      ),
    );
    expect(
      sets.map((set) => [set.abbreviation, set.published_on, set.supplemental, set.source_modified_at]),
    ).to.deep.equal([
      [null, null, true, null],
      [null, null, false, null],
    ]);
  });
  it('make the list partial if one does not name its set, or if the envelope counts more', () => {
    expect(parseGroups(pokemon, listing({ name: 'x' }))).to.deep.include({ sets: [], unread: [], whole: false });
    const { rows, faulty } = listing(group);
    expect(parseGroups(pokemon, { rows, totalItems: 2, faulty }).whole).to.equal(false);
    expect(parseGroups(pokemon, { rows: [...rows, group], totalItems: 2, faulty }).whole).to.equal(false);
    expect(parseGroups(pokemon, { rows, totalItems: 1, faulty: true }).whole).to.equal(false);
    expect(parseGroups(pokemon, { rows, totalItems: 1, faulty }).whole).to.equal(true);
  });
});

describe('products', () => {
  it('become single cards with a number or rarity, sealed products with a product word in the name', () => {
    const extendedData = [
      { name: 'Number', value: '1/9' },
      { name: 'Rarity', value: 'Rare' },
      { name: 'HP', value: '50' },
      { name: 'HP', value: '60' },
      { name: 'Stage', value: '' },
    ];
    const { cards, whole } = parseProducts(
      pokemon,
      'pokemon-5',
      listing(
        product(1, 5, { extendedData }),
        product(2, 5, { name: 'Base Booster Box', extendedData: [], presaleInfo: null, cleanName: null, url: '' }),
      ),
    );
    expect(whole).to.equal(true);
    const [single, sealed] = cards;
    expect(single).to.include({
      card_id: 'pokemon-1',
      number: '1/9',
      rarity: 'Rare',
      product_type: 'single',
      set_id: 'pokemon-5',
    });
    expect(single?.attributes).to.deep.equal({ HP: '50' });
    expect(single?.presale).to.deep.equal({ is_presale: false, released_on: null, note: null });
    expect(sealed).to.include({
      product_type: 'sealed',
      number: null,
      rarity: null,
      clean_name: null,
      url: null,
      presale: null,
    });
  });
});

describe('prices', () => {
  it('name their cards, each once, and whether every row names one', () => {
    const rows = listing({ productId: 2 }, { productId: 2 }, { productId: 'x' }, null, { productId: 1.5 }, {});
    const list = parsePrices(onePiece, 'onepiece-9', rows);
    expect(list).to.deep.include({
      setId: 'onepiece-9',
      cardIds: ['onepiece-2'],
      readable: false,
      whole: true,
      rows: 6,
    });
  });
});

describe('Japanese Pokémon', () => {
  it('has its language in sets, cards and price keys; English has none', () => {
    const inJapanese = { ...group, categoryId: 85 };
    expect(parseGroups(japanese, listing(inJapanese)).sets[0]).to.include({ set_id: 'pokemon-5', language: 'ja' });
    expect(parseProducts(japanese, 'pokemon-5', listing(product(1, 5))).cards[0]).to.include({
      card_id: 'pokemon-1',
      language: 'ja',
    });
    const key = (category: typeof japanese) => {
      const [row] = parsePrices(category, 'pokemon-5', listing(priceRow(1, 2))).readRows();
      return row?.outcome === 'price' ? row.key : undefined;
    };
    expect(key(japanese)).to.include({ language: 'ja', currency: 'USD' });
    expect(key(pokemon)).to.include({ language: null });
  });
});
