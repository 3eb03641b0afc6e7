/**
 * Encodes and decodes events of EventStoreDB. Data is the event's JSON, byte for byte. Fields that the server lacks travel
 * in the event's metadata: `schema_version`, the ledger's metadata, and `recorded_at`. Rejected: the server's own time for
 * `recorded_at`, because a copy of the log could not keep it and the hash chain covers it. The two ids have the names that
 * the server's tools use, $correlationId and $causationId.
 */
import {
  type EventMetadata,
  type LogPosition,
  metadataSchema,
  type NewEvent,
  type RecordedEvent,
} from '../../domain/envelope.js';
import { ledgerError } from '../../base/errors.js';
import { printPosition } from './position.js';
import { BatchAppendReq, type ReadMessage, UUID, uuidText } from './grpc-messages.js';

type Proposed = InstanceType<typeof BatchAppendReq.ProposedMessage>;
type WireEvent = NonNullable<ReturnType<NonNullable<ReturnType<ReadMessage['getEvent']>>['getEvent']>>;

const jsonType = 'application/json';

/** Returns the metadata of an event as the server stores it. */
const metadataText = (metadata: EventMetadata, recordedAt: string, schemaVersion: number): string => {
  const { correlation_id, causation_id, ...rest } = metadata;
  return JSON.stringify({
    $correlationId: correlation_id,
    ...(causation_id === null ? {} : { $causationId: causation_id }),
    ...rest,
    recorded_at: recordedAt,
    schema_version: schemaVersion,
  });
};

export interface Encoded {
  readonly messages: readonly Proposed[];
  /** Bytes as the server counts them against its append limit: data, metadata, the type as UTF-16. */
  readonly bytes: number;
}

/** Creates an encoder for one call, whose events share metadata and time. It takes the data of each event as JSON text. */
export const createEncoder = (metadata: EventMetadata, recordedAt: string) => {
  const metadataOfVersion = new Map<number, Uint8Array>();
  return (events: readonly NewEvent[], texts: readonly string[]): Encoded => {
    let bytes = 0;
    const messages = events.map((event, index) => {
      let shared = metadataOfVersion.get(event.schema_version);
      if (shared === undefined) {
        shared = new Uint8Array(Buffer.from(metadataText(metadata, recordedAt, event.schema_version), 'utf8'));
        metadataOfVersion.set(event.schema_version, shared);
      }
      const data = new Uint8Array(Buffer.from(texts[index] as string, 'utf8'));
      bytes += data.length + shared.length + 2 * event.type.length;
      const message = new BatchAppendReq.ProposedMessage();
      const id = new UUID();
      id.setString(event.id);
      message.setId(id);
      message.getMetadataMap().set('type', event.type).set('content-type', jsonType);
      message.setCustomMetadata(shared);
      message.setData(data);
      return message;
    });
    return { messages, bytes };
  };
};

interface Shared {
  readonly recorded_at: string;
  readonly schema_version: number;
  readonly metadata: EventMetadata;
}

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/;

const sharedOf = (bytes: Uint8Array): Shared | null => {
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return null;
  }
  if (typeof parsed !== 'object' || parsed === null) return null;
  const {
    $correlationId,
    $causationId = null,
    recorded_at,
    schema_version,
    ...rest
  } = parsed as Record<string, unknown>;
  if (typeof recorded_at !== 'string' || !instant.test(recorded_at)) return null;
  if (!Number.isInteger(schema_version)) return null;
  const metadata = metadataSchema.safeParse({ correlation_id: $correlationId, causation_id: $causationId, ...rest });
  if (!metadata.success) return null;
  return { recorded_at, schema_version: schema_version as number, metadata: Object.freeze(metadata.data) };
};

/** An event as received; its data is not parsed yet. */
export interface ReceivedEvent {
  readonly id: string;
  readonly stream: string;
  readonly type: string;
  readonly revision: number;
  /** `null` for an event of an explicit transaction that was read from its stream. */
  readonly position: LogPosition | null;
  /** `null` if no ledger wrote it: other applications may use the server too. */
  readonly recordedAt: string | null;
  /** Returns the event, parsed once. Throws EVENT_NOT_UNDERSTOOD if its metadata is a ledger's but its data is not. */
  recorded(): RecordedEvent;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const idOf = (event: WireEvent): string => uuidText(event.getId());
const nameOf = (event: WireEvent): string =>
  Buffer.from(event.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString('utf8');

/** Returns the id and the revision of an event; `null` if the message is no event. */
export const idAndRevisionOf = (message: ReadMessage): { readonly id: string; readonly revision: number } | null => {
  const event = message.getEvent()?.getEvent();
  return event === undefined ? null : { id: idOf(event), revision: Number(event.getStreamRevision()) };
};

const areEqual = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

/**
 * Creates a decoder of messages; it returns `null` for a message that is no event. It caches the last metadata, since events
 * of one append follow each other.
 */
export const createDecoder = (): ((message: ReadMessage) => ReceivedEvent | null) => {
  let lastBytes: Uint8Array | null = null;
  let last: Shared | null = null;
  return (message) => {
    // Links are not resolved, so this is the event itself.
    const event = message.getEvent()?.getEvent();
    if (event === undefined) return null;
    const map = event.getMetadataMap();
    const bytes = event.getCustomMetadata_asU8();
    if (lastBytes === null || !areEqual(lastBytes, bytes)) {
      lastBytes = bytes;
      last = sharedOf(bytes);
    }
    const shared = map.get('content-type') === jsonType ? last : null;
    const id = idOf(event);
    const stream = nameOf(event);
    const type = map.get('type') ?? '';
    const revision = Number(event.getStreamRevision());
    const position = printPosition({ commit: event.getCommitPosition(), prepare: event.getPreparePosition() });
    let parsed: RecordedEvent | undefined;
    return {
      id,
      stream,
      type,
      revision,
      position,
      recordedAt: shared?.recorded_at ?? null,
      recorded() {
        if (parsed !== undefined) return parsed;
        let data: unknown;
        try {
          data = JSON.parse(Buffer.from(event.getData_asU8()).toString('utf8'));
        } catch {
          data = undefined;
        }
        if (shared === null || position === null || !isObject(data)) {
          throw ledgerError(
            'EVENT_NOT_UNDERSTOOD',
            `event ${id} in ${stream} is damaged: it was written by another application`,
          );
        }
        const { recorded_at, schema_version, metadata } = shared;
        return (parsed = { id, type, schema_version, data, stream, revision, position, recorded_at, metadata });
      },
    };
  };
};
