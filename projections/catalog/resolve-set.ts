/** Finds sets by the names people have for them. */
import { distance } from 'fastest-levenshtein';
import { identityPattern } from '../../src/domain/cards/card.js';
import { ledgerError } from '../../src/base/errors.js';
import type { Database, Row } from '../../src/postgres/database.js';
import { meantBy, type NamedSet, setsNear, setsWithWhole, setsWithWords } from './set-names.js';

/** Sets that an error names. */
const candidatesMax = 30;

const namedSets = (database: Database, game: string | undefined): Promise<NamedSet[]> =>
  database.query<NamedSet & Row>(
    `select set_id, game, name, abbreviation, withdrawn_at is not null as withdrawn from catalog.sets
     where $1::text is null or game = $1
     order by published_on desc nulls last, set_id`,
    [game ?? null],
  );

const idsOf = (sets: readonly NamedSet[]): string[] => sets.map(({ set_id }) => set_id);

export interface FoundSets {
  readonly setIds: readonly string[];
  /** Those whose words are all whole; the others have them as beginnings. */
  readonly wholeIds: readonly string[];
  /** The text read instead if a word was mistyped; `null` if none was. */
  readonly didYouMean: string | null;
}

/** Returns the sets that a text names in part. */
export const findSets = async (database: Database, text: string, game: string | undefined): Promise<FoundSets> => {
  const sets = await namedSets(database, game);
  const { found, condition, didYouMean } = setsWithWords(sets, text);
  if (found.length === 0 || didYouMean !== null) {
    const meant = idsOf(meantBy(sets, text));
    if (meant.length > 0) return { setIds: meant, wholeIds: [], didYouMean: null };
  }
  const whole = condition === null ? [] : setsWithWhole(found, condition);
  return { setIds: idsOf(found), wholeIds: idsOf(whole), didYouMean };
};

const described = (sets: readonly NamedSet[]): string => {
  const shown = sets.slice(0, candidatesMax).map(({ set_id, name }) => `${name} (${set_id})`);
  return sets.length > shown.length ? `${shown.join(', ')} and ${sets.length - shown.length} more` : shown.join(', ');
};

/** Ids that an error about an unknown one names. */
const nearestMax = 3;

const nearestIds = (sets: readonly NamedSet[], setId: string): NamedSet[] =>
  sets
    .map((set) => ({ set, far: distance(set.set_id, setId) }))
    .sort((a, b) => a.far - b.far)
    .slice(0, nearestMax)
    .map(({ set }) => set);

/**
 * Returns the id of the set that an identifier means: an id, a code, or a name in any spelling, with or without the series
 * before it; words that only one set has are enough ("151"). `game` narrows the choice. Throws SET_NOT_FOUND and
 * SET_AMBIGUOUS, which name the sets it may mean, for the field `field`.
 */
export const resolveSet = async (
  database: Database,
  identifier: string,
  { game, field }: { readonly game?: string | undefined; readonly field: string },
): Promise<string> => {
  const isId = identityPattern.test(identifier);
  if (isId) {
    const [row] = await database.query('select from catalog.sets where set_id = $1', [identifier]);
    if (row !== undefined) return identifier;
    const near = nearestIds(await namedSets(database, game), identifier);
    const which = near.length === 0 ? 'it has no sets yet' : `the nearest ids are those of ${described(near)}`;
    throw ledgerError('SET_NOT_FOUND', `no set ${identifier} in this ledger; ${which}`, {
      details: { [field]: `${identifier} is unknown; ${which}` },
    });
  }
  const sets = await namedSets(database, game);
  const meant = meantBy(sets, identifier);
  const [first] = meant;
  if (first !== undefined && meant.length === 1) return first.set_id;
  if (meant.length > 1) {
    const which = described(meant);
    throw ledgerError('SET_AMBIGUOUS', `"${identifier}" may mean ${meant.length} sets: ${which}`, {
      details: { [field]: `expected one of: ${which}` },
    });
  }
  const near = setsNear(sets, identifier);
  const which = near.length === 0 ? '' : described(near);
  throw ledgerError(
    'SET_NOT_FOUND',
    `no set has the id, code or name "${identifier}"${which === '' ? '' : `; near it: ${which}`}`,
    { details: { [field]: which === '' ? 'expected the id, code or name of a set' : `expected one of: ${which}` } },
  );
};
