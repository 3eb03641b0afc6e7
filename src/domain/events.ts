/**
 * Every event of the ledger: its stream, its current schema version, its zod schema. The schemas are the one
 * definition; types, JSON Schemas and documentation follow from them. Old versions are brought up to date on read by
 * the upcasters in `upcasting.ts`. Rejected: a version in the type name (`PriceObservedV2`), because every reader of
 * the log then lists all versions forever.
 */
import { z } from 'zod';
import { limits } from '../base/limits.js';
import { alertMetrics, alertRuleSchema } from './alerts/rule.js';
import { games, identityPattern, productTypes } from './cards/card.js';
import { isInCalendar } from './instant.js';
import { priceKeySchema, priceKeyShape, sourceSchema } from './prices/price-key.js';
import type { PriceNumbers } from './prices/price-numbers.js';

const cardId = z.string().regex(identityPattern);
const setId = z.string().regex(identityPattern);
const eventId = z.uuid();
/** RFC 3339 in UTC, as the ledger writes it: 2025-09-21T20:05:33Z, with milliseconds only when there are any. */
export const instantSchema = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{3})?Z$/)
  .refine(isInCalendar, 'not in the calendar');
const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .refine(isInCalendar, 'not in the calendar');
const amount = z.int().min(0).max(limits.priceMinorUnitsMax).nullable();
const count = z.int().min(0);
const reason = z.string().min(1).max(1_000);
const runId = z.uuid();

/** The five numbers a marketplace shows, in minor units; null where it shows none. */
const priceNumbersShape = {
  low: amount,
  mid: amount,
  high: amount,
  market: amount,
  direct_low: amount,
} as const satisfies Record<keyof PriceNumbers, z.ZodType>;

/**
 * Language of a set or card. Absent where the source does not name one, as for English products. Rejected: `null`
 * instead of absence, which would change the data, and so the derived id, of every catalog fact recorded before the
 * field existed.
 */
const language = z.string().min(2).max(10).optional();

const setState = z.strictObject({
  set_id: setId,
  game: z.enum(games),
  name: z.string().min(1).max(300),
  abbreviation: z.string().max(60).nullable(),
  published_on: day.nullable(),
  supplemental: z.boolean(),
  /** The source's own modification time, as it writes it (zone-less). */
  source_modified_at: z.string().max(40).nullable(),
  language,
  source: sourceSchema,
  collection: runId,
});

const cardState = z.strictObject({
  card_id: cardId,
  game: z.enum(games),
  set_id: setId,
  name: z.string().min(1).max(500),
  clean_name: z.string().max(500).nullable(),
  number: z.string().max(100).nullable(),
  rarity: z.string().max(100).nullable(),
  product_type: z.enum(productTypes),
  image_url: z.string().max(1_000).nullable(),
  url: z.string().max(1_000).nullable(),
  presale: z
    .strictObject({ is_presale: z.boolean(), released_on: z.string().max(40).nullable(), note: z.string().nullable() })
    .nullable(),
  /** Other facts that the source has of the product (HP, Color, CardText …), by its own names. */
  attributes: z.record(z.string(), z.string()),
  language,
  source: sourceSchema,
  collection: runId,
});

const observation = z.strictObject({
  ...priceKeyShape,
  ...priceNumbersShape,
  sample_size: count.nullable(),
  /** What it costs to have the offer at `low` sent, beside that price; absent where the source does not state it. */
  low_shipping: z.int().min(0).max(limits.priceMinorUnitsMax).optional(),
  effective_at: instantSchema,
  collection: runId,
  /** Id of the SnapshotTaken event that carries URL, upstream stamp and payload hash for all its observations. */
  provenance: eventId,
});
export type Observation = z.infer<typeof observation>;

const collection = {
  run_id: runId,
  source: sourceSchema,
  scope: z.string().min(1).max(60),
  /** The source's own stamp of what was collected. */
  upstream_stamp: instantSchema,
} as const;

const runCounts = {
  sets: count,
  rows: count,
  changed: count,
  unchanged: count,
  withdrawn: count,
  quarantined: count,
} as const;

/** Something of a source's files that a run did not take. Price rows that fail validation are ObservationQuarantined. */
const omission = z.strictObject({
  /** `file`: missing or unreadable. `row`: a set or card that is not taken. `field`: taken without this field. */
  kind: z.enum(['file', 'row', 'field']),
  /** Path of the file below the source's URL. */
  file: z.string().min(1).max(300),
  set_id: setId.nullable(),
  /** Place in the file, such as results.3.extendedData.0.value; null: the whole file. */
  place: z.string().max(200).nullable(),
  detail: z.string().min(1).max(200),
});
export type Omission = z.infer<typeof omission>;

/** What a run left out; each is absent where there is nothing of it. `quarantined` counts the rows among them. */
const leftOut = {
  /** Prices that vanished at once and are not withdrawn yet. */
  withheld: count.min(1).optional(),
  missing_files: count.min(1).optional(),
  dropped_fields: count.min(1).optional(),
  /** Products or listings of the source that no card is known for. */
  unmatched: count.min(1).optional(),
  /** The first of them by kind; the counts are of all. */
  omissions: z.array(omission).min(1).max(limits.omissionsMax).optional(),
} as const;

/** Ids in lower case, as they stand in the names of streams. */
const alertId = z.uuid().regex(/^[0-9a-f-]+$/);
/** An id that says nothing by itself: whose it is and what is behind it stands in tables that can be erased. */
const opaqueId = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,79}$/);
const ruleVersion = z.int().min(1);

const alertTerms = {
  alert_id: alertId,
  /** 1, and one more with every change. */
  rule_version: ruleVersion,
  rule: alertRuleSchema,
  channels: z.array(opaqueId).max(limits.alertChannelsMax),
  expires_at: instantSchema.nullable(),
} as const;

/** An event, by its id and its position in the log that it was decided from. */
const cause = z.strictObject({ event_id: eventId, position: z.string().min(1).max(80) });

/** What was decided on one price of one key; `price` and `effective_at` are those of the newest one. */
const alertDecision = {
  alert_id: alertId,
  rule_version: ruleVersion,
  ...priceKeyShape,
  metric: z.enum(alertMetrics),
  /** null: withdrawn, or the source shows no such number. */
  price: amount,
  effective_at: instantSchema,
  /** What made the alerter look: the price event, or the event that made or changed the alert. */
  triggering: cause,
} as const;

export const quarantineReasons = ['schema', 'currency', 'precision', 'range', 'order', 'jump', 'duplicate'] as const;

/** Type → stream category, current schema version, schema of `data`. */
export const eventDefinitions = {
  SetListed: { category: 'set', version: 1, schema: setState },
  SetRevised: { category: 'set', version: 1, schema: setState },
  SetWithdrawn: {
    category: 'set',
    version: 1,
    schema: z.strictObject({ set_id: setId, source: sourceSchema, effective_at: instantSchema, collection: runId }),
  },

  CardListed: { category: 'card', version: 1, schema: cardState },
  CardRevised: { category: 'card', version: 1, schema: cardState },
  CardWithdrawn: {
    category: 'card',
    version: 1,
    schema: z.strictObject({ card_id: cardId, source: sourceSchema, effective_at: instantSchema, collection: runId }),
  },
  CardMerged: {
    category: 'card',
    version: 1,
    schema: z.strictObject({ card_id: cardId, merged_into: cardId, reason }),
  },
  ExternalIdMapped: {
    category: 'card',
    version: 1,
    schema: z.strictObject({
      card_id: cardId,
      system: z.string().min(1).max(40),
      external_id: z.string().min(1).max(100),
      evidence: z.string().max(1_000).nullable(),
      /** Why a person mapped it; absent where a program did. */
      reason: reason.optional(),
    }),
  },
  /** The id of another system that was proposed for the card is not its own. A later mapping of the same two overrules it. */
  ExternalIdRejected: {
    category: 'card',
    version: 1,
    schema: z.strictObject({
      card_id: cardId,
      system: z.string().min(1).max(40),
      external_id: z.string().min(1).max(100),
      reason,
    }),
  },

  PriceObserved: { category: 'price', version: 1, schema: observation },
  PriceWithdrawn: {
    category: 'price',
    version: 1,
    schema: z.strictObject({ ...priceKeyShape, effective_at: instantSchema, collection: runId, provenance: eventId }),
  },
  PriceCorrected: {
    category: 'price',
    version: 1,
    /** The numbers that should have stood from `effective_at` on, instead of those of `observation_id`. */
    schema: z.strictObject({
      ...priceKeyShape,
      ...priceNumbersShape,
      observation_id: eventId,
      effective_at: instantSchema,
      reason,
    }),
  },
  ObservationVoided: {
    category: 'price',
    version: 1,
    /**
     * `observation_id` never counted. `standing` is what holds without it (null: no price; `withdrawn`: the source did
     * not show the key), decided once by the command, so that no read model has to look back into the log to fold this
     * event.
     */
    schema: z.strictObject({
      ...priceKeyShape,
      observation_id: eventId,
      effective_at: instantSchema,
      standing: z
        .strictObject({
          ...priceNumbersShape,
          effective_at: instantSchema,
          /** The event that states it. */
          observation_id: eventId,
          /** Absent where a price stands. */
          withdrawn: z.literal(true).optional(),
        })
        .nullable(),
      reason,
    }),
  },
  ObservationQuarantined: {
    category: 'price',
    version: 1,
    schema: z.strictObject({
      source: sourceSchema,
      reason: z.enum(quarantineReasons),
      detail: reason,
      /** The row as the source sent it. */
      row: z.string().max(10_000),
      /** What would have been observed, where the row could be read that far. */
      observation: observation.nullable(),
      /**
       * What the row is a price of, where it says so though it could not be read as an observation; absent otherwise.
       * No part of the event's id, which is that of events recorded before the field existed.
       */
      key: priceKeySchema.optional(),
      effective_at: instantSchema,
      collection: runId,
      provenance: eventId,
    }),
  },
  QuarantineReleased: {
    category: 'price',
    version: 1,
    schema: z.strictObject({
      ...priceKeySchema.shape,
      quarantine_id: eventId,
      observation,
      reason,
      /** Ids of the ObservationQuarantined events that agree; absent where a person released the row. */
      evidence: z.array(eventId).min(1).max(100).optional(),
    }),
  },
  /** The row set aside by `quarantine_id` was wrong: the price before it holds. */
  QuarantineRejected: {
    category: 'price',
    version: 1,
    schema: z.strictObject({ ...priceKeySchema.shape, quarantine_id: eventId, effective_at: instantSchema, reason }),
  },

  CollectionStarted: {
    category: 'collection',
    version: 1,
    schema: z.strictObject({ ...collection, trigger: z.enum(['schedule', 'command', 'demo', 'import']) }),
  },
  SnapshotTaken: {
    category: 'collection',
    version: 1,
    /** `scope` is the set id; `url` and `payload_sha256` are those of the price file. */
    schema: z.strictObject({
      ...collection,
      url: z.string().max(1_000),
      payload_sha256: z.string().regex(/^[0-9a-f]{64}$/),
      parser_version: z.int().min(1),
      rows: count,
      changed: count,
      unchanged: count,
      withdrawn: count,
      quarantined: count,
      /** Prices that vanished at once and are not withdrawn yet, see `withheld.ts`; absent where there are none. */
      withheld: count.min(1).optional(),
      /** Their keys, as `priceKeyText` writes them. The next stamp of the set withdraws those that it does not show either. */
      withheld_keys: z.array(z.string().min(1).max(300)).min(1).max(limits.withheldKeysMax).optional(),
    }),
  },
  CollectionFinished: {
    category: 'collection',
    version: 1,
    schema: z.strictObject({ ...collection, ...runCounts, ...leftOut, requests: count }),
  },
  CollectionFailed: {
    category: 'collection',
    version: 1,
    schema: z.strictObject({
      ...collection,
      ...runCounts,
      ...leftOut,
      requests: count,
      code: z.string().max(60),
      detail: reason,
    }),
  },

  /** Nothing is asked of the source until it is resumed. Actors of these three are in the metadata. */
  SourcePaused: { category: 'collection', version: 1, schema: z.strictObject({ source: sourceSchema, reason }) },
  SourceResumed: { category: 'collection', version: 1, schema: z.strictObject({ source: sourceSchema, reason }) },
  SourceLimited: {
    category: 'collection',
    version: 1,
    /** All limits that hold from now on, beside those that are configured; null: as configured. */
    schema: z.strictObject({
      source: sourceSchema,
      /** Requests in any 24 hours. */
      daily_budget: count.min(1).nullable(),
      /** Milliseconds between two requests. */
      pause_ms: count.max(limits.sourcePauseMsMax).nullable(),
      reason,
    }),
  },

  AlertCreated: { category: 'alert', version: 1, schema: z.strictObject({ ...alertTerms, owner: opaqueId }) },
  /** All terms, replaced. The card cannot change. */
  AlertChanged: { category: 'alert', version: 1, schema: z.strictObject(alertTerms) },
  AlertPaused: { category: 'alert', version: 1, schema: z.strictObject({ alert_id: alertId }) },
  AlertResumed: { category: 'alert', version: 1, schema: z.strictObject({ alert_id: alertId }) },
  AlertTriggered: {
    category: 'alert',
    version: 1,
    schema: z.strictObject({
      ...alertDecision,
      /** `crossing`: a price made the condition hold. `on_create`: it held when the alert was made or changed. */
      occasion: z.enum(['crossing', 'on_create']),
      /** The newest price before the triggering event; null: there was none. */
      previous: z.strictObject({ ...cause.shape, price: amount, effective_at: instantSchema }).nullable(),
      /** What the price was compared with, and since when that had held; null: nothing (availability). */
      reference: z.strictObject({ amount: amount.unwrap(), since: instantSchema.nullable() }).nullable(),
      /** From when on prices were looked at: the begin of the window or, where less is known, of what is known. */
      measured_from: instantSchema.nullable(),
    }),
  },
  AlertRearmed: { category: 'alert', version: 1, schema: z.strictObject(alertDecision) },
  AlertExpired: {
    category: 'alert',
    version: 1,
    schema: z.strictObject({ alert_id: alertId, rule_version: ruleVersion, expires_at: instantSchema }),
  },
  AlertDeleted: { category: 'alert', version: 1, schema: z.strictObject({ alert_id: alertId }) },
} as const;

export type EventType = keyof typeof eventDefinitions;
export const eventTypes = Object.keys(eventDefinitions) as EventType[];
export type EventData<T extends EventType> = z.infer<(typeof eventDefinitions)[T]['schema']>;
/** Returns the types of the events in streams of a category. */
export const eventTypesOf = (category: StreamCategory): readonly EventType[] =>
  eventTypes.filter((type) => eventDefinitions[type].category === category);
export type StreamCategory = (typeof eventDefinitions)[EventType]['category'];

export const isEventType = (type: string): type is EventType => Object.hasOwn(eventDefinitions, type);
