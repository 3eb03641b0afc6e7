/** The rule that terms mean for their card: which of its prices, as it has them. */
import type { AlertRule } from '../domain/alerts/rule.js';
import type { PriceKey } from '../domain/prices/price-key.js';
import { printingOrder } from '../domain/prices/preference.js';
import { selectKeys } from '../domain/prices/select-keys.js';
import type { EventLog } from '../log/event-log.js';
import { assertCardInLog } from '../log/stream-events.js';
import { type AlertTerms, ruleOfTerms } from './alert-terms.js';
import { keysOfCard } from './card-history.js';

export interface RuleDeps {
  readonly log: Pick<EventLog, 'readStream'>;
  /** Returns the slug of the printing that speaks for a card (docs/prices.md); `null` if no price does. */
  readonly onePrinting: (cardId: string) => Promise<string | null>;
}

const anyPrinting = '*';
const named = (text: string | null): string | undefined => (text === null || text === '*' ? undefined : text);

const placeOf = (slug: string): number => {
  const place = (printingOrder as readonly string[]).indexOf(slug);
  return place < 0 ? printingOrder.length : place;
};

/** Returns the slug that goes first in the order of printings, then by slug. */
const firstPrinting = (slugs: readonly string[]): string | undefined =>
  [...slugs].sort((a, b) => placeOf(a) - placeOf(b) || (a < b ? -1 : 1))[0];

/**
 * Returns the printing that the rule watches: the slug of the one that is named, else the card's one printing, else the first
 * one of the prices that the rule is about. A card that never had a price has none to choose: any will do.
 */
const printingOfRule = async (deps: RuleDeps, rule: AlertRule, printing: string | undefined): Promise<string> => {
  const { card_id: cardId, currency, source, kind, condition, grade } = rule;
  const keys = await keysOfCard(deps.log, cardId);
  if (keys.length === 0) await assertCardInLog(deps.log, cardId);
  const asked = {
    source: named(source),
    currency: named(currency),
    printing: printing === anyPrinting ? undefined : printing,
    condition: named(condition),
    ...(grade === null || grade === '*'
      ? {}
      : { grade: [grade.grader, grade.grade, grade.qualifier ?? ''].join(' ').trim() }),
  };
  const isAny = asked.source === undefined && asked.printing === undefined && asked.condition === undefined;
  if (keys.length === 0 && isAny && asked.grade === undefined && kind === 'market') return anyPrinting;
  const selectable = keys.map(({ printing: { name, slug }, ...key }: PriceKey) => ({
    ...key,
    printing: name,
    printingSlug: slug,
  }));
  const slugs = [...new Set(selectKeys(cardId, selectable, { ...asked, kind }).map((key) => key.printingSlug))];
  if (printing === anyPrinting) return anyPrinting;
  if (printing !== undefined) return slugs[0] as string;
  const one = await deps.onePrinting(cardId);
  return one !== null && slugs.includes(one) ? one : (firstPrinting(slugs) ?? anyPrinting);
};

/**
 * Returns the rule that `terms` state for their card, which must not be merged into another. Throws VALIDATION_FAILED,
 * CARD_NOT_FOUND, and as `selectKeys` for a value that no price of the card has: such a rule would never fire.
 */
export const ruleOfCard = async (deps: RuleDeps, terms: AlertTerms): Promise<AlertRule> => {
  const { printing, ...rest } = terms;
  const rule = ruleOfTerms({ ...rest, printing: anyPrinting });
  return { ...rule, printing: await printingOfRule(deps, rule, printing) };
};
