/** Ids of a card in other systems, as the events of its stream have them. */
import type { LedgerEventOf } from '../envelope.js';

/** The id of the card by system. */
export type ExternalIds = Readonly<Record<string, string>>;

/**
 * Returns the ids after a mapping, or after a rejection, which ends the mapping of the rejected id. Returns `ids` itself where
 * nothing changes.
 */
export const externalIdsAfter = (
  ids: ExternalIds,
  { type, data }: LedgerEventOf<'ExternalIdMapped'> | LedgerEventOf<'ExternalIdRejected'>,
): ExternalIds => {
  const isHeld = ids[data.system] === data.external_id;
  if (type === 'ExternalIdMapped') return isHeld ? ids : { ...ids, [data.system]: data.external_id };
  if (!isHeld) return ids;
  const { [data.system]: _rejected, ...others } = ids;
  return others;
};
