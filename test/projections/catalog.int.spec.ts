/** Goal: what each event of set and card streams does to `catalog`. */
import { expect } from 'chai';
import { type Database, openDatabase } from '../../src/postgres/database.js';
import { catalog } from '../../projections/catalog/projection.js';
import { createRecorder, goodData, type Recorder } from '../support/events.js';
import { withTables } from '../support/folding.js';
import { freshDatabase, type TestDatabase } from '../support/postgres.js';

type Row = Record<string, unknown>;
type Tell = (recorder: Recorder) => void;

describe('catalog', () => {
  let target: TestDatabase;
  let database: Database;

  before(async () => {
    target = await freshDatabase();
    database = openDatabase({ url: target.url, application: 'test catalog', connectionsMax: 2 });
  });
  after(async () => {
    await database.close();
    await target.drop();
  });

  /** The rows after what `tell` records, each event in a page of its own. */
  const shown = (tell: Tell): Promise<{ sets: Row[]; cards: Row[] }> => {
    const recorder = createRecorder();
    tell(recorder);
    return withTables(database, catalog, async (tables) => {
      await tables.fold(recorder.events.map((event) => [event]));
      return { sets: await tables.rows('sets'), cards: await tables.rows('cards') };
    });
  };
  const card = async (tell: Tell): Promise<Row | undefined> => (await shown(tell)).cards[0];

  it('SetListed adds a set as the source states it', async () => {
    const { sets, cards } = await shown(({ record }) => record('SetListed'));
    const { collection: _run, ...state } = goodData.SetListed;
    const listed = '2025-09-22T00:00:01Z';
    expect(sets).to.deep.equal([
      {
        ...state,
        language: null,
        listed_at: listed,
        revised_at: listed,
        withdrawn_at: null,
        changed_at: listed,
        position: '0000000000000001',
      },
    ]);
    expect(cards).to.deep.equal([]);
  });

  it('SetRevised keeps the listing time; SetWithdrawn sets the stamp; a new listing clears it', async () => {
    const revised = await shown(({ record }) => {
      record('SetListed');
      record('SetRevised', { abbreviation: null, published_on: null });
    });
    expect(revised.sets[0]).to.include({
      name: 'Silver Tempest (revised)',
      abbreviation: null,
      published_on: null,
      listed_at: '2025-09-22T00:00:01Z',
      revised_at: '2025-09-22T00:00:02Z',
    });
    const withdrawn = await shown(({ record }) => {
      record('SetWithdrawn');
      record('SetListed');
      record('SetWithdrawn');
    });
    expect(withdrawn.sets.map((row) => row['withdrawn_at'])).to.deep.equal(['2025-09-21T20:05:33Z']);
    const back = await shown(({ record }) => {
      record('SetListed');
      record('SetWithdrawn');
      record('SetListed');
    });
    expect(back.sets[0]).to.include({ withdrawn_at: null, listed_at: '2025-09-22T00:00:01Z' });
  });

  it('CardListed adds a card with the search text of its words and its set', async () => {
    const row = await card(({ record }) => {
      record('SetListed');
      record('CardListed');
    });
    const { collection: _run, ...state } = goodData.CardListed;
    expect(row).to.deep.equal({
      ...state,
      language: null,
      external_ids: {},
      merged_into: null,
      listed_at: '2025-09-22T00:00:02Z',
      revised_at: '2025-09-22T00:00:02Z',
      withdrawn_at: null,
      changed_at: '2025-09-22T00:00:02Z',
      position: '0000000000000002',
      rarity_slug: 'common',
      colours: [],
      card_type: null,
      subtypes: [],
      stage: null,
      attribute_slugs: [],
      hp: 60,
      cost: null,
      power: null,
      counter: null,
      life: null,
      not_understood: [],
      name_text: 'nidoran f poke ball',
      number_text: '000000139/000000195 nidoran f poke ball',
      search_text: 'nidoran f poke ball silver tempest sit common',
      search_vector:
        "'/195':7B '139':7B '139/195':7B '139195':7B 'ball':4A 'common':15 'f':2A 'nidoran':1A 'poke':3A 'silver':10C " +
        "'sit':12C 'sit139':7B 'tempest':11C",
    });
  });

  it('CardRevised replaces the state and keeps merges and external ids', async () => {
    const row = await card(({ record }) => {
      record('CardListed');
      record('ExternalIdMapped');
      record('ExternalIdMapped', { system: 'tcgdex', external_id: 'swsh12-139' });
      record('ExternalIdMapped', { external_id: '124' });
      record('CardMerged');
      record('CardWithdrawn');
      record('CardRevised', { presale: null, number: null, attributes: {} });
    });
    expect(row).to.deep.include({
      external_ids: { cardmarket: '124', tcgdex: 'swsh12-139' },
      merged_into: 'pokemon-517046',
      withdrawn_at: null,
      rarity: 'Rare',
      presale: null,
      attributes: {},
      listed_at: '2025-09-22T00:00:01Z',
      revised_at: '2025-09-22T00:00:07Z',
      search_text: 'nidoran f poke ball sit rare',
    });
  });

  for (const type of ['CardWithdrawn', 'CardMerged', 'ExternalIdMapped'] as const) {
    it(`${type}: changes its own columns only, and nothing of an unlisted card`, async () => {
      const row = await card(({ record }) => {
        record('SetListed');
        record('CardListed');
        record(type);
      });
      expect(row).to.deep.include({
        withdrawn_at: type === 'CardWithdrawn' ? '2025-09-21T20:05:33Z' : null,
        merged_into: type === 'CardMerged' ? 'pokemon-517046' : null,
        external_ids: type === 'ExternalIdMapped' ? { cardmarket: '123' } : {},
        search_text: 'nidoran f poke ball silver tempest sit common',
      });
      expect((await shown(({ record }) => record(type))).cards).to.deep.equal([]);
    });
  }

  it('updates the search texts of all cards when their set is renamed or listed late, and of a moved card', async () => {
    const texts = async (tell: (recorder: Recorder) => void) =>
      (await shown(tell)).cards.map((row) => row['search_text']);
    const renamed = await texts(({ record }) => {
      record('CardListed', { number: null, rarity: null });
      record('CardListed', { card_id: 'pokemon-1', number: null, rarity: null });
      record('CardListed', { card_id: 'pokemon-2', set_id: 'pokemon-9', number: null, rarity: null });
      record('SetListed', { name: 'Old' });
      record('SetRevised', { name: 'New' });
    });
    const inNew = 'nidoran f poke ball new sit';
    expect(renamed).to.deep.equal([inNew, 'nidoran f poke ball', inNew]);
    const moved = await texts(({ record }) => {
      record('SetListed', { name: 'Here' });
      record('SetListed', { set_id: 'pokemon-9', name: 'There' });
      record('CardListed', { number: null, rarity: null });
      record('CardRevised', { set_id: 'pokemon-9', number: null, rarity: null });
      record('SetRevised', { name: 'Elsewhere' });
    });
    expect(moved).to.deep.equal(['nidoran f poke ball there sit']);
    const coded = await texts(({ record }) => {
      record('SetListed', { name: 'Here', abbreviation: null });
      record('CardListed', { number: null, rarity: null });
      record('SetRevised', { name: 'Here', abbreviation: 'HR' });
    });
    expect(coded).to.deep.equal(['nidoran f poke ball here hr sit']);
  });
});
