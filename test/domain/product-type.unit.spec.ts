/** Goal: a product is a single card or sealed only where the source shows it. Method: facts as sources write them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { packageRoot } from '../../src/base/paths.js';
import { asksForSealed, productTypeOf, productWords } from '../../src/domain/cards/product-type.js';
import { searchText } from '../../src/domain/cards/search-text.js';

const judged = (
  name: string,
  more: { number?: string; rarity?: string; attributes?: Record<string, string> } = {},
): string => productTypeOf({ name, number: null, rarity: null, attributes: {}, ...more });

describe('the type of a product', () => {
  it('is single with a number or a rarity, whatever its name', () => {
    expect(judged('Legend Box', { number: '9/9' })).to.equal('single');
    expect(judged('Grass Energy', { rarity: 'Common' })).to.equal('single');
    expect(judged('Code Card - Booster Box', { rarity: 'Code Card' })).to.equal('single');
  });

  it('is sealed with a product word or a bar code', () => {
    for (const name of [
      'Silver Tempest Booster Box',
      'Obsidian Flames Elite Trainer Box Case',
      'Kalos Power Tin [Chesnaught EX]',
      'Starter Deck 1: Straw Hat Crew',
      'XY Trainer Kit: Sylveon & Noivern',
      'Primal Clash Single Blister [Rhyperior]',
      'Sylveon Collection',
      'Holiday Calendar 2024',
      'Evolving Skies Build & Battle Stadium',
      'Pokémon TCG: Trainer’s Toolkit (2020)',
      '11th Movie Commemoration Set',
      'Gengar Spirit Link 2-pack',
    ])
      expect(judged(name), name).to.equal('sealed');
    expect(judged('Pikachu V Showcase', { attributes: { UPC: '820650851230' } })).to.equal('sealed');
  });

  it('has the product words of docs/search.md', () => {
    const page = readFileSync(join(packageRoot, 'docs/search.md'), 'utf8');
    const [, list = ''] = /outside\s+brackets: ([^.]*)\./.exec(page) ?? [];
    expect([...list.matchAll(/`([^`]+)`/g)].map(([, word]) => word)).to.deep.equal([...productWords]);
  });

  it('is unknown without evidence', () => {
    for (const name of [
      'Usopp (Parallel)',
      'Trafalgar Law (119)',
      'Monkey.D.Luffy (Gift Collection 2023)',
      'Pikachu (Prize Pack Series 1)',
      'Mudkip [Deck Tin]',
      'Iron Bundle',
      'Dawn Stadium',
      'Eevee Evolutions Tin [Flareon V] (Live Code Card)',
      'Product 615566',
      'Boxer',
    ])
      expect(judged(name), name).to.equal('unknown');
    expect(judged('Usopp', { attributes: { UPC: ' ' } })).to.equal('unknown');
  });

  it('is asked for as sealed by a product word or its abbreviation', () => {
    for (const text of ['booster box', 'Elite Trainer Box', 'etb', 'obsidian flames ETB', 'Silver Tempest tin'])
      expect(asksForSealed(searchText(text)), text).to.equal(true);
    for (const text of ['luffy', 'iron bundle', 'code card booster box', 'boxer'])
      expect(asksForSealed(searchText(text)), text).to.equal(false);
  });
});
