/**
 * What the values of messages look like: made from the schemas of the events, so that there is one definition. JSON
 * Schemas (docs/schemas) and docs/asyncapi.yaml are generated from here (`npm run generate`).
 */
import { z } from 'zod';
import { eventDefinitions, instantSchema } from '../domain/events.js';
import { type TopicName, topics } from './topic-definitions.js';

/** The snapshot behind an observation; nulls where its SnapshotTaken was not recorded when the message was sent. */
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

const { CardListed, PriceObserved, PriceWithdrawn, PriceCorrected, ObservationVoided, QuarantineReleased } =
  eventDefinitions;

/** The card as it is after an event: what the API shows of it, whole. */
export const cardStateSchema = CardListed.schema.omit({ collection: true }).extend({
  /** System → id there, such as cardmarket → 684533. */
  external_ids: z.record(z.string(), z.string()),
  listed_at: instantSchema,
  revised_at: instantSchema,
  withdrawn: z.boolean(),
  /** The stamp of the source that no longer had it. */
  withdrawn_at: instantSchema.nullable(),
  /** The card that this one turned out to be. */
  merged_into: z.string().nullable(),
});
export type CardState = z.infer<typeof cardStateSchema>;

export interface MessageDefinition {
  /** The `ce_type`: what it is and the version of its shape. */
  readonly type: string;
  readonly topic: TopicName;
  readonly schema: z.ZodType;
  readonly summary: string;
}

/** `tcg.PriceObserved.v1`: type and schema version of the event, so that a new shape is a new type to its readers. */
export const ceType = (type: string, version: number): string => `tcg.${type}.v${version}`;

/** Raised when the card's shape changes its meaning; cards are a state of ours and so have a version of their own. */
const cardStateVersion = 1;
export const cardStateType = ceType('CardState', cardStateVersion);

/** Where prices become messages; the events not named here (quarantined rows) state no price. */
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
  QuarantineReleased: 'A price that was held back as implausible was looked at and counts after all.',
};

/** Events of the log by name, those included that a later version of the code brings. */
const definitionOf = (type: string): { readonly version: number; readonly schema: z.ZodType } | undefined =>
  (eventDefinitions as Readonly<Record<string, { version: number; schema: z.ZodType } | undefined>>)[type];

/** Firings of alerts, by the name they have in the log. */
export const alertMessageType: string = 'AlertTriggered';

const alertMessages = (): MessageDefinition[] => {
  const definition = definitionOf(alertMessageType);
  if (definition === undefined) return [];
  const { version, schema } = definition;
  return [{ type: ceType(alertMessageType, version), topic: topics.alerts, schema, summary: 'An alert fired.' }];
};

/** Every type of message that the publisher sends. */
export const messageDefinitions: readonly MessageDefinition[] = [
  ...priceMessageTypes.map((type) => ({
    type: ceType(type, eventDefinitions[type].version),
    topic: topics.prices,
    schema: priceSchemas[type],
    summary: priceSummaries[type],
  })),
  {
    type: cardStateType,
    topic: topics.cards,
    schema: cardStateSchema,
    summary: 'The whole card after a change of it.',
  },
  ...alertMessages(),
];
