/**
 * Events as they lie in EventStoreDB. Data is the event's JSON, to the byte. What the server has no place for, or has in
 * another way, travels in the event's metadata: `recorded_at` (the server's own time cannot be kept when a log is copied,
 * and the hash chain covers it), `schema_version`, and why and by whom; the two ids under the names the server's own tools
 * know, $correlationId and $causationId.
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

/** The metadata of an event as the server keeps it. */
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
  /** Bytes as the server counts them against its largest append: data, metadata, the type as UTF-16. */
  readonly bytes: number;
}

/** `texts`: the data of each event as JSON. All events of a call share metadata and time, so few metadata texts are made. */
export const encoder = (metadata: EventMetadata, recordedAt: string) => {
  const made = new Map<number, Uint8Array>();
  return (events: readonly NewEvent[], texts: readonly string[]): Encoded => {
    let bytes = 0;
    const messages = events.map((event, index) => {
      let shared = made.get(event.schema_version);
      if (shared === undefined) {
        shared = new Uint8Array(Buffer.from(metadataText(metadata, recordedAt, event.schema_version), 'utf8'));
        made.set(event.schema_version, shared);
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

/** An event that arrived, its data not looked at yet. */
export interface ReceivedEvent {
  readonly id: string;
  readonly stream: string;
  readonly type: string;
  readonly revision: number;
  /** null: an event of an explicit transaction, read from its stream. */
  readonly position: LogPosition | null;
  /** null: no ledger wrote it. Others may use the server too. */
  readonly recordedAt: string | null;
  /** The event; throws EVENT_NOT_UNDERSTOOD where its data is none of ours though its metadata is. */
  recorded(): RecordedEvent;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const idOf = (event: WireEvent): string => uuidText(event.getId());
const nameOf = (event: WireEvent): string =>
  Buffer.from(event.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString('utf8');

/** Id and revision of an event and nothing else, for looking through a stream. */
export const placeOf = (message: ReadMessage): { readonly id: string; readonly revision: number } | null => {
  const event = message.getEvent()?.getEvent();
  return event === undefined ? null : { id: idOf(event), revision: Number(event.getStreamRevision()) };
};

/** Whether two metadata are the same bytes: events of one append mostly follow each other. */
const areSame = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

/** Reads events out of messages; gives null for what is no event. Remembers the last metadata, which is mostly the next. */
export const decoder = (): ((message: ReadMessage) => ReceivedEvent | null) => {
  let lastBytes: Uint8Array | null = null;
  let last: Shared | null = null;
  return (message) => {
    // Links are not resolved, so what is asked for is the event itself.
    const event = message.getEvent()?.getEvent();
    if (event === undefined) return null;
    const map = event.getMetadataMap();
    const bytes = event.getCustomMetadata_asU8();
    if (lastBytes === null || !areSame(lastBytes, bytes)) {
      lastBytes = bytes;
      last = sharedOf(bytes);
    }
    const shared = map.get('content-type') === jsonType ? last : null;
    const id = idOf(event);
    const stream = nameOf(event);
    const type = map.get('type') ?? '';
    const revision = Number(event.getStreamRevision());
    const position = printPosition({ commit: event.getCommitPosition(), prepare: event.getPreparePosition() });
    return {
      id,
      stream,
      type,
      revision,
      position,
      recordedAt: shared?.recorded_at ?? null,
      recorded() {
        let data: unknown;
        try {
          data = JSON.parse(Buffer.from(event.getData_asU8()).toString('utf8'));
        } catch {
          data = undefined;
        }
        if (shared === null || position === null || !isObject(data)) {
          throw ledgerError(
            'EVENT_NOT_UNDERSTOOD',
            `event ${id} in ${stream} is damaged: somebody wrote past the ledger`,
          );
        }
        const { recorded_at, schema_version, metadata } = shared;
        return { id, type, schema_version, data, stream, revision, position, recorded_at, metadata };
      },
    };
  };
};
