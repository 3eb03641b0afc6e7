/** The card after each event of its stream: a fold, the same whoever does it and whenever. */
import type { LedgerEvent } from '../domain/envelope.js';
import type { CardState } from './messages.js';

/**
 * The card after `event`; null before any source has listed it (there is nothing to show yet, as in the read model).
 * Events of other streams leave it as it is.
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
  if (event.type !== 'ExternalIdMapped') return state;
  return { ...state, external_ids: { ...state.external_ids, [event.data.system]: event.data.external_id } };
};
