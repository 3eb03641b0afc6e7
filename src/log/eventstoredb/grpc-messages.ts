/**
 * The generated messages of the protocol, from the client's package. They are CommonJS modules whose exports are named only
 * at run time, so each is imported as one value.
 */
import features from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import streamsCalls from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type { StreamsClient } from '@eventstore/db-client/generated/streams_grpc_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';

export const { BatchAppendReq, ReadReq } = streams;
export const { Empty, StreamIdentifier, UUID, WrongExpectedVersion } = shared;
export const { StreamsClient: Streams } = streamsCalls;
export const { ServerFeaturesClient: ServerFeatures } = features;

/** A call that appends. */
export type AppendStream = ReturnType<StreamsClient['batchAppend']>;
export type { StreamsClient };
export type { ServerFeaturesClient } from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
export type {
  BatchAppendReq as BatchAppendMessage,
  BatchAppendResp as BatchAppendAnswer,
  ReadReq as ReadRequest,
  ReadResp as ReadMessage,
} from '@eventstore/db-client/generated/streams_pb.js';

/** Returns a stream's name as a message. */
export const streamIdentifier = (name: string): InstanceType<typeof StreamIdentifier> => {
  const identifier = new StreamIdentifier();
  identifier.setStreamName(new Uint8Array(Buffer.from(name, 'utf8')));
  return identifier;
};

/** Returns a UUID in lower case from either of its two forms; empty if there is none. */
export const uuidText = (uuid: InstanceType<typeof UUID> | undefined): string => {
  const structured = uuid?.getStructured();
  if (structured === undefined) return uuid?.getString().toLowerCase() ?? '';
  const hex = [structured.getMostSignificantBits(), structured.getLeastSignificantBits()]
    .map((bits) => BigInt.asUintN(64, BigInt(bits)).toString(16).padStart(16, '0'))
    .join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
};
