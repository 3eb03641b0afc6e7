/** Releases or rejects a row that was set aside: it counts after all, or the price before it holds. */
import { streamOfQuarantine } from '../../projections/quarantine/queries.js';
import { ledgerError } from '../base/errors.js';
import { parseIdentity } from '../domain/cards/card.js';
import type { LedgerEventOf } from '../domain/envelope.js';
import { quarantinedKey } from '../domain/prices/held.js';
import { type PriceKey, priceKeyOf, priceKeyText } from '../domain/prices/price-key.js';
import { pickPriceNumbers, type PriceNumbers } from '../domain/prices/price-numbers.js';
import { priceStream } from '../domain/streams.js';
import {
  checkOrder,
  commandEvent,
  type CorrectionDeps,
  type Decision,
  decideAndAppend,
  invalid,
  type Ordered,
  type RecordedCommand,
  refused,
} from '../commands/command.js';
import { countingBefore, type PriceFacts, readPriceFacts } from './price-facts.js';
import { checkCard } from './select-price.js';

export interface SettleQuarantineInput extends Ordered {
  /** Id of the row, as `quarantine list` has it. */
  readonly quarantineId: string;
}

export interface SettledQuarantine {
  readonly card_id: string;
  readonly key: PriceKey;
  readonly quarantine_id: string;
  readonly effective_at: string;
  /** What the row offers, in minor units; `null` if the numbers could not be read. */
  readonly offered: PriceNumbers | null;
  /** Whether a later price stands, so that a released row is history only. */
  readonly is_late: boolean;
}

type Settling = 'QuarantineReleased' | 'QuarantineRejected';

/** Throws QUARANTINE_NOT_FOUND, and VALIDATION_FAILED for what is no id. */
const findStream = async (deps: CorrectionDeps, quarantineId: string): Promise<string> => {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(quarantineId)) {
    throw invalid('quarantine_id', `expected the id of a row, as "quarantine list" has it, got "${quarantineId}"`);
  }
  await deps.caughtUp(['quarantine']);
  const stream = await streamOfQuarantine(deps.database, quarantineId);
  if (stream !== null) return stream;
  throw ledgerError('QUARANTINE_NOT_FOUND', `no row ${quarantineId} was set aside`, {
    details: { quarantine_id: `${quarantineId} is unknown` },
  });
};

const settledText = { QuarantineReleased: 'released', QuarantineRejected: 'rejected' } as const;

const eventOf = (
  type: Settling,
  { id: quarantine_id, data }: LedgerEventOf<'ObservationQuarantined'>,
  key: PriceKey,
  { reason, revision }: { reason: string; revision: number },
) => {
  const { observation, effective_at } = data;
  return type === 'QuarantineReleased' && observation !== null
    ? commandEvent(type, { ...key, quarantine_id, observation, reason }, revision)
    : commandEvent('QuarantineRejected', { ...key, quarantine_id, effective_at, reason }, revision);
};

const decide = (
  type: Settling,
  { quarantineId, reason }: SettleQuarantineInput,
  facts: PriceFacts,
): Decision<SettledQuarantine> => {
  const row = facts.quarantined.get(quarantineId);
  if (row === undefined) throw ledgerError('QUARANTINE_NOT_FOUND', `no row ${quarantineId} was set aside`);
  const { observation, effective_at, detail } = row.data;
  const named = quarantinedKey(row.data);
  if (named === null || (type === 'QuarantineReleased' && observation === null)) {
    const until = named === null ? 'it leaves the list when its set is read again' : 'it can be rejected only';
    throw refused('quarantine_id', `no price could be read from the row (${detail}); ${until}`);
  }
  const key = priceKeyOf(named);
  const ofKey = facts.keys.get(priceKeyText(key));
  const newest = ofKey === undefined ? undefined : countingBefore(ofKey, Infinity);
  const answer = {
    card_id: key.card_id,
    key,
    quarantine_id: quarantineId,
    effective_at,
    offered: observation === null ? null : pickPriceNumbers(observation),
    is_late: newest !== undefined && Date.parse(newest.effectiveAt) > Date.parse(effective_at),
  };
  const settled = facts.settled.get(quarantineId);
  const { revision } = facts;
  if (settled === undefined) return { revision, answer, event: eventOf(type, row, key, { reason, revision }) };
  const { id, position, data } = settled;
  if (settled.type === type && data.reason === reason && data.quarantine_id === quarantineId) {
    return { revision, answer, recorded: { id, position } };
  }
  const { recorded_at } = settled;
  const how =
    data.quarantine_id === quarantineId
      ? `was ${settledText[settled.type]} at ${recorded_at}`
      : `was settled by the release of ${data.quarantine_id} at ${recorded_at}`;
  throw refused('quarantine_id', `the row ${how}: ${data.reason}`);
};

const settle =
  (type: Settling) =>
  async (deps: CorrectionDeps, input: SettleQuarantineInput): Promise<RecordedCommand & SettledQuarantine> => {
    const ordered = { ...input, ...checkOrder(input), quarantineId: input.quarantineId.toLowerCase() };
    const stream = await findStream(deps, ordered.quarantineId);
    const cardId = stream.slice(priceStream('').length);
    return decideAndAppend(deps, { type, stream, actor: ordered.actor }, async () => {
      const facts = await readPriceFacts(deps.log, cardId);
      // The stream of rows that name no card is that of none.
      if (parseIdentity(cardId) !== null) await checkCard(deps.log, cardId, facts);
      return decide(type, ordered, facts);
    });
  };

/**
 * Appends a QuarantineReleased event: the row counts from its stamp on. Throws VALIDATION_FAILED, QUARANTINE_NOT_FOUND,
 * CORRECTION_REFUSED, LOG_BUSY.
 */
export const releaseQuarantine = settle('QuarantineReleased');

/** Appends a QuarantineRejected event: the price before the row holds. Throws as `releaseQuarantine`. */
export const rejectQuarantine = settle('QuarantineRejected');
