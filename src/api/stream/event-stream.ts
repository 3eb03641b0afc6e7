/**
 * Writes Server-Sent Events (WHATWG HTML, 9.2) to one client, never more than the client takes. Rejected: better-sse, whose
 * sessions write without regard to what the socket takes, so that a stalled client fills the memory.
 */
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { Runtime } from '../../base/runtime.js';

export interface ServerSentEvent {
  /** Becomes the client's Last-Event-ID. */
  readonly id: string;
  /** Default: `message`, which EventSource gives to `onmessage`. */
  readonly event?: string;
  readonly data: unknown;
}

/** Returns the event as text. */
export const eventText = ({ id, event, data }: ServerSentEvent): string =>
  `${event === undefined ? '' : `event: ${event}\n`}id: ${id}\ndata: ${JSON.stringify(data)}\n\n`;

/** A line that clients ignore: it keeps proxies from closing the connection. */
export const heartbeat = ': heartbeat\n\n';

export interface EventStream {
  /**
   * Writes text and waits until the client has room for more. Resolves with whether it had within `stallMs`, and with
   * `false` once `signal` has aborted.
   */
  write(text: string): Promise<boolean>;
  /**
   * Writes the last text, ends the answer and closes the connection, so that the client comes back on another one, maybe to
   * another server. A client that does not take the text within `stallMs` is cut off.
   */
  end(text: string): Promise<void>;
  /** Aborts when the client goes away. */
  readonly signal: AbortSignal;
}

/** Sends the headers and opens the stream. `retryMs`: after which a client comes back when the connection ends. */
export const openEventStream = (
  response: ServerResponse,
  { runtime, stallMs, retryMs }: { readonly runtime: Runtime; readonly stallMs: number; readonly retryMs: number },
): EventStream => {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  response.setHeader('Content-Type', 'text/event-stream; charset=utf-8');
  // no-transform: a proxy that compresses would also buffer. The other header says so to nginx.
  response.setHeader('Cache-Control', 'no-store, no-transform');
  response.setHeader('X-Accel-Buffering', 'no');
  response.flushHeaders();
  response.write(`retry: ${retryMs}\n\n`);
  const { signal } = gone;

  /** Resolves with whether `what` happened in time. */
  const inTime = async (what: 'drain' | 'finish'): Promise<boolean> => {
    const settled = new AbortController();
    const either = AbortSignal.any([settled.signal, signal]);
    try {
      return await Promise.race([
        once(response, what, { signal: either }).then(() => true),
        runtime.sleep(stallMs, either).then(() => false),
      ]);
    } catch {
      return false;
    } finally {
      settled.abort();
    }
  };

  return {
    signal,
    async write(text) {
      if (signal.aborted) return false;
      return response.write(text) || (await inTime('drain'));
    },
    async end(text) {
      if (signal.aborted) return;
      const finished = inTime('finish');
      response.end(text);
      const { socket } = response;
      if (await finished) socket?.destroySoon();
      else response.destroy();
    },
  };
};
