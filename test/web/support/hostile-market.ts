/** Cards and sets as no designer draws them: names with markup, from right to left, without end, and amounts at the extremes. */
import type { Currency } from '../../../src/domain/prices/money.js';
import { printingOf } from '../../../src/domain/prices/price-key.js';
import { type ApiFixture, stampOf } from '../../support/api-fixture.js';
import { numbers } from '../../support/events.js';

export const hostileSet = 'pokemon-9000';
export const hostileSetName = `Swords/& <Shields> 100%25 #1 ${'of the endless name '.repeat(6)}`.trim();

/** Names by card. */
export const hostileNames = {
  'pokemon-9001': `<img src=x onerror="document.title='owned'">"'&amp;<b>`,
  'pokemon-9002': 'פיקאצ׳ו \u202Eמתהפך\u202C זוהר',
  'pokemon-9003': 'W'.repeat(300),
  'pokemon-9004': '🔥👩‍👩‍👧‍👦 Ｄｒａｇｏｎ é́́',
  'pokemon-9005': 'Cheapest & 100 % <real>',
  'pokemon-9006': 'Dearest',
  'pokemon-9007': 'In three currencies',
  'pokemon-9008': 'Twelve printings',
  'pokemon-9009': 'Never priced',
  'pokemon-9010': '-',
} as const;

const [dear, many, currencies] = ['pokemon-9006', 'pokemon-9008', 'pokemon-9007'];
const day = '2025-09-29';
const next = '2025-09-30';

/** Appends them to a market, under its newest snapshots. */
export const tellHostile = async ({ tell, observe, fold }: ApiFixture): Promise<void> => {
  await tell('SetListed', {
    set_id: hostileSet,
    name: hostileSetName,
    abbreviation: '<S&S>',
  });
  for (const [card_id, name] of Object.entries(hostileNames))
    await tell('CardListed', {
      ...{ card_id, name, clean_name: null, set_id: hostileSet },
      ...{ number: card_id === dear ? '1/'.repeat(30) : '1/10', rarity: card_id === many ? 'R'.repeat(80) : 'Common' },
    });
  const price = (card_id: string, cents: number, at: string, printing = 'Normal', currency: Currency = 'USD') =>
    observe({
      card_id,
      ...numbers(cents),
      high: null,
      low: 1,
      currency,
      effective_at: stampOf(at),
      printing: printingOf(printing),
    });
  for (const [at, card_id] of Object.keys(hostileNames).entries())
    if (card_id !== 'pokemon-9009') {
      await price(card_id, card_id === dear ? 12_345_678 : card_id === 'pokemon-9005' ? 1 : 1_000 + at, day);
      await price(card_id, card_id === dear ? 99_999_999 : card_id === 'pokemon-9005' ? 2 : 1_100 + at, next);
    }
  await price(currencies, 123_456, day, 'Normal', 'JPY');
  await price(currencies, 123_457, next, 'Normal', 'JPY');
  await price(currencies, 1_050, next, 'Normal', 'EUR');
  for (let at = 1; at < 12; at += 1)
    await price(many, 100 * at, next, `Printing with a long name, the ${at}th of twelve`);
  await tell('SnapshotTaken', { scope: hostileSet, upstream_stamp: stampOf(next) });
  await fold();
};
