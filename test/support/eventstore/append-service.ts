/** Appends: the BatchAppend call, the older Append call, deletes. */
import type {
  AppendReq,
  AppendResp,
  BatchAppendReq,
  BatchAppendResp,
  DeleteReq,
  DeleteResp,
} from '@eventstore/db-client/generated/streams_pb.js';
import {
  type sendUnaryData,
  type ServerDuplexStream,
  type ServerReadableStream,
  type ServerUnaryCall,
  status,
} from '@grpc/grpc-js';
import type { ServiceParts } from './server.js';
import type { Expected, NewStored } from './store.js';
import {
  AppendResp as AppendResponse,
  batchError,
  batchSuccess,
  DeleteResp as DeleteResponse,
  Empty,
  nameOf,
  serverError,
  shared,
  wrongVersion,
} from './wire.js';

interface Proposed {
  getId(): { getString(): string } | undefined;
  getMetadataMap(): { get(name: string): string | undefined };
  getData_asU8(): Uint8Array;
  getCustomMetadata_asU8(): Uint8Array;
}

const storedOf = (message: Proposed): NewStored => ({
  id: message.getId()?.getString() ?? '',
  type: message.getMetadataMap().get('type') ?? '',
  isJson: message.getMetadataMap().get('content-type') === 'application/json',
  data: Buffer.from(message.getData_asU8()),
  metadata: Buffer.from(message.getCustomMetadata_asU8()),
});

const sizeOf = (events: readonly NewStored[]): number =>
  events.reduce((sum, { data, metadata, type }) => sum + data.length + metadata.length + 2 * type.length, 0);

const expectedOf = (options: BatchAppendReq.Options): Expected =>
  options.hasNoStream()
    ? 'no_stream'
    : options.hasAny()
      ? 'any'
      : options.hasStreamExists()
        ? 'stream_exists'
        : Number(options.getStreamPosition());

/** One append of a batch: written, or the error, as the server answers it. */
const answer = (
  parts: ServiceParts,
  request: BatchAppendReq,
  proposed: readonly NewStored[],
  options: BatchAppendReq.Options,
): BatchAppendResp => {
  const correlation = request.getCorrelationId();
  const stream = nameOf(options.getStreamIdentifier());
  const expected = expectedOf(options);
  if (sizeOf(proposed) > parts.maxAppendBytes) {
    const details = new shared.MaximumAppendSizeExceeded();
    details.setMaxappendsize(parts.maxAppendBytes);
    return batchError(correlation, stream, {
      message: 'Maximum Append Size Exceeded',
      name: 'MaximumAppendSizeExceeded',
      details,
    });
  }
  const written = parts.store.append(stream, expected, proposed);
  if (written.result === 'success') {
    return batchSuccess(correlation, stream, parts.faults.forgetsPositions ? { ...written, position: null } : written);
  }
  if (written.result === 'deleted') {
    return batchError(correlation, stream, {
      message: 'Stream is deleted',
      name: 'StreamDeleted',
      details: new shared.StreamDeleted(),
    });
  }
  return batchError(correlation, stream, {
    message: 'Wrong expected version',
    name: 'WrongExpectedVersion',
    details: wrongVersion(expected, written.current),
  });
};

const timeout = (request: BatchAppendReq, stream: string): BatchAppendResp =>
  batchError(request.getCorrelationId(), stream, {
    message: 'Timeout',
    name: 'Timeout',
    details: new shared.Timeout(),
  });

/**
 * The answer, and when it comes. The disk takes its time, but is flushed for many writes at once: later ones do not wait
 * for earlier ones. What is sent again before that is dropped and answered with Timeout, as is what takes too long
 * (StorageWriterService.ActOnCommitCheckFailure: IdempotentNotReady; RequestManagerBase: RequestManagerTimerTick).
 */
const flushed = (
  parts: ServiceParts,
  request: BatchAppendReq,
  proposed: readonly NewStored[],
  options: BatchAppendReq.Options,
): { readonly response: BatchAppendResp; readonly afterMs: number } => {
  const { store, flushMs, commitTimeoutMs, unflushed } = parts;
  const stream = nameOf(options.getStreamIdentifier());
  const last = proposed.at(-1)?.id ?? '';
  if (unflushed.has(last)) return { response: timeout(request, stream), afterMs: commitTimeoutMs };
  const before = store.all.length;
  const response = answer(parts, request, proposed, options);
  const isWritten = store.all.length > before;
  if (flushMs === 0 || !isWritten) return { response, afterMs: 0 };
  unflushed.add(last);
  setTimeout(() => unflushed.delete(last), flushMs);
  return flushMs > commitTimeoutMs
    ? { response: timeout(request, stream), afterMs: commitTimeoutMs }
    : { response, afterMs: flushMs };
};

type Duplex = ServerDuplexStream<BatchAppendReq, BatchAppendResp>;

/** Applies the fault to the answer. Returns whether the fault replaced it. */
const spoil = (parts: ServiceParts, call: Duplex, made: BatchAppendResp): boolean => {
  const { faults } = parts;
  if (faults.appends === 'none' || faults.appendsLeft <= 0) return false;
  faults.appendsLeft -= 1;
  if (faults.appendsBefore > 0) {
    faults.appendsBefore -= 1;
    faults.appendsLeft += 1;
    return false;
  }
  switch (faults.appends) {
    case 'silent':
      return true;
    case 'end':
      call.end();
      return true;
    case 'internal':
      call.emit('error', serverError(status.INTERNAL, 'Unexpected failure'));
      return true;
    case 'drop':
      parts.dropConnections();
      return true;
    case 'hold':
      parts.held.push(() => call.write(made));
      return true;
    default:
      return false;
  }
};

/** Takes up appends in the order in which they come, as the server does. */
export const handleBatchAppend = (parts: ServiceParts, call: Duplex): void => {
  const { counts, faults } = parts;
  counts.batchAppendCalls += 1;
  parts.peers.add(call.getPeer());
  try {
    parts.authorise(call.metadata, false);
  } catch (error) {
    call.emit('error', error);
    return;
  }
  const begun = new Map<string, { options: BatchAppendReq.Options; proposed: NewStored[] }>();
  let last: Promise<unknown> = Promise.resolve();
  const work = async (request: BatchAppendReq): Promise<void> => {
    const id = request.getCorrelationId()?.getString() ?? '';
    const options = request.getOptions();
    if (options !== undefined) begun.set(id, { options, proposed: [] });
    const batch = begun.get(id);
    if (batch === undefined) return;
    batch.proposed.push(...request.getProposedMessagesList().map(storedOf));
    if (!request.getIsFinal()) return;
    begun.delete(id);
    counts.appends += 1;
    const stream = nameOf(batch.options.getStreamIdentifier());
    if (faults.appendsLeft > 0 && (faults.appends === 'not_ready' || faults.appends === 'timeout')) {
      faults.appendsLeft -= 1;
      call.write(
        faults.appends === 'not_ready'
          ? batchError(request.getCorrelationId(), stream, { message: 'Server Is Not Ready' })
          : timeout(request, stream),
      );
      return;
    }
    const made = flushed(parts, request, batch.proposed, batch.options);
    const reply = (): void => {
      if (!call.cancelled && !spoil(parts, call, made.response)) call.write(made.response);
    };
    if (made.afterMs > 0) setTimeout(reply, made.afterMs);
    else reply();
  };
  call.on('data', (request: BatchAppendReq) => {
    last = last.then(() => work(request));
  });
  call.on('end', () => void last.then(() => call.end()));
  call.on('error', () => undefined);
};

/** The older call: one append each, answered when all its messages are there. */
export const handleAppend = (
  parts: ServiceParts,
  call: ServerReadableStream<AppendReq, AppendResp>,
  done: sendUnaryData<AppendResp>,
): void => {
  const events: NewStored[] = [];
  let options: AppendReq.Options | undefined;
  call.on('data', (request: AppendReq) => {
    options ??= request.getOptions();
    const message = request.getProposedMessage();
    if (message !== undefined) events.push(storedOf(message));
  });
  call.on('end', () => {
    const stream = nameOf(options?.getStreamIdentifier());
    const expected: Expected = options?.hasNoStream()
      ? 'no_stream'
      : options?.hasAny()
        ? 'any'
        : Number(options?.getRevision());
    const written = parts.store.append(stream, expected, events);
    const response = new AppendResponse();
    if (written.result === 'success') {
      const success = new AppendResponse.Success();
      success.setCurrentRevision(String(written.revision));
      const position = new AppendResponse.Position();
      position.setCommitPosition(String(written.position));
      position.setPreparePosition(String(written.position));
      success.setPosition(position);
      response.setSuccess(success);
    } else {
      const wrong = new AppendResponse.WrongExpectedVersion();
      if (written.result === 'wrong_version' && written.current >= 0) wrong.setCurrentRevision(String(written.current));
      else wrong.setCurrentNoStream(new Empty());
      response.setWrongExpectedVersion(wrong);
    }
    done(null, response);
  });
};

/** Soft deletes; a tombstone with `hard`. */
export const handleDelete = (
  parts: ServiceParts,
  call: ServerUnaryCall<DeleteReq, DeleteResp>,
  done: sendUnaryData<DeleteResp>,
): void => {
  parts.store.softDelete(nameOf(call.request.getOptions()?.getStreamIdentifier()));
  const response = new DeleteResponse();
  response.setNoPosition(new Empty());
  done(null, response);
};
