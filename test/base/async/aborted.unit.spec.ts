/** An AbortSignal as a promise. */
import { getEventListeners } from 'node:events';
import { expect } from 'chai';
import { aborted } from '../../../src/base/async/aborted.js';
import { turn } from '../../support/fake-runtime.js';

describe('aborted', () => {
  it('resolves for a signal that has aborted already', async () => {
    await aborted(AbortSignal.abort());
  });

  it('resolves when the signal aborts, not before', async () => {
    const stop = new AbortController();
    let isResolved = false;
    const waiting = aborted(stop.signal).then(() => (isResolved = true));
    await turn();
    expect(isResolved).to.equal(false);
    stop.abort();
    await waiting;
  });

  it('removes its listener when the other signal aborts first', async () => {
    const [stop, until] = [new AbortController(), new AbortController()];
    let isResolved = false;
    void aborted(stop.signal, until.signal).then(() => (isResolved = true));
    expect(getEventListeners(stop.signal, 'abort')).to.have.length(1);
    until.abort();
    expect(getEventListeners(stop.signal, 'abort')).to.have.length(0);
    stop.abort();
    await turn();
    expect(isResolved).to.equal(false);
  });
});
