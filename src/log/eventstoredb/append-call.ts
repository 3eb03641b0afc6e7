/**
 * Appends to single streams, many on their way at once over one BatchAppend call of the protocol. The server takes them
 * up in the order in which they were sent, so that is their order in the log; separate Append calls, which the server
 * works on side by side, would have none.
 *
 * Answers belong to the call that asked: when it breaks, its own appends are of unknown outcome and no one else's, and an
 * answer nobody waits for any more is dropped.
 */
import { ledgerError } from '../../base/errors.js';
import type { Runtime } from '../../base/runtime.js';
import type { Connection } from './connection.js';
import type { Encoded } from './event-codec.js';
import { accessDenied, ledgerErrorOf, streamDeleted, unavailable } from './server-errors.js';
import type { WirePosition } from './position.js';
import {
  type AppendStream,
  type BatchAppendAnswer,
  type BatchAppendMessage,
  BatchAppendReq,
  Empty,
  streamIdentifier,
  UUID,
  uuidText,
  WrongExpectedVersion,
} from './grpc-messages.js';

export interface SingleAppend {
  readonly stream: string;
  /** -1: the stream does not exist. */
  readonly expected: number;
  readonly events: Encoded;
}

export type SingleAnswer =
  | {
      readonly kind: 'success';
      /** Of the last event. */
      readonly revision: number;
      /** null: the server does not know it any more. */
      readonly position: WirePosition | null;
    }
  | { readonly kind: 'wrong_version'; readonly actual: number }
  /** Written or not, now or soon: nothing is known. */
  | { readonly kind: 'unknown'; readonly error: Error }
  /** Refused in a way that asking again does not change. */
  | { readonly kind: 'refused'; readonly error: Error };

export interface AppendCalls {
  /** Sends one append; never rejects. */
  send(append: SingleAppend): Promise<SingleAnswer>;
  close(): void;
}

const messageOf = (append: SingleAppend, correlation: string): BatchAppendMessage => {
  const id = new UUID();
  id.setString(correlation);
  const options = new BatchAppendReq.Options();
  options.setStreamIdentifier(streamIdentifier(append.stream));
  // No deadline: this field is a time of day, which a server whose clock is ahead of ours would find to have passed.
  if (append.expected < 0) options.setNoStream(new Empty());
  else options.setStreamPosition(String(append.expected));
  const message = new BatchAppendReq();
  message.setCorrelationId(id);
  message.setOptions(options);
  message.setProposedMessagesList([...append.events.messages]);
  message.setIsFinal(true);
  return message;
};

/** What an error in an answer means. Its details are a packed message whose name says it. */
const refusalOf = (answer: BatchAppendAnswer, stream: string, where: string): SingleAnswer => {
  const status = answer.getError();
  const details = status?.getDetails();
  const name = details?.getTypeName().replace('event_store.client.', '') ?? '';
  const text = status?.getMessage() || name;
  if (name === 'WrongExpectedVersion') {
    const wrong = details?.unpack((bytes) => WrongExpectedVersion.deserializeBinary(bytes), details.getTypeName());
    return {
      kind: 'wrong_version',
      actual: wrong?.hasCurrentStreamRevision() ? Number(wrong.getCurrentStreamRevision()) : -1,
    };
  }
  if (name === 'AccessDenied') return { kind: 'refused', error: accessDenied(where) };
  if (name === 'StreamDeleted') return { kind: 'refused', error: streamDeleted(stream) };
  if (name === 'MaximumAppendSizeExceeded' || name === 'MaximumAppendEventSizeExceeded') {
    return {
      kind: 'refused',
      error: ledgerError('APPEND_TOO_LARGE', `append to ${stream}: larger than the server at ${where} takes`),
    };
  }
  if (name === 'BadRequest')
    return { kind: 'refused', error: ledgerError('INTERNAL', `EventStoreDB refused an append: ${text}`) };
  // Timeout and Unknown; and an empty message where the server is not ready, too busy, or knows no leader.
  return { kind: 'unknown', error: unavailable(where, text) };
};

const answerOf = (answer: BatchAppendAnswer, stream: string, where: string): SingleAnswer => {
  const success = answer.getSuccess();
  if (success === undefined) return refusalOf(answer, stream, where);
  const position = success.getPosition();
  return {
    kind: 'success',
    revision: Number(success.getCurrentRevision()),
    position:
      position === undefined ? null : { commit: position.getCommitPosition(), prepare: position.getPreparePosition() },
  };
};

interface Waiting {
  readonly stream: string;
  readonly sentAtMs: number;
  readonly settle: (answer: SingleAnswer) => void;
}

interface OpenCall {
  send(append: SingleAppend): Promise<SingleAnswer>;
  end(): void;
}

/** One call: `onEnd` is told when it takes no more. */
const openCall = (
  of: { connection: Connection; runtime: Runtime },
  stream: AppendStream,
  onEnd: () => void,
): OpenCall => {
  const { connection, runtime } = of;
  const { where, silenceMsMax } = connection;
  const waiting = new Map<string, Waiting>();
  const ended = new AbortController();
  let isWatching = false;

  const end = (error: Error): void => {
    if (ended.signal.aborted) return;
    ended.abort();
    onEnd();
    // Both: a call that the server ended is not over for the client before our side of it is ended too.
    stream.end();
    stream.cancel();
    for (const { settle } of waiting.values()) settle({ kind: 'unknown', error });
    waiting.clear();
  };

  /** The protocol has no deadline for one append: the oldest without an answer ends the call, and is tried on another. */
  const watch = async (): Promise<void> => {
    if (isWatching) return;
    isWatching = true;
    while (!ended.signal.aborted) {
      const [oldest] = waiting.values();
      if (oldest === undefined) break;
      const leftMs = oldest.sentAtMs + silenceMsMax - runtime.monotonicMs();
      if (leftMs > 0) {
        await runtime.sleep(leftMs, ended.signal).catch(() => undefined);
        continue;
      }
      const error = unavailable(where, `an append was not answered within ${silenceMsMax} ms`);
      connection.report(error);
      end(error);
    }
    isWatching = false;
  };

  stream.on('data', (answer: BatchAppendAnswer) => {
    const id = uuidText(answer.getCorrelationId());
    const found = waiting.get(id);
    // Nobody waits for it any more.
    if (found === undefined) return;
    waiting.delete(id);
    connection.report(null);
    found.settle(answerOf(answer, found.stream, where));
  });
  stream.on('end', () => end(unavailable(where, 'the server ended the call of the appends')));
  stream.on('error', (error: Error) => {
    if (!ended.signal.aborted) connection.report(error);
    end(ledgerErrorOf(error, where));
  });

  return {
    end: () => end(unavailable(where, 'the log was closed')),
    send: (append) =>
      new Promise((settle) => {
        if (ended.signal.aborted) {
          settle({ kind: 'unknown', error: unavailable(where, 'the call of the appends has just ended') });
          return;
        }
        const id = runtime.uuid();
        waiting.set(id, { stream: append.stream, sentAtMs: runtime.monotonicMs(), settle });
        // Its answer, whether there is room for more, is not waited for: callers bound what is on its way.
        stream.write(messageOf(append, id));
        void watch();
      }),
  };
};

/** Appends through calls that are opened as they are needed, one at a time. */
export const createAppendCalls = (connection: Connection, runtime: Runtime): AppendCalls => {
  let current: Promise<OpenCall> | null = null;
  const open = async (): Promise<OpenCall> => {
    const stream = await connection.open((calls, args) => calls.batchAppend(...args));
    return openCall({ connection, runtime }, stream, () => {
      current = null;
    });
  };
  const take = (): Promise<OpenCall> => {
    if (current === null) {
      const opening = open();
      current = opening;
      opening.catch(() => {
        if (current === opening) current = null;
      });
    }
    return current;
  };
  return {
    async send(append) {
      try {
        return await (await take()).send(append);
      } catch (error) {
        return { kind: 'unknown', error: error as Error };
      }
    },
    close() {
      void current?.then(
        (call) => call.end(),
        () => undefined,
      );
    },
  };
};
