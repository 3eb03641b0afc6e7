/** What a source lists about sets and cards: the data of the catalog's events without the source and the run. */
import type { EventData } from '../events.js';
import type { Game } from './card.js';

/** ISO 639-1 code of a language other than English; `null` if the source does not name one, as for English products. */
export type Language = string | null;

/** The part of a catalog that one list of sets covers: the sets of a game in a language. */
export interface CatalogScope {
  readonly game: Game;
  readonly language: Language;
}

export type SetFacts = Omit<EventData<'SetListed'>, 'source' | 'collection' | 'language'> & CatalogScope;
export type CardFacts = Omit<EventData<'CardListed'>, 'source' | 'collection' | 'language'> & CatalogScope;

/** Returns the key of a scope in maps and sets. */
export const scopeKey = ({ game, language }: CatalogScope): string => `${game} ${language ?? ''}`;
