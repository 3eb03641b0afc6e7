/** Folds the events of a card's stream into the card's state. Deterministic: it depends on the stream alone. */
import { externalIdsAfter } from '../domain/cards/external-ids.js';
import type { LedgerEvent } from '../domain/envelope.js';
import type { CardState } from './messages.js';

/**
 * Returns the card after `event`; `null` if no source has listed it yet. Events of other streams leave it unchanged.
 */
export const foldCardState = (state: CardState | null, event: LedgerEvent): CardState | null => {
  if (event.type === 'CardListed' || event.type === 'CardRevised') {
    const { collection: _run, ...said } = event.data;
    return {
      ...said,
      external_ids: state?.external_ids ?? {},
      listed_at: state?.listed_at ?? event.recorded_at,
      revised_at: event.recorded_at,
      // Listed again: back in the source's catalog.
      withdrawn: false,
      withdrawn_at: null,
      merged_into: state?.merged_into ?? null,
    };
  }
  if (state === null) return null;
  if (event.type === 'CardWithdrawn') return { ...state, withdrawn: true, withdrawn_at: event.data.effective_at };
  if (event.type === 'CardMerged') return { ...state, merged_into: event.data.merged_into };
  if (event.type !== 'ExternalIdMapped' && event.type !== 'ExternalIdRejected') return state;
  return { ...state, external_ids: externalIdsAfter(state.external_ids, event) };
};
