/** The change notifier: one connection for all listeners, opened again when it is lost. */
import { expect } from 'chai';
import { aborted } from '../../../src/base/async/aborted.js';
import {
  type ConnectionEvents,
  type ChangeNotifier,
  createChangeNotifier,
} from '../../../src/base/async/change-notifier.js';
import { createFakeRuntime, type FakeRuntime, turn } from '../../support/fake-runtime.js';

describe('createChangeNotifier', () => {
  interface Connection extends ConnectionEvents {
    readonly lose: (error: Error) => void;
  }
  let runtime: FakeRuntime;
  let connections: Connection[];
  let open: number;
  let notifier: ChangeNotifier;
  let woken: string[];

  beforeEach(() => {
    [runtime, connections, open, woken] = [createFakeRuntime(), [], 0, []];
    notifier = createChangeNotifier(runtime, async (connection) => {
      open += 1;
      try {
        await Promise.race([
          aborted(connection.signal),
          new Promise((_resolve, reject) => connections.push({ ...connection, lose: reject })),
        ]);
      } finally {
        open -= 1;
      }
    });
  });
  afterEach(async () => {
    await notifier.close();
    expect([open, runtime.sleepers]).to.deep.equal([0, 0]);
  });

  const listen = (name: string): (() => void) => notifier.listen(() => woken.push(name));
  const lose = async (): Promise<void> => {
    connections.at(-1)?.lose(new Error('lost'));
    await turn();
  };

  it('opens no connection without a listener', async () => {
    await turn();
    expect(connections).to.have.length(0);
  });

  it('wakes all listeners over one connection, and none that has left', () => {
    const leave = listen('a');
    listen('b');
    connections[0]?.wakeAll();
    leave();
    connections[0]?.wakeAll();
    expect(woken).to.deep.equal(['a', 'b', 'b']);
    expect(connections).to.have.length(1);
  });

  it('closes the connection with the last listener, and opens another for the next one', async () => {
    const leave = [listen('a'), listen('b')];
    leave[0]?.();
    await turn();
    expect(open).to.equal(1);
    leave[1]?.();
    await turn();
    expect(open).to.equal(0);
    listen('c');
    expect([open, connections.length]).to.deep.equal([1, 2]);
  });

  it('opens the connection again after growing delays, which start over once it was established', async () => {
    listen('a');
    // Random numbers are 0.5: three quarters of 100, 200 and 400 ms.
    for (const delayMs of [75, 150, 300]) {
      const { length } = connections;
      await lose();
      await runtime.advance(delayMs - 1);
      expect(connections).to.have.length(length);
      await runtime.advance(1);
      expect(connections).to.have.length(length + 1);
    }
    connections.at(-1)?.onUp();
    await lose();
    await runtime.advance(75);
    expect([open, connections.length]).to.deep.equal([1, 5]);
  });

  it('does not connect again after close, and resolves close when the connection has ended', async () => {
    listen('a');
    await notifier.close();
    expect(open).to.equal(0);
    await runtime.advance(60_000);
    expect(connections).to.have.length(1);
  });

  it('ends the wait for the next try on close', async () => {
    listen('a');
    await lose();
    await runtime.sleeping(1);
    await notifier.close();
    expect(runtime.sleepers).to.equal(0);
  });
});
