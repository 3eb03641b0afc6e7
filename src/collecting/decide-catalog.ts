/** What the source lists against what the catalog holds → events of sets and cards. Pure; ids follow from state and stamp. */
import type { NewEvent } from '../domain/envelope.js';
import type { EventType } from '../domain/events.js';
import { canonicalJson, uuidFromName } from '../domain/ids.js';
import { newEvent } from '../domain/upcasting.js';
import type { KnownSet } from './known-state.js';
import type { CardFacts, SetFacts } from '../sources/tcgcsv/parse.js';

export interface CatalogContext {
  readonly source: string;
  readonly runId: string;
  readonly stamp: string;
}

/** A card as the catalog holds it. */
export type HeldCard = CardFacts & { readonly withdrawn: boolean };

/** A catalog fact is what is said and when: said again under another stamp it is another fact. */
const catalogId = (type: EventType, context: CatalogContext, facts: unknown): string =>
  uuidFromName(`${type} ${context.source} ${context.stamp} ${canonicalJson(facts)}`);

const setFacts = ({
  set_id,
  game,
  name,
  abbreviation,
  published_on,
  supplemental,
  source_modified_at,
}: SetFacts): SetFacts => ({ set_id, game, name, abbreviation, published_on, supplemental, source_modified_at });

/** The event for a listed set; null when the catalog says the same. A set that came back is revised. */
export const decideSet = (context: CatalogContext, listed: SetFacts, held: KnownSet | undefined): NewEvent | null => {
  if (held !== undefined && !held.withdrawn && canonicalJson(setFacts(held)) === canonicalJson(setFacts(listed)))
    return null;
  const type = held === undefined ? 'SetListed' : 'SetRevised';
  return newEvent(type, catalogId(type, context, listed), {
    ...listed,
    source: context.source,
    collection: context.runId,
  });
};

/** The event for a set that the source no longer lists. */
export const withdrawSet = (context: CatalogContext, setId: string): NewEvent => {
  const data = { set_id: setId, source: context.source, effective_at: context.stamp, collection: context.runId };
  return newEvent('SetWithdrawn', catalogId('SetWithdrawn', context, setId), data);
};

const cardFacts = (card: CardFacts): string => {
  const { card_id, game, set_id, name, clean_name, number, rarity, product_type, image_url, url, presale, attributes } =
    card;
  return canonicalJson({
    card_id,
    game,
    set_id,
    name,
    clean_name,
    number,
    rarity,
    product_type,
    image_url,
    url,
    presale,
    attributes,
  });
};

/** The event for a listed card; null when the catalog says the same. A card that moved or came back is revised. */
export const decideCatalogCard = (
  context: CatalogContext,
  listed: CardFacts,
  held: HeldCard | undefined,
): NewEvent | null => {
  if (held !== undefined && !held.withdrawn && cardFacts(held) === cardFacts(listed)) return null;
  const type = held === undefined ? 'CardListed' : 'CardRevised';
  return newEvent(type, catalogId(type, context, listed), {
    ...listed,
    source: context.source,
    collection: context.runId,
  });
};

/** The event for a card that no set lists any more. */
export const withdrawCard = (context: CatalogContext, cardId: string): NewEvent => {
  const data = { card_id: cardId, source: context.source, effective_at: context.stamp, collection: context.runId };
  return newEvent('CardWithdrawn', catalogId('CardWithdrawn', context, cardId), data);
};
