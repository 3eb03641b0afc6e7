/**
 * Generates the AsyncAPI document and the JSON Schemas of the messages from src/publishing/messages.ts and topics.ts. Schemas
 * are draft-07, the default of AsyncAPI 3.0.
 */
import { z } from 'zod';
import { type MessageDefinition, messageDefinitions } from '../src/publishing/messages.js';
import { topicDefinitions } from '../src/publishing/topic-definitions.js';

type Json = Record<string, unknown>;

/** Returns the file name of a type's schema in docs/schemas. */
export const schemaFile = ({ type }: Pick<MessageDefinition, 'type'>): string => `${type}.json`;

/** Returns the JSON Schema of the value of a message type. */
export const jsonSchemaOf = ({ type, schema, summary }: MessageDefinition): Json => {
  const { $schema, ...rest } = z.toJSONSchema(schema, { target: 'draft-7' }) as Json;
  return { $schema, $id: `urn:tcg-price-ledger:schema:${type}`, title: type, description: summary, ...rest };
};

const header = (description: string, more: Json = {}): Json => ({ type: 'string', description, ...more });

const headers: Json = {
  type: 'object',
  description: 'CloudEvents 1.0, Kafka binding, binary mode. All values are UTF-8 text.',
  required: [
    'content-type',
    'ce_specversion',
    'ce_id',
    'ce_source',
    'ce_type',
    'ce_time',
    'ce_subject',
    'ce_partitionkey',
    'ce_ledgerposition',
    'ce_ledgerid',
    'ce_correlationid',
  ],
  properties: {
    'content-type': header('of the value', { const: 'application/json' }),
    ce_specversion: header('of CloudEvents', { const: '1.0' }),
    ce_id: header('Id of the event in the log. A message that is sent again has the same one: dedupe by it.', {
      format: 'uuid',
    }),
    ce_source: header('The ledger that says it.'),
    ce_type: header('What it is, and the version of its shape.'),
    ce_time: header('When the event was recorded.', { format: 'date-time' }),
    ce_subject: header('What it is about: the key.'),
    ce_partitionkey: header('The key.'),
    ce_ledgerposition: header(
      'Place in the log; compare as text. Of one key, a message with a lower one than the last is a repetition. It is the after of GET /v1/events.',
    ),
    ce_ledgerid: header('Id of the log that ce_ledgerposition is a position of.', { format: 'uuid' }),
    ce_correlationid: header('Of the run or command that recorded it.', { format: 'uuid' }),
    ce_causationid: header('Of the event that led to it.', { format: 'uuid' }),
    ce_eventtype: header(
      'tcg.cards.v1 and tcg.prices.current.v1 only: the type of the event after which the card or price is like this.',
    ),
    ce_simulated: header('On messages of a simulated market, whose sources are named sandbox-….', { const: 'true' }),
  },
};

const messageName = ({ type }: MessageDefinition): string => type.replaceAll('.', '_');
const channelName = (topic: string): string => topic.replaceAll('.', '_');

const messageOf = (definition: MessageDefinition): Json => ({
  name: definition.type,
  title: definition.type,
  summary: definition.summary,
  contentType: 'application/json',
  headers: { $ref: '#/components/schemas/cloudEventHeaders' },
  payload: { $ref: `./schemas/${schemaFile(definition)}` },
  correlationId: { location: '$message.header#/ce_correlationid' },
  bindings: { kafka: { key: { type: 'string' }, bindingVersion: '0.5.0' } },
});

const messagesOf = (topic: string): MessageDefinition[] => messageDefinitions.filter((each) => each.topic === topic);

/** Returns the complete document. */
export const asyncApiDocument = (version: string): Json => ({
  asyncapi: '3.0.0',
  info: {
    title: 'TCG Price Ledger: messages',
    version,
    license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    description: [
      'Events of the ledger on Kafka. Delivery is at least once, in log order for each key; ce_id identifies an event forever.',
      'Amounts are integers in minor units of the currency beside them (245 with USD is 2.45 dollars; JPY has no minor unit,',
      '245 is 245 yen), as in the log; the REST API shows major units. Generated from src/publishing: do not edit.',
    ].join('\n'),
  },
  defaultContentType: 'application/json',
  channels: Object.fromEntries(
    topicDefinitions.map(({ name, key, compacted, summary }) => [
      channelName(name),
      {
        address: name,
        summary,
        description: `The key is the ${key}.`,
        messages: Object.fromEntries(
          messagesOf(name).map((each) => [messageName(each), { $ref: `#/components/messages/${messageName(each)}` }]),
        ),
        bindings: {
          kafka: {
            topic: name,
            topicConfiguration: { 'cleanup.policy': [compacted ? 'compact' : 'delete'] },
            bindingVersion: '0.5.0',
          },
        },
      },
    ]),
  ),
  operations: Object.fromEntries(
    topicDefinitions
      .filter(({ name }) => messagesOf(name).length > 0)
      .map(({ name, summary }) => [
        `publish_${channelName(name)}`,
        {
          action: 'send',
          channel: { $ref: `#/channels/${channelName(name)}` },
          summary,
          messages: messagesOf(name).map((each) => ({
            $ref: `#/channels/${channelName(name)}/messages/${messageName(each)}`,
          })),
        },
      ]),
  ),
  components: {
    messages: Object.fromEntries(messageDefinitions.map((each) => [messageName(each), messageOf(each)])),
    schemas: { cloudEventHeaders: headers },
  },
});
