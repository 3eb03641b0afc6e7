/** Cardmarket on the market of a world: its products are those of the market, under ids of their own. */
import type { IdentifyProducts } from '../../../src/collecting/collection.js';
import type { CollectResult } from '../../../src/collecting/collection.js';
import type { Source } from '../../../src/collecting/source.js';
import { uuidFromName } from '../../../src/domain/ids.js';
import { newEvent } from '../../../src/domain/upcasting.js';
import { cardmarketIdOf } from '../../../src/embedded/sandbox/cardmarket-products.js';
import { createCardmarketSource } from '../../../src/sources/cardmarket/cardmarket.js';
import { settings, type World } from '../../collecting/world.js';
import { metadata } from '../../support/events.js';

/** Returns the id that the sandbox gives the product of a card. */
const productOf = (cardId: string): string => String(cardmarketIdOf(Number(cardId.split('-')[1])));

/** Records that a card is the product of Cardmarket that the sandbox made of it. */
export const mapCard = async (world: World, cardId: string, external_id = productOf(cardId)): Promise<void> => {
  const data = { card_id: cardId, system: 'cardmarket', external_id, evidence: null };
  const event = newEvent('ExternalIdMapped', uuidFromName(JSON.stringify(data)), data);
  await world.log.append([{ stream: `card-${cardId}`, expectedRevision: 'any', events: [event] }], metadata);
};

/** Records that a card is not that product. */
export const unmapCard = async (world: World, cardId: string): Promise<void> => {
  const data = { card_id: cardId, system: 'cardmarket', external_id: productOf(cardId), reason: 'another card' };
  const event = newEvent('ExternalIdRejected', uuidFromName(JSON.stringify(data)), data);
  await world.log.append([{ stream: `card-${cardId}`, expectedRevision: 'any', events: [event] }], metadata);
};

const cardmarketOf = (world: World, changes: object = {}): Source =>
  createCardmarketSource('cardmarket', { ...settings, url: world.market.url, ...changes });

/** Collects from Cardmarket. */
export const collectCardmarket = (
  world: World,
  {
    sets,
    identify,
    ...changes
  }: { sets?: readonly string[]; identify?: IdentifyProducts; minIntervalMs?: number } = {},
): Promise<CollectResult> => {
  const source = cardmarketOf(world, changes);
  const collector = world.collector({ source, ...(identify === undefined ? {} : { identify }) });
  return world.collect(sets, collector);
};
