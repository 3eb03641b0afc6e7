/**
 * Appends to single streams, many of them under way at once over one BatchAppend call of the protocol. The server
 * processes them in the order in which they were sent, so that is their order in the log. Rejected: separate Append calls,
 * because the server processes them side by side, in no order.
 *
 * Answers belong to one call. When the call breaks, only its own appends have an unknown outcome. An answer to an append
 * that is no longer pending is dropped.
 */
import { ledgerError } from '../../base/errors.js';
import type { Runtime } from '../../base/runtime.js';
import { done } from '../../base/async/done.js';
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
  /** -1 if the stream must not exist. */
  readonly expected: number;
  readonly events: Encoded;
}

export type SingleAnswer =
  | {
      readonly kind: 'success';
      /** Revision of the last event. */
      readonly revision: number;
      /** `null` if the server no longer has it. */
      readonly position: WirePosition | null;
    }
  | { readonly kind: 'wrong_version'; readonly actual: number }
  /** The events may be written or not, now or soon. */
  | { readonly kind: 'unknown'; readonly error: Error }
  /** The server rejected the append; repeating it does not help. */
  | { readonly kind: 'rejected'; readonly error: Error };

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
  // No deadline: this field is a time of day, which has passed already for a server whose clock is ahead.
  if (append.expected < 0) options.setNoStream(new Empty());
  else options.setStreamPosition(String(append.expected));
  const message = new BatchAppendReq();
  message.setCorrelationId(id);
  message.setOptions(options);
  message.setProposedMessagesList([...append.events.messages]);
  message.setIsFinal(true);
  return message;
};

/** Returns the meaning of an error in an answer, from the name of the message packed in its details. */
const rejectionOf = (answer: BatchAppendAnswer, stream: string, where: string): SingleAnswer => {
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
  if (name === 'AccessDenied') return { kind: 'rejected', error: accessDenied(where) };
  if (name === 'StreamDeleted') return { kind: 'rejected', error: streamDeleted(stream) };
  if (name === 'MaximumAppendSizeExceeded' || name === 'MaximumAppendEventSizeExceeded') {
    return {
      kind: 'rejected',
      error: ledgerError('APPEND_TOO_LARGE', `append to ${stream}: exceeds the limit of the server at ${where}`),
    };
  }
  if (name === 'BadRequest')
    return { kind: 'rejected', error: ledgerError('INTERNAL', `EventStoreDB rejected an append: ${text}`) };
  // Timeout, Unknown, or an empty message from a server that is not ready, too busy, or without a leader.
  return { kind: 'unknown', error: unavailable(where, text) };
};

const answerOf = (answer: BatchAppendAnswer, stream: string, where: string): SingleAnswer => {
  const success = answer.getSuccess();
  if (success === undefined) return rejectionOf(answer, stream, where);
  const position = success.getPosition();
  return {
    kind: 'success',
    revision: Number(success.getCurrentRevision()),
    position:
      position === undefined ? null : { commit: position.getCommitPosition(), prepare: position.getPreparePosition() },
  };
};

interface PendingAppend {
  readonly stream: string;
  readonly sentAtMs: number;
  readonly settle: (answer: SingleAnswer) => void;
}

interface OpenCall {
  send(append: SingleAppend): Promise<SingleAnswer>;
  end(): void;
}

/** Wraps one call. Calls `onEnd` when it takes no more appends. */
const openCall = (
  { connection, runtime }: { connection: Connection; runtime: Runtime },
  stream: AppendStream,
  onEnd: () => void,
): OpenCall => {
  const { where, silenceMsMax } = connection;
  const pending = new Map<string, PendingAppend>();
  const ended = new AbortController();
  let isWatching = false;

  const end = (error: Error): void => {
    if (ended.signal.aborted) return;
    ended.abort(done);
    onEnd();
    // Both: a call that the server ended is not over for the client until the client has ended its side too.
    stream.end();
    stream.cancel();
    for (const { settle } of pending.values()) settle({ kind: 'unknown', error });
    pending.clear();
  };

  /** Ends the call when its oldest append stays unanswered, since the protocol has no deadline for one append. */
  const watch = async (): Promise<void> => {
    if (isWatching) return;
    isWatching = true;
    while (!ended.signal.aborted) {
      const [oldest] = pending.values();
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
    const append = pending.get(id);
    if (append === undefined) return;
    pending.delete(id);
    connection.report(null);
    append.settle(answerOf(answer, append.stream, where));
  });
  stream.on('end', () => end(unavailable(where, 'the server ended the append call')));
  stream.on('error', (error: Error) => {
    if (!ended.signal.aborted) connection.report(error);
    end(ledgerErrorOf(error, where));
  });

  return {
    end: () => end(unavailable(where, 'the log was closed')),
    send: (append) =>
      new Promise((settle) => {
        if (ended.signal.aborted) {
          settle({ kind: 'unknown', error: unavailable(where, 'the append call has just ended') });
          return;
        }
        const id = runtime.uuid();
        pending.set(id, { stream: append.stream, sentAtMs: runtime.monotonicMs(), settle });
        // Back-pressure is ignored: callers bound the number of pending appends.
        stream.write(messageOf(append, id));
        void watch();
      }),
  };
};

/** Sends appends through one call at a time, which is opened when needed. */
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
