/** The texts of a product: its name, and the facts printed on the card under the marketplace's names. */
import { draw, pick } from './hash.js';
import { firstSealedNumber } from './groups.js';
import { cardName, sealedName } from './names.js';
import type { Product } from './products.js';

export interface Fact {
  readonly name: string;
  readonly displayName: string;
  readonly value: string;
}

const energies = ['Fire', 'Water', 'Grass', 'Lightning', 'Psychic', 'Fighting', 'Darkness', 'Metal', 'Colorless'];
const moves = ['Quick Nip', 'Gale Spin', 'Root Snare', 'Ember Toss', 'Stone Shrug', 'Mirror Hum'];
/** Contains line breaks, as the texts of the source do: they break careless CSV readers. */
const ruleText = 'Draw a card.<br>\nThen shuffle your hand into your deck.';
const colors = ['Red', 'Green', 'Blue', 'Purple', 'Black', 'Yellow'];
const crews = ['Gull Banner Crew', 'Harbour Watch', 'Lantern Guild', 'Reef Runners'];
const at = (list: readonly string[], key: number, salt: number): string => list[pick(key, salt, list.length)] ?? '';

const fact = (name: string, value: string, displayName = name): Fact => ({ name, displayName, value });
const padded = (value: number): string => String(value).padStart(3, '0');

/** Returns the number as printed: "017/120" (Pokémon), "SX21-017" (One Piece, shared by parallels). */
const printedNumberOf = (product: Product): string =>
  product.categoryId === 68
    ? `${product.home.abbreviation}-${padded(product.printedNumber)}`
    : `${padded(product.printedNumber)}/${padded(product.home.singles)}`;

const pokemonFacts = (product: Product, rarity: string): Fact[] => {
  const { key } = product;
  const energy = at(energies, key, 81);
  return [
    fact('Number', printedNumberOf(product), 'Card Number'),
    fact('Rarity', rarity),
    fact('CardType', energy, 'Card Type'),
    fact('HP', String(30 + 10 * pick(key, 82, 25))),
    fact('Stage', at(['Basic', 'Stage 1', 'Stage 2'], key, 83)),
    ...(draw(key, 84) < 0.3 ? [fact('CardText', ruleText, 'Card Text')] : []),
    fact('Attack1', `[1${energy.charAt(0)}] ${at(moves, key, 85)} (${20 + 10 * pick(key, 86, 12)})`, 'Attack 1'),
    fact('Weakness', `${at(energies, key, 87)}x2`),
    fact('Resistance', draw(key, 88) < 0.5 ? 'None' : `${at(energies, key, 89)}-30`),
    fact('RetreatCost', String(pick(key, 90, 4)), 'Retreat Cost'),
  ];
};

const onePieceFacts = (product: Product, rarity: string): Fact[] => {
  const { key } = product;
  const leader = rarity === 'L';
  const first = pick(key, 91, colors.length);
  const color = leader ? `${colors[first] ?? ''};${colors[(first + 1) % colors.length] ?? ''}` : (colors[first] ?? '');
  return [
    fact('Rarity', rarity),
    fact('Number', printedNumberOf(product)),
    fact('Description', '[On Play] Look at the top 3 cards of your deck.\r\n<br>Put them back in any order.'),
    fact('Color', color),
    fact('CardType', leader ? 'Leader' : at(['Character', 'Character', 'Event', 'Stage'], key, 92), 'Card Type'),
    ...(leader ? [fact('Life', String(4 + pick(key, 93, 2)))] : [fact('Cost', String(1 + pick(key, 94, 9)))]),
    fact('Power', String(1000 * (1 + pick(key, 95, 10)))),
    fact('Subtypes', `${at(crews, key, 96)};${at(crews, key, 97)}`),
    ...(leader ? [] : [fact('Counterplus', '1000', 'Counter+')]),
    fact('Attribute', at(['Slash', 'Strike', 'Ranged', 'Wisdom', 'Special'], key, 98)),
  ];
};

/** Returns the facts of a single. A sealed product has none, or only its bar code. */
export const factsOf = (product: Product): Fact[] => {
  if (product.rarity === undefined) {
    return draw(product.key, 99) < 0.3 ? [fact('UPC', `0${String(product.productId).padStart(11, '8')}`)] : [];
  }
  return product.categoryId === 68
    ? onePieceFacts(product, product.rarity.name)
    : pokemonFacts(product, product.rarity.name);
};

/** Returns the listed name. Only the name marks a parallel; some names repeat the number, as real ones do. */
export const nameOf = (product: Product): string => {
  if (product.sealed) return sealedName(product.home.name, product.number - firstSealedNumber);
  // a creature's name follows the printed number, so that a parallel is named like the card it repeats
  const name = cardName(product.categoryId, product.home.key ^ (product.printedNumber * 0x9e3779b1));
  if (product.variant !== undefined) return `${name} (${padded(product.printedNumber)}) (${product.variant.name})`;
  return draw(product.key, 100) < 0.15 ? `${name} (${padded(product.printedNumber)})` : name;
};
