/** The rule that terms mean for their card: which of its prices, as it has them. */
import type { AlertRule } from '../domain/alerts/rule.js';
import type { PriceKey } from '../domain/prices/price-key.js';
import { compareSources } from '../domain/source.js';
import { comparePrintings } from '../domain/prices/preference.js';
import { selectKeys } from '../domain/prices/select-keys.js';
import type { EventLog } from '../log/event-log.js';
import { assertCardInLog } from '../log/stream-events.js';
import { type AlertTerms, ruleOfTerms } from './alert-terms.js';
import { keysOfCard } from './card-history.js';

export interface RuleDeps {
  readonly log: Pick<EventLog, 'readStream'>;
  /** Returns the source, and the slug of the printing, that speak for a card (docs/prices.md); `null` if no price does. */
  readonly onePrice: (cardId: string) => Promise<{ readonly printing: string; readonly source: string } | null>;
}

const anyPrinting = '*';
const anySource = '*';
const named = (text: string | null): string | undefined => (text === null || text === '*' ? undefined : text);

/** Returns the slug that goes first in the order of printings, then by slug. */
const firstPrinting = (slugs: readonly string[]): string | undefined => slugs.toSorted(comparePrintings)[0];

/** Returns the source that goes first in the order of sources, then by name. */
const firstSource = (sources: readonly string[]): string | undefined => sources.toSorted(compareSources)[0];

/** Returns what of a list is meant: what the card's one price has, if it is in the list, else the first. */
const oneOf = (one: string | undefined, list: readonly string[], first: string | undefined): string =>
  one !== undefined && list.includes(one) ? one : (first ?? '*');

/**
 * Returns the printing and the source that the rule watches: those that are named, else those of the card's one price, else the
 * first ones of the prices that the rule is about. A card that never had a price has none to choose: any will do.
 */
const priceOfRule = async (
  deps: RuleDeps,
  rule: AlertRule,
  given: { readonly printing: string | undefined; readonly source: string | undefined },
): Promise<{ readonly printing: string; readonly source: string }> => {
  const { card_id: cardId, currency, kind, condition, grade } = rule;
  const keys = await keysOfCard(deps.log, cardId);
  if (keys.length === 0) await assertCardInLog(deps.log, cardId);
  const asked = {
    source: given.source === anySource ? undefined : given.source,
    currency: named(currency),
    printing: given.printing === anyPrinting ? undefined : given.printing,
    condition: named(condition),
    ...(grade === null || grade === '*'
      ? {}
      : { grade: [grade.grader, grade.grade, grade.qualifier ?? ''].join(' ').trim() }),
  };
  const isAny = asked.source === undefined && asked.printing === undefined && asked.condition === undefined;
  if (keys.length === 0 && isAny && asked.grade === undefined && kind === 'market')
    return { printing: anyPrinting, source: anySource };
  const selectable = keys.map(({ printing: { name, slug }, ...key }: PriceKey) => ({
    ...key,
    printing: name,
    printingSlug: slug,
  }));
  const selected = selectKeys(cardId, selectable, { ...asked, kind });
  const one = await deps.onePrice(cardId);
  const sources = [...new Set(selected.map((key) => key.source))];
  const source = given.source ?? oneOf(one?.source, sources, firstSource(sources));
  const slugs = [
    ...new Set(selected.filter((key) => source === anySource || key.source === source).map((key) => key.printingSlug)),
  ];
  if (given.printing === anyPrinting) return { printing: anyPrinting, source };
  if (given.printing !== undefined) return { printing: slugs[0] as string, source };
  return { printing: oneOf(one?.printing, slugs, firstPrinting(slugs)), source };
};

/**
 * Returns the rule that `terms` state for their card, which must not be merged into another. A rule that names no source watches
 * one: another source may have the card cheaper all the time, and its number is not the one that the user looked at. Throws
 * VALIDATION_FAILED, CARD_NOT_FOUND, and as `selectKeys` for a value that no price of the card has: such a rule would never fire.
 */
export const ruleOfCard = async (deps: RuleDeps, terms: AlertTerms): Promise<AlertRule> => {
  const { printing, source, ...rest } = terms;
  const rule = ruleOfTerms({ ...rest, ...(source === undefined ? {} : { source }), printing: anyPrinting });
  return { ...rule, ...(await priceOfRule(deps, rule, { printing, source })) };
};
