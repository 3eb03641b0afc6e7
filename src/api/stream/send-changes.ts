/** Sends the changes of prices to one client, from a position on, until the client goes away or the server ends. */
import { limits } from '../../base/limits.js';
import type { Runtime } from '../../base/runtime.js';
import type { LogPosition } from '../../domain/envelope.js';
import { eventText, type EventStream, heartbeat } from './event-stream.js';
import type { PriceChangeEvent } from './price-change.js';
import type { ChangePage, PriceFeed } from './price-feed.js';

/** Changes written at once: some 40 kB, what a client that reads nothing keeps in memory. */
const writtenMax = 50;

/** Why the server ended the stream. The client comes back with the position and misses nothing. */
export type StreamEnd = 'slow_reader' | 'shutdown' | 'unavailable';

export interface SendChangesOptions {
  readonly feed: PriceFeed;
  readonly runtime: Runtime;
  /** Where the client is: the changes after it are sent. */
  readonly from: LogPosition;
  /** Returns the changes that the client asked for. */
  readonly select: (changes: readonly PriceChangeEvent[]) => Promise<readonly PriceChangeEvent[]>;
  /** Returns the id of an event: the position with what else a resume needs. */
  readonly idOf: (position: string) => string;
  /** Aborts when the server is to end. */
  readonly shutdown: AbortSignal;
}

/**
 * Sends until an end. Where the client is, it is told at the start, with every change, and with the heartbeats while the
 * filter lets nothing through: so a resume never reads again what was looked at. Never throws.
 */
export const sendChanges = async (stream: EventStream, options: SendChangesOptions): Promise<StreamEnd | 'gone'> => {
  const { feed, runtime, select, idOf, shutdown } = options;
  let at = options.from;
  /** The position in the client's Last-Event-ID. */
  let told: string = '';
  let quietSinceMs = runtime.monotonicMs();

  const write = async (text: string): Promise<boolean> => {
    const taken = await stream.write(text);
    quietSinceMs = runtime.monotonicMs();
    return taken;
  };
  const tellPosition = (): Promise<boolean> => {
    told = at;
    return write(eventText({ event: 'position', id: idOf(at), data: { position: at } }));
  };
  const end = async (reason: StreamEnd): Promise<StreamEnd> => {
    // A slow reader has what was written before in its socket: `told` is the last that it will read.
    await stream.end(eventText({ event: 'end', id: idOf(told), data: { reason, position: told } }));
    return reason;
  };

  const sendPage = async ({ changes, position }: ChangePage): Promise<boolean> => {
    const selected = await select(changes);
    for (let first = 0; first < selected.length; first += writtenMax) {
      const some = selected.slice(first, first + writtenMax);
      const text = some.map((data) => eventText({ id: idOf(data.position), data })).join('');
      told = some.at(-1)?.position ?? told;
      if (!(await write(text))) return false;
      if (shutdown.aborted) return true;
    }
    at = position;
    return true;
  };

  const wait = async (news: AbortSignal): Promise<boolean> => {
    const leftMs = quietSinceMs + limits.streamHeartbeatMs - runtime.monotonicMs();
    if (leftMs <= 0) return at === told ? write(heartbeat) : tellPosition();
    const woken = AbortSignal.any([news, stream.signal, shutdown]);
    await runtime.sleep(leftMs, woken).catch(() => undefined);
    return true;
  };

  const run = async (): Promise<StreamEnd | 'gone'> => {
    let isTaken = await tellPosition();
    while (isTaken && !shutdown.aborted && !stream.signal.aborted) {
      const news = feed.news();
      const page = await feed.next(at);
      isTaken = page === null ? await wait(news) : await sendPage(page);
    }
    if (stream.signal.aborted) return 'gone';
    return end(shutdown.aborted ? 'shutdown' : 'slow_reader');
  };

  try {
    return await run();
  } catch {
    return stream.signal.aborted ? 'gone' : end('unavailable');
  }
};
