/** The resettable signal: which waits it ends, and that no wake-up is lost. */
import { expect } from 'chai';
import { createSignal, type Signal } from '../../../src/base/async/signal.js';
import { createFakeRuntime, type FakeRuntime, turn } from '../../support/fake-runtime.js';

describe('createSignal', () => {
  let runtime: FakeRuntime;
  let stop: AbortController;
  let signal: Signal;
  let woken: string[];

  beforeEach(() => {
    [runtime, stop, woken] = [createFakeRuntime(), new AbortController(), []];
    signal = createSignal(runtime, stop.signal);
  });
  afterEach(() => expect(runtime.sleepers, 'timers left').to.equal(0));

  const wait = async (name: string, ms = 1_000): Promise<void> => {
    await signal.wait(ms);
    woken.push(name);
  };

  it('waits for the whole time when it is not set', async () => {
    const waiting = wait('a');
    await runtime.advance(999);
    expect(woken).to.deep.equal([]);
    await runtime.advance(1);
    await waiting;
  });

  it('wakes all that wait when it is set', async () => {
    const waiting = [wait('a'), wait('b', 5_000)];
    await turn();
    expect(woken).to.deep.equal([]);
    signal.set();
    await Promise.all(waiting);
  });

  it('does not lose a wake-up that came before the wait', async () => {
    signal.reset();
    signal.set();
    await wait('a');
    await wait('b');
    expect(woken).to.deep.equal(['a', 'b']);
  });

  it('waits again after a reset', async () => {
    signal.set();
    signal.reset();
    const waiting = wait('a');
    await turn();
    expect(woken).to.deep.equal([]);
    signal.set();
    await waiting;
  });

  it('still wakes a wait that began before a reset', async () => {
    const waiting = wait('a');
    signal.reset();
    signal.set();
    signal.reset();
    await waiting;
  });

  it('ends waits when its stop aborts, and does not wait afterwards', async () => {
    const waiting = wait('a');
    await turn();
    expect(woken).to.deep.equal([]);
    stop.abort();
    await waiting;
    signal.reset();
    await wait('b');
  });
});
