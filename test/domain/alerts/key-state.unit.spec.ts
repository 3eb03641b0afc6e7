import { expect } from 'chai';
import { foldKey, type KeyState, priceUpdateOf } from '../../../src/domain/alerts/key-state.js';
import { noPriceNumbers } from '../../../src/domain/prices/price-numbers.js';
import { decodeEvent } from '../../../src/domain/upcasting.js';
import { createRecorder, numbers, proof } from '../../support/events.js';

describe('the state of a price key', () => {
  it('is withdrawn after a void that leaves a withdrawal standing', () => {
    const { record, events } = createRecorder();
    const withdrawn = '2025-09-20T20:05:33Z';
    record('PriceObserved', { effective_at: '2025-09-19T20:05:33Z' });
    record('PriceWithdrawn', { effective_at: withdrawn });
    record('PriceObserved', numbers(900));
    const standing = { ...noPriceNumbers, effective_at: withdrawn, observation_id: proof, withdrawn: true as const };
    record('ObservationVoided', { standing });
    let state: KeyState | null = null;
    for (const event of events) {
      const update = priceUpdateOf(decodeEvent(event));
      if (update !== null) state = foldKey(state, update, { keepPoints: true }).state;
    }
    expect(state?.newest).to.deep.include({ withdrawn: true, atMs: Date.parse(withdrawn) });
    const { market, low, mid, direct_low } = noPriceNumbers;
    expect(state?.newest?.numbers).to.deep.equal({ market, low, mid, direct_low });
    expect(state?.points?.at(-1)).to.deep.equal({
      atMs: Date.parse(withdrawn),
      numbers: { market, low, mid, direct_low },
    });
  });
});
