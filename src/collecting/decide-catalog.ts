/** Compares what a source lists with the catalog → events of sets and cards. Pure; ids follow from the facts and the stamp. */
import type { ListedCardFacts, ListedSet } from '../../projections/catalog/listed.js';
import type { CardFacts, Language, SetFacts } from '../domain/cards/facts.js';
import type { NewEvent } from '../domain/envelope.js';
import type { EventType } from '../domain/events.js';
import { canonicalJson, uuidFromName } from '../domain/ids.js';
import { newEvent } from '../domain/upcasting.js';

export interface CatalogContext {
  readonly source: string;
  readonly runId: string;
  readonly stamp: string;
}

/** Returns the id of a catalog fact: what is stated and when. Stated again under another stamp, it is another fact. */
const catalogId = (type: EventType, context: CatalogContext, facts: unknown): string =>
  uuidFromName(`${type} ${context.source} ${context.stamp} ${canonicalJson(facts)}`);

/** Returns the facts as events hold them: without a language that the source does not name. */
const stated = <F extends { readonly language: Language }>({ language, ...facts }: F) =>
  language === null ? facts : { ...facts, language };

const setFacts = ({
  set_id,
  game,
  language,
  name,
  abbreviation,
  published_on,
  supplemental,
  source_modified_at,
}: SetFacts): string =>
  canonicalJson({ set_id, game, language, name, abbreviation, published_on, supplemental, source_modified_at });

/** Decides the event of a listed set: none (`null`) if the catalog equals it. A set that came back is revised. */
export const decideSet = (context: CatalogContext, listed: SetFacts, known: ListedSet | undefined): NewEvent | null => {
  if (known !== undefined && !known.withdrawn && setFacts(known) === setFacts(listed)) return null;
  const type = known === undefined ? 'SetListed' : 'SetRevised';
  const facts = stated(listed);
  const { source, runId: collection } = context;
  return newEvent(type, catalogId(type, context, facts), { ...facts, source, collection });
};

/** Creates the event of a set that the source no longer lists. */
export const withdrawSet = (context: CatalogContext, setId: string): NewEvent => {
  const data = { set_id: setId, source: context.source, effective_at: context.stamp, collection: context.runId };
  return newEvent('SetWithdrawn', catalogId('SetWithdrawn', context, setId), data);
};

const cardFacts = (card: CardFacts): string => {
  const { card_id, game, language, set_id, name, clean_name, number, rarity, product_type, image_url, url } = card;
  const { presale, attributes } = card;
  return canonicalJson({
    card_id,
    game,
    language,
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

/** Decides the event of a listed card: none (`null`) if the catalog equals it. A card that moved or came back is revised. */
export const decideCatalogCard = (
  context: CatalogContext,
  listed: CardFacts,
  known: ListedCardFacts | undefined,
): NewEvent | null => {
  if (known !== undefined && !known.withdrawn && cardFacts(known) === cardFacts(listed)) return null;
  const type = known === undefined ? 'CardListed' : 'CardRevised';
  const facts = stated(listed);
  const { source, runId: collection } = context;
  return newEvent(type, catalogId(type, context, facts), { ...facts, source, collection });
};

/** Creates the event of a card that no set lists any more. */
export const withdrawCard = (context: CatalogContext, cardId: string): NewEvent => {
  const data = { card_id: cardId, source: context.source, effective_at: context.stamp, collection: context.runId };
  return newEvent('CardWithdrawn', catalogId('CardWithdrawn', context, cardId), data);
};
