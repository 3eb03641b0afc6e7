/** Goal: the words and spellings of docs/search.md are those that are understood, and it has every one. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { packageRoot } from '../../src/base/paths.js';
import { games } from '../../src/domain/cards/card.js';
import { wordAttributes, wordMeant, wordsOf } from '../../src/domain/cards/vocabulary.js';
import { facetNames } from '../../projections/catalog/facets.js';
import { markdownTables } from '../support/markdown.js';

describe('docs/search.md', () => {
  const page = readFileSync(join(packageRoot, 'docs/search.md'), 'utf8');
  const tables = markdownTables(page);
  const tableOf = (first: string): string[][] => tables.find(([row]) => row?.[0] === first) ?? [];
  const codes = (text = ''): string[] => [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);

  it('lists the words of each game', () => {
    const rows = new Map(tableOf('rarity').map(([attribute = '', ...words]) => [attribute, words]));
    expect([...rows.keys()]).to.deep.equal(facetNames);
    for (const attribute of wordAttributes)
      for (const [at, game] of games.entries())
        expect(codes(rows.get(attribute)?.[at]), `${game} ${attribute}`).to.deep.equal(wordsOf(game, attribute));
  });

  it('lists spellings that are understood', () => {
    const rows = tableOf('`common`');
    expect(rows.length).to.be.greaterThan(10);
    for (const [slug = '', spellings = ''] of rows)
      for (const spelling of spellings.split(', '))
        expect(
          games.map((game) => wordMeant(game, 'rarity', spelling)),
          spelling,
        ).to.include(codes(slug)[0]);
  });
});
