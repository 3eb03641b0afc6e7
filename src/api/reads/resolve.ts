import { Body, Controller, Post, Queries, Request, Route, SuccessResponse, Tags } from '@tsoa/runtime';
import type { Request as HttpRequest } from 'express';
import { cardsByExternalId } from '../../../projections/catalog/external-ids.js';
import { mergedCards } from '../../../projections/catalog/id-changes.js';
import { knownCards } from '../../../projections/catalog/queries.js';
import { namesOfCards } from '../../../projections/catalog/card-names.js';
import { cardIdOf, games, type Game } from '../../domain/cards/card.js';
import type { Condition } from '../../domain/prices/price-key.js';
import type { Candidate, CardMatch, Grade, Matcher, MatchResult } from '../../matching/types.js';
import { invalidField } from '../params.js';
import type { ApiServices } from '../services.js';
import { awaitedVersions } from './awaited-versions.js';

export interface ResolveParameters {
  /** Waits until this position is reflected */
  min_position?: string;
}

/** What is looked for: a text, or an id in one system. */
export interface CardQuestion {
  /**
   * Free text, such as the title of a listing
   * @maxLength 300
   */
  readonly text?: string;
  /** The game that the text is of; otherwise each is looked at */
  readonly game?: Game;
  /**
   * Product id of TCGplayer
   * @isInt
   */
  readonly tcgplayer?: number;
  /**
   * Product id of Cardmarket
   * @isInt
   */
  readonly cardmarket?: number;
  /** Id of TCGdex, e.g. base1-4 */
  readonly tcgdex?: string;
}

export interface ResolveBody {
  /**
   * Texts and ids, mixed
   * @minItems 1
   * @maxItems 100
   */
  readonly queries: readonly CardQuestion[];
}

/** A card that may be meant. */
export interface CandidateAnswer {
  readonly card_id: string;
  readonly name: string | null;
  /** 0 to 1. */
  readonly score: number;
  /** What speaks for it, and what it has that is not said. */
  readonly reasons: readonly string[];
}

/** The card that is meant. */
export interface MatchAnswer {
  readonly card_id: string;
  readonly name: string | null;
  /** Slug of the printing; `null` where the card has several and the text does not decide. */
  readonly printing: string | null;
  readonly language: string;
  readonly grade: Grade | null;
  /** `null` where it is not stated, and for graded copies. */
  readonly condition: Condition | null;
  /** 0 to 1. */
  readonly score: number;
}

export interface ResolvedAnswer {
  readonly query: CardQuestion;
  /** `null` where nothing fits, or more than one card. */
  readonly match: MatchAnswer | null;
  /** The likeliest first, ten at most. */
  readonly candidates: readonly CandidateAnswer[];
  /** Why nothing was matched: lot, proxy, sealed, ambiguous … as codes, or what did not fit, as words. */
  readonly reasons: readonly string[];
}

export interface ResolveAnswer {
  /** In the order of the queries. */
  readonly results: readonly ResolvedAnswer[];
}

const systems = ['tcgplayer', 'cardmarket', 'tcgdex'] as const;
type System = (typeof systems)[number];

type Asked =
  { readonly text: string; readonly game: Game | undefined } | { readonly system: System; readonly id: string };

/** Reads a question. Throws VALIDATION_FAILED naming its field. */
const askedOf = (question: CardQuestion, at: number): Asked => {
  const place = `queries[${at}]`;
  const given = (['text', ...systems] as const).filter((name) => question[name] !== undefined);
  const [name] = given;
  if (name === undefined || given.length > 1) {
    throw invalidField(place, `one of text, ${systems.join(', ')}`, given.length === 0 ? 'none' : given.join(', '));
  }
  if (name === 'text') {
    const text = question.text?.trim() ?? '';
    if (text === '') throw invalidField(`${place}.text`, 'words');
    return { text, game: question.game };
  }
  if (question.game !== undefined) throw invalidField(`${place}.game`, 'a game beside text only');
  const id = String(question[name]);
  const isId = name === 'tcgdex' ? /^[\x21-\x7e]{1,100}$/.test(id) : /^[1-9]\d{0,9}$/.test(id);
  if (!isId) throw invalidField(`${place}.${name}`, name === 'tcgdex' ? 'an id such as base1-4' : 'a product id', id);
  return { system: name, id };
};

/** Returns the card of each id of a system; ids of merged cards lead to the cards that they are now. */
const cardsOfIds = async (
  { database }: ApiServices,
  system: System,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> => {
  if (ids.length === 0) return new Map();
  if (system !== 'tcgplayer') return cardsByExternalId(database, system, ids);
  const possible = ids.flatMap((id) => games.map((game) => [cardIdOf(game, Number(id)), id] as const));
  const known = new Set(
    await knownCards(
      database,
      possible.map(([cardId]) => cardId),
    ),
  );
  const merged = await mergedCards(database, [...known]);
  return new Map(
    possible.flatMap(([cardId, id]) => (known.has(cardId) ? [[id, merged.get(cardId)?.cardId ?? cardId]] : [])),
  );
};

const byId = (matcher: Matcher, system: System, cardId: string | undefined): MatchResult => {
  if (cardId === undefined) return { outcome: 'unmatched', reasons: [`no card has that id at ${system}`] };
  const reasons = [`${system} id`];
  const { printing, language } = matcher.describe(cardId) ?? { printing: null, language: 'en' };
  const match: CardMatch = { card_id: cardId, score: 1, reasons, printing, language, grade: null, condition: null };
  return { outcome: 'matched', match, candidates: [match] };
};

const candidatesOf = (result: MatchResult): readonly Candidate[] =>
  result.outcome === 'matched' || result.outcome === 'ambiguous' ? result.candidates : [];

const reasonsOf = (result: MatchResult): readonly string[] => {
  if (result.outcome === 'matched') return [];
  if (result.outcome === 'ambiguous') return [result.candidates.length === 1 ? 'unsure' : 'ambiguous'];
  return result.outcome === 'excluded' ? [result.reason] : result.reasons;
};

const answerOf = (query: CardQuestion, result: MatchResult, names: ReadonlyMap<string, string>): ResolvedAnswer => {
  const nameOf = ({ card_id }: Candidate): string | null => names.get(card_id) ?? null;
  const candidate = (each: Candidate): CandidateAnswer => {
    const { card_id, score, reasons } = each;
    return { card_id, name: nameOf(each), score, reasons };
  };
  const match = (found: CardMatch): MatchAnswer => {
    const { card_id, printing, language, grade, condition, score } = found;
    return { card_id, name: nameOf(found), printing, language, grade, condition, score };
  };
  return {
    query,
    match: result.outcome === 'matched' ? match(result.match) : null,
    candidates: candidatesOf(result).map(candidate),
    reasons: reasonsOf(result),
  };
};

@Route('resolve')
@Tags('Cards')
export class ResolveController extends Controller {
  constructor(private readonly services: ApiServices) {
    super();
  }

  /**
   * Finds the card that a text means, such as the title of a listing, or that has an id in another system. What is no offer of
   * one copy of one card (lots, proxies, sealed products, other languages) matches nothing and says why; a variant is never
   * guessed. The catalog is at most a minute old; answers are not cached.
   * @summary Cards by titles and ids
   */
  @Post()
  @SuccessResponse(200, 'The cards')
  public async resolveCards(
    @Request() request: HttpRequest,
    @Queries() query: ResolveParameters,
    @Body() body: ResolveBody,
  ): Promise<ResolveAnswer> {
    const { services } = this;
    const asked = body.queries.map(askedOf);
    await awaitedVersions(services, request, ['catalog', 'latest_prices'], query.min_position);
    const matcher = await services.matcher.current();
    const idsOf = (system: System): string[] =>
      asked.flatMap((each) => ('system' in each && each.system === system ? [each.id] : []));
    const found = new Map<System, ReadonlyMap<string, string>>();
    for (const system of systems) found.set(system, await cardsOfIds(services, system, idsOf(system)));
    const results = asked.map((each) =>
      'text' in each
        ? matcher.matchListing({ title: each.text, game: each.game })
        : byId(matcher, each.system, found.get(each.system)?.get(each.id)),
    );
    const named = results.flatMap((result) => candidatesOf(result).map(({ card_id }) => card_id));
    const names = await namesOfCards(services.database, [...new Set(named)]);
    this.setHeader('Cache-Control', 'no-store');
    return {
      results: body.queries.map((each, at) =>
        answerOf(each, results[at] ?? { outcome: 'unmatched', reasons: [] }, names),
      ),
    };
  }
}
