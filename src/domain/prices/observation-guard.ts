/**
 * A quick yes for observations. Nearly every event of the log is a PriceObserved, and checking one against its zod schema
 * is a large part of decoding it. The guard says yes only where the schema would (a property test holds it to that), and
 * whoever it does not know goes to the schema, which also says what is wrong.
 */
import { limits } from '../../base/limits.js';
import { identityPattern } from '../cards/card.js';
import { instantSchema, type Observation } from '../events.js';
import { priceNumbers } from './price-numbers.js';
import { printingSchema, priceKinds, sourceSchema } from './price-key.js';

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Events of a page share most of their texts: the last one found valid is not looked at again. */
const remembering = (isValid: (text: string) => boolean): ((value: unknown) => boolean) => {
  let valid: string | undefined;
  return (value) => {
    // Before anything was found valid, what is not there would be the same as what was remembered.
    if (typeof value !== 'string') return false;
    if (value !== valid && !isValid(value)) return false;
    valid = value;
    return true;
  };
};

const isSource = remembering((text) => sourceSchema.safeParse(text).success);
const isInstant = remembering((text) => instantSchema.safeParse(text).success);
const isRun = remembering((text) => uuidPattern.test(text));
const isSnapshot = remembering((text) => uuidPattern.test(text));

/** Names of printings are few; each is judged once. */
const printings = new Map<string, string>();
const isPrinting = (value: unknown): boolean => {
  if (typeof value !== 'object' || value === null) return false;
  const { name, slug } = value as { name?: unknown; slug?: unknown };
  if (typeof name !== 'string' || Object.keys(value).length !== 2) return false;
  const known = printings.get(name);
  if (known !== undefined) return known === slug;
  if (printings.size > 1_000 || !printingSchema.safeParse(value).success) return false;
  printings.set(name, slug as string);
  return true;
};

const isAmount = (value: unknown): boolean =>
  value === null ||
  (Number.isInteger(value) && (value as number) >= 0 && (value as number) <= limits.priceMinorUnitsMax);

/** `true`: surely an Observation. `false`: ask the schema. */
export const isSurelyObservation = (data: Readonly<Record<string, unknown>>): data is Observation => {
  const { card_id: card, kind, currency } = data;
  return (
    typeof card === 'string' &&
    identityPattern.test(card) &&
    kind === priceKinds[0] &&
    currency === 'USD' &&
    data['condition'] === null &&
    data['grade'] === null &&
    data['language'] === null &&
    data['sample_size'] === null &&
    priceNumbers.every((name) => isAmount(data[name])) &&
    isSource(data['source']) &&
    isPrinting(data['printing']) &&
    isInstant(data['effective_at']) &&
    isRun(data['collection']) &&
    isSnapshot(data['provenance']) &&
    Object.keys(data).length === 17
  );
};
