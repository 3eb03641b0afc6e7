/**
 * Goal: cards and sets are found as people type them. Method: the catalog and the questions of test/fixtures/search, over HTTP.
 * Each question has its right answer, and the kind of spelling that it stands for.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { packageRoot } from '../../../src/base/paths.js';
import type { Game, ProductType } from '../../../src/domain/cards/card.js';
import { type ApiFixture, openApiFixture } from '../../support/api-fixture.js';
import { checkCase, readCases } from '../../support/search-cases.js';

const folder = join(packageRoot, 'test/fixtures/search');

interface Catalog {
  readonly sets: readonly (readonly [id: string, name: string, abbreviation: string, released: string])[];
  readonly cards: readonly (readonly [
    id: string,
    set: string,
    name: string,
    number: string | null,
    rarity: string | null,
    type: ProductType,
  ])[];
}

describe('what people type', () => {
  let fixture: ApiFixture;
  before(async () => {
    fixture = await openApiFixture();
    const catalog = JSON.parse(readFileSync(join(folder, 'catalog.json'), 'utf8')) as Catalog;
    const gameOf = (id: string): Game => (id.startsWith('onepiece') ? 'onepiece' : 'pokemon');
    for (const [set_id, name, abbreviation, published_on] of catalog.sets)
      await fixture.tell('SetListed', { set_id, game: gameOf(set_id), name, abbreviation, published_on });
    for (const [card_id, set_id, name, number, rarity, product_type] of catalog.cards) {
      const facts = {
        card_id,
        game: gameOf(card_id),
        set_id,
        name,
        clean_name: name.replace(/[^\p{L}\p{N}]+/gu, ' ').trim(),
        number,
        rarity,
        product_type,
      };
      await fixture.tell('CardListed', facts);
    }
    await fixture.fold();
  });
  after(() => fixture.close());

  for (const one of readCases(join(folder, 'cases.ndjson'))) {
    it(`${decodeURIComponent(one.get.replace(/^\/v1\/(cards\/)?/, ''))}: ${one.why}`, () =>
      checkCase(one, (path) => fixture.get(path)));
  }

  it('finds a set by any of its names in a path', async () => {
    for (const name of ['pokemon-3170', 'Silver Tempest', 'SWSH12', 'swsh%2012'])
      expect((await fixture.body(`/v1/sets/${name}`)).set_id, name).to.equal('pokemon-3170');
    expect((await fixture.get('/v1/sets/PR')).status).to.equal(400);
    expect((await fixture.get('/v1/sets/nowhere')).status).to.equal(404);
  });

  it('answers as many words as a question may have, and any punctuation', async () => {
    for (const q of [
      '1 '.repeat(60),
      'a-'.repeat(60),
      'pika chu '.repeat(12),
      "'".repeat(50),
      '/'.repeat(40),
      '(:*|&!)\\',
      '㍿'.repeat(200),
      'ß'.repeat(200),
      ...fc.sample(
        fc.string({ unit: 'binary', maxLength: 60 }).filter((text) => !/[\0\p{Cs}]/u.test(text)),
        { numRuns: 60, seed: 1 },
      ),
      ...fc.sample(
        fc.string({
          unit: fc.constantFrom("'", '-', '/', '.', '0', '1', 'a', 'é', ' ', '!', ':', '*', '&'),
          maxLength: 40,
        }),
        { numRuns: 60, seed: 1 },
      ),
    ])
      expect((await fixture.get(`/v1/cards/search?q=${encodeURIComponent(q)}`)).status, q).to.equal(200);
  });
});
