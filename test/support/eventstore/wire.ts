/** Messages of the protocol as the server sends them, and its errors. */
import features from '@eventstore/db-client/generated/serverfeatures_pb.js';
import featuresCalls from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import gossip from '@eventstore/db-client/generated/gossip_pb.js';
import gossipCalls from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import rpc from '@eventstore/db-client/generated/status_pb.js';
import streamsCalls from '@eventstore/db-client/generated/streams_grpc_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import { Metadata, type ServiceError, type status } from '@grpc/grpc-js';
import anyMessage from 'google-protobuf/google/protobuf/any_pb.js';
import emptyMessage from 'google-protobuf/google/protobuf/empty_pb.js';
import type { Position } from './read-pages.js';
import type { StoredEvent } from './store.js';

const { BatchAppendResp, ReadResp } = streams;
export const { AppendResp, DeleteResp } = streams;
const { AllStreamPosition } = shared;
export const { Empty, StreamIdentifier, UUID, WrongExpectedVersion } = shared;
export const { StreamsService } = streamsCalls;
export const { ServerFeaturesService } = featuresCalls;
export const { SupportedMethod, SupportedMethods } = features;
export const { GossipService } = gossipCalls;
export const { ClusterInfo, EndPoint, MemberInfo } = gossip;

type Response = InstanceType<typeof ReadResp>;
type BatchResponse = InstanceType<typeof BatchAppendResp>;

/** An error of the server: gRPC status, and EventStoreDB's name of the exception with what belongs to it. */
export const serverError = (
  code: status,
  details: string,
  exception?: string,
  more: Readonly<Record<string, string>> = {},
): Partial<ServiceError> => {
  const metadata = new Metadata();
  if (exception !== undefined) metadata.set('exception', exception);
  for (const [name, value] of Object.entries(more)) metadata.set(name, value);
  return { code, details, metadata };
};

export const nameOf = (identifier: InstanceType<typeof StreamIdentifier> | undefined): string =>
  Buffer.from(identifier?.getStreamName_asU8() ?? []).toString('utf8');

const identifierOf = (stream: string): InstanceType<typeof StreamIdentifier> => {
  const identifier = new StreamIdentifier();
  identifier.setStreamName(new Uint8Array(Buffer.from(stream, 'utf8')));
  return identifier;
};

export const eventMessage = (event: StoredEvent): Response => {
  const recorded = new ReadResp.ReadEvent.RecordedEvent();
  const id = new UUID();
  id.setString(event.id);
  recorded.setId(id);
  recorded.setStreamIdentifier(identifierOf(event.stream));
  recorded.setStreamRevision(String(event.revision));
  recorded.setCommitPosition(String(event.position));
  recorded.setPreparePosition(String(event.position));
  recorded
    .getMetadataMap()
    .set('type', event.type)
    .set('created', event.created)
    .set('content-type', event.isJson ? 'application/json' : 'application/octet-stream');
  recorded.setData(new Uint8Array(event.data));
  recorded.setCustomMetadata(new Uint8Array(event.metadata));
  const read = new ReadResp.ReadEvent();
  read.setEvent(recorded);
  read.setCommitPosition(String(event.position));
  const response = new ReadResp();
  response.setEvent(read);
  return response;
};

export const checkpointMessage = ({ commit, prepare }: Position): Response => {
  const checkpoint = new ReadResp.Checkpoint();
  const text = (offset: number): string => (Number.isFinite(offset) ? String(offset) : '18446744073709551615');
  checkpoint.setCommitPosition(text(commit));
  checkpoint.setPreparePosition(text(prepare));
  const response = new ReadResp();
  response.setCheckpoint(checkpoint);
  return response;
};

export const confirmationMessage = (id: string): Response => {
  const confirmation = new ReadResp.SubscriptionConfirmation();
  confirmation.setSubscriptionId(id);
  const response = new ReadResp();
  response.setConfirmation(confirmation);
  return response;
};

export const caughtUpMessage = (): Response => {
  const response = new ReadResp();
  response.setCaughtUp(new ReadResp.CaughtUp());
  return response;
};

export const streamNotFoundMessage = (stream: string): Response => {
  const notFound = new ReadResp.StreamNotFound();
  notFound.setStreamIdentifier(identifierOf(stream));
  const response = new ReadResp();
  response.setStreamNotFound(notFound);
  return response;
};

export const lastRevisionMessage = (revision: number): Response => {
  const response = new ReadResp();
  response.setLastStreamPosition(String(revision));
  return response;
};

const batchResponse = (correlation: InstanceType<typeof UUID> | undefined, stream: string): BatchResponse => {
  const response = new BatchAppendResp();
  response.setCorrelationId(correlation);
  response.setStreamIdentifier(identifierOf(stream));
  return response;
};

export const batchSuccess = (
  correlation: InstanceType<typeof UUID> | undefined,
  stream: string,
  of: { readonly revision: number; readonly position: number | null },
): BatchResponse => {
  const success = new BatchAppendResp.Success();
  success.setCurrentRevision(String(of.revision));
  if (of.position === null) success.setNoPosition(new Empty());
  else {
    const position = new AllStreamPosition();
    position.setCommitPosition(String(of.position));
    position.setPreparePosition(String(of.position));
    success.setPosition(position);
  }
  const response = batchResponse(correlation, stream);
  response.setSuccess(success);
  return response;
};

export const wrongVersion = (
  expected: number | 'any' | 'no_stream' | 'stream_exists',
  current: number,
): InstanceType<typeof WrongExpectedVersion> => {
  const wrong = new WrongExpectedVersion();
  if (current < 0) wrong.setCurrentNoStream(new Empty());
  else wrong.setCurrentStreamRevision(String(current));
  if (expected === 'any') wrong.setExpectedAny(new Empty());
  else if (expected === 'no_stream') wrong.setExpectedNoStream(new Empty());
  else if (expected === 'stream_exists') wrong.setExpectedStreamExists(new Empty());
  else wrong.setExpectedStreamPosition(String(expected));
  return wrong;
};

/** An error in an answer: google.rpc.Status whose details are a packed message; packed empty where there is none. */
export const batchError = (
  correlation: InstanceType<typeof UUID> | undefined,
  stream: string,
  of: { readonly message: string; readonly name?: string; readonly details?: { serializeBinary(): Uint8Array } },
): BatchResponse => {
  const details = new anyMessage.Any();
  if (of.details === undefined) details.pack(new emptyMessage.Empty().serializeBinary(), 'google.protobuf.Empty');
  else details.pack(of.details.serializeBinary(), `event_store.client.${of.name ?? ''}`);
  const error = new rpc.Status();
  error.setMessage(of.message);
  error.setDetails(details);
  const response = batchResponse(correlation, stream);
  response.setError(error);
  return response;
};
export { shared };
