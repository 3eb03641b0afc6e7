/**
 * A client of Server-Sent Events that keeps all it receives, parsed by eventsource-parser. On node:http: after a request that
 * is given up, fetch opens a connection in advance, which a server that closes waits for.
 */
import { get, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { createParser } from 'eventsource-parser';
import { expect } from 'chai';
import type { PriceChangeEvent } from '../../src/api/stream/price-change.js';
import { readDocument, schemaValidator } from './openapi.js';
import { waitFor } from './wait-for.js';

export interface ReceivedEvent {
  readonly id: string | undefined;
  readonly event: string | undefined;
  readonly data: any;
}

export interface OpenedStream {
  readonly headers: IncomingMessage['headers'];
  /** All events so far, in order. */
  readonly events: ReceivedEvent[];
  /** The data of the messages among them: changes of prices. */
  readonly changes: () => PriceChangeEvent[];
  readonly comments: string[];
  readonly retries: number[];
  /** Whether the stream has ended. */
  readonly isOver: () => boolean;
  /** Waits for so many changes. */
  readonly received: (count: number) => Promise<PriceChangeEvent[]>;
  /** Waits for an event of the name. */
  readonly named: (event: string) => Promise<ReceivedEvent>;
  /** Goes away. */
  readonly close: () => void;
}

const document = readDocument();
const ajv = schemaValidator();
ajv.addSchema({ $id: 'api', components: document['components'] });
const isChange = ajv.compile({ $ref: 'api#/components/schemas/PriceChangeEvent' });

/** Opens a stream; checks each change against the document. The answer must be a stream. */
export const openStream = async (url: string, headers: Record<string, string> = {}): Promise<OpenedStream> => {
  const controller = new AbortController();
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get(url, { headers, agent: false, signal: controller.signal }, resolve).once('error', reject);
  });
  if (response.statusCode !== 200) throw new Error(`${url}: ${response.statusCode} ${await text(response)}`);
  const events: ReceivedEvent[] = [];
  const comments: string[] = [];
  const retries: number[] = [];
  let over = false;
  let failure: unknown;
  const parser = createParser({
    onEvent: ({ id, event, data }) => {
      const parsed: unknown = JSON.parse(data);
      if (event === undefined && !isChange(parsed)) throw new Error(`${data}: ${ajv.errorsText(isChange.errors)}`);
      events.push({ id, event, data: parsed });
    },
    onComment: (comment) => comments.push(comment),
    onRetry: (ms) => retries.push(ms),
  });
  const read = async (): Promise<void> => {
    const decoder = new TextDecoder();
    for await (const part of response) parser.feed(decoder.decode(part as Uint8Array, { stream: true }));
  };
  void read().then(
    () => (over = true),
    (error: unknown) => {
      over = true;
      // Also when a change does not fit the document.
      if (!controller.signal.aborted) failure = error;
    },
  );
  const changes = (): PriceChangeEvent[] => events.flatMap(({ event, data }) => (event === undefined ? [data] : []));
  return {
    headers: response.headers,
    events,
    changes,
    comments,
    retries,
    isOver: () => over,
    async received(count) {
      await waitFor(
        `${count} changes of ${url}`,
        () => {
          if (failure !== undefined) throw failure;
          return changes().length >= count ? true : null;
        },
        15_000,
      );
      expect(changes()).to.have.length(count);
      return changes();
    },
    named: (name) => waitFor(`event ${name}`, () => events.find(({ event }) => event === name) ?? null, 15_000),
    close: () => controller.abort(),
  };
};
