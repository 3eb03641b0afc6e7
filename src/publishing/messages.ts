/**
 * Schemas of message values, derived from the schemas of the events. JSON Schemas (docs/schemas) and docs/asyncapi.yaml
 * are generated from them (`npm run generate`).
 */
import { z } from 'zod';
import type { LedgerEvent } from '../domain/envelope.js';
import { eventDefinitions, instantSchema } from '../domain/events.js';
import { currentPriceStatuses } from '../domain/prices/current-price.js';
import { type TopicName, topics } from './topic-definitions.js';

/** The snapshot behind an observation; fields are null if its SnapshotTaken was not recorded yet. */
export const provenanceSchema = z.strictObject({
  snapshot_id: z.uuid(),
  url: z.string().max(1_000).nullable(),
  upstream_stamp: instantSchema.nullable(),
  payload_sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
  parser_version: z.int().min(1).nullable(),
});
export type MessageProvenance = z.infer<typeof provenanceSchema>;

const {
  AlertTriggered,
  CardListed,
  PriceObserved,
  PriceWithdrawn,
  PriceCorrected,
  ObservationVoided,
  QuarantineReleased,
  SnapshotTaken,
  CollectionFinished,
  CollectionFailed,
} = eventDefinitions;

/** The whole card after an event, as the API shows it. */
export const cardStateSchema = CardListed.schema.omit({ collection: true }).extend({
  /** External system → id, such as cardmarket → 684533. */
  external_ids: z.record(z.string(), z.string()),
  listed_at: instantSchema,
  revised_at: instantSchema,
  withdrawn: z.boolean(),
  /** The source's stamp from which the card is not listed any more. */
  withdrawn_at: instantSchema.nullable(),
  /** Id of the card that this one was merged into. */
  merged_into: z.string().nullable(),
});
export type CardState = z.infer<typeof cardStateSchema>;

export interface MessageDefinition {
  /** The `ce_type`: name and version of the schema. */
  readonly type: string;
  readonly topic: TopicName;
  readonly schema: z.ZodType;
  readonly summary: string;
}

/** Returns the `ce_type` of a schema version, such as `tcg.PriceObserved.v1`: a new version is a new type. */
export const ceType = (type: string, version: number): string => `tcg.${type}.v${version}`;

/** Raised when the schema of the card state changes: it is no event and has a version of its own. */
const cardStateVersion = 1;
export const cardStateType = ceType('CardState', cardStateVersion);

/** The current price of a key. Numbers are in minor units, all null unless `standing`. */
export const currentPriceSchema = PriceObserved.schema.omit({ collection: true, provenance: true }).extend({
  /** `withdrawn`: the source no longer shows the key. `voided`: nothing that was observed of the key counts. */
  status: z.enum(currentPriceStatuses),
  /** Id of the event that states the price; of `voided`, of the event that voids it. */
  observation_id: z.uuid(),
  /** Id of the SnapshotTaken event behind the price; null where a person stated it. */
  provenance: z.uuid().nullable(),
});
export type CurrentPriceMessage = z.infer<typeof currentPriceSchema>;

/** Raised when the schema of the current price changes, as that of the card state. */
const currentPriceVersion = 1;
export const currentPriceType = ceType('CurrentPrice', currentPriceVersion);

/** Events of a collection that are published. */
const collectionSchemas = {
  SnapshotTaken: SnapshotTaken.schema,
  CollectionFinished: CollectionFinished.schema,
  CollectionFailed: CollectionFailed.schema,
} as const;
type CollectionMessageType = keyof typeof collectionSchemas;
export const collectionMessageTypes = Object.keys(collectionSchemas) as CollectionMessageType[];

/** Returns whether `event` is one of a collection that is published. */
export const isCollectionMessage = (
  event: LedgerEvent,
): event is Extract<LedgerEvent, { type: CollectionMessageType }> => Object.hasOwn(collectionSchemas, event.type);

const collectionSummaries: Readonly<Record<CollectionMessageType, string>> = {
  SnapshotTaken: 'The price file of a set was read: these rows, of which so many changed. The proof of what did not.',
  CollectionFinished: 'A run of the source is over: the day is complete but for what it names as left out.',
  CollectionFailed: 'A run of the source ended with an error: what it did not reach is not collected.',
};

/** Events of a price that are published. Others (quarantined rows) state no price. */
const priceSchemas = {
  PriceObserved: PriceObserved.schema.extend({ provenance: provenanceSchema }),
  PriceWithdrawn: PriceWithdrawn.schema.extend({ provenance: provenanceSchema }),
  PriceCorrected: PriceCorrected.schema,
  ObservationVoided: ObservationVoided.schema,
  QuarantineReleased: QuarantineReleased.schema.extend({
    observation: PriceObserved.schema.extend({ provenance: provenanceSchema }),
  }),
} as const;
export type PriceMessageType = keyof typeof priceSchemas;
export const priceMessageTypes = Object.keys(priceSchemas) as PriceMessageType[];

const priceSummaries: Readonly<Record<PriceMessageType, string>> = {
  PriceObserved: 'A marketplace shows these numbers for a key, since effective_at.',
  PriceWithdrawn: 'The marketplace no longer shows a price for the key, since effective_at.',
  PriceCorrected: 'The numbers that should have stood from effective_at on, instead of those of observation_id.',
  ObservationVoided: 'observation_id never counted; standing is what holds without it.',
  QuarantineReleased:
    'A price that was held back counts after all: a person released it, or the source kept showing it (evidence).',
};

/** `ce_type` of a firing. */
export const alertMessageType = ceType('AlertTriggered', AlertTriggered.version);

/** A notification that the notifier gave up. Names no person and no address. */
export const notificationFailedSchema = z.strictObject({
  notification_id: z.uuid(),
  /** The firing. */
  event_id: z.uuid(),
  alert_id: z.string(),
  channel_id: z.uuid(),
  channel_kind: z.string(),
  tries: z.int().min(1),
  /** Of the last try: status of HTTP or reply code of SMTP; null if there was no answer. */
  status: z.int().nullable(),
  /** Of the last try. */
  reason: z.string(),
  queued_at: instantSchema,
  gave_up_at: instantSchema,
});
export type NotificationFailed = z.infer<typeof notificationFailedSchema>;
export const notificationFailedType = ceType('NotificationFailed', 1);

/** Every type of message that the ledger sends. */
export const messageDefinitions: readonly MessageDefinition[] = [
  ...priceMessageTypes.map((type) => ({
    type: ceType(type, eventDefinitions[type].version),
    topic: topics.prices,
    schema: priceSchemas[type],
    summary: priceSummaries[type],
  })),
  {
    type: currentPriceType,
    topic: topics.currentPrices,
    schema: currentPriceSchema,
    summary: 'The price of a key after a change of it.',
  },
  ...collectionMessageTypes.map((type) => ({
    type: ceType(type, eventDefinitions[type].version),
    topic: topics.collections,
    schema: collectionSchemas[type],
    summary: collectionSummaries[type],
  })),
  {
    type: cardStateType,
    topic: topics.cards,
    schema: cardStateSchema,
    summary: 'The whole card after a change of it.',
  },
  {
    type: alertMessageType,
    topic: topics.alerts,
    schema: AlertTriggered.schema,
    summary: 'An alert fired.',
  },
  {
    type: notificationFailedType,
    topic: topics.notificationsDlq,
    schema: notificationFailedSchema,
    summary: 'A notification was given up: it can be replayed.',
  },
];
