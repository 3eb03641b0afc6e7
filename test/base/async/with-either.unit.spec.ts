import { getEventListeners } from 'node:events';
import { expect } from 'chai';
import { withEither } from '../../../src/base/async/with-either.js';
import { createSignal } from '../../../src/base/async/signal.js';
import { systemRuntime } from '../../../src/base/runtime.js';

const listeners = (...controllers: AbortController[]): number =>
  controllers.reduce((sum, { signal }) => sum + getEventListeners(signal, 'abort').length, 0);

describe('work under several signals', () => {
  it('ends with the first that aborts, and with its reason', async () => {
    const [first, second] = [new AbortController(), new AbortController()];
    const ended = withEither([first.signal, second.signal], async (either) => {
      expect(either.aborted).to.equal(false);
      second.abort(new Error('enough'));
      expect(either.aborted).to.equal(true);
      either.throwIfAborted();
      return Promise.resolve('not reached');
    }).catch((error: unknown) => (error as Error).message);
    expect(await ended).to.equal('enough');
    const late = await withEither([first.signal, second.signal], (either) => Promise.resolve(either.aborted));
    expect(late, 'aborted before').to.equal(true);
  });

  it('leaves nothing behind at signals that live on, whether it succeeds or fails', async () => {
    const [process, run] = [new AbortController(), new AbortController()];
    for (let n = 0; n < 100; n += 1) {
      await withEither([process.signal, run.signal], () => Promise.resolve());
      await withEither([process.signal, run.signal], () => Promise.reject(new Error('x'))).catch(() => undefined);
    }
    expect(listeners(process, run)).to.equal(0);
  });

  it('a wait that is over leaves nothing behind either', async () => {
    const stop = new AbortController();
    const signal = createSignal(systemRuntime(), stop.signal);
    for (let n = 0; n < 20; n += 1) await signal.wait(0);
    expect(listeners(stop)).to.equal(0);
  });
});
