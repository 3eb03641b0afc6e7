/** A sink that stores messages, and a check of messages against the documents in docs/. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import addFormatsModule from 'ajv-formats';
import { expect } from 'chai';
import { type CloudEvent, Kafka } from 'cloudevents';
import { parse } from 'yaml';
import type { EventSink, OutgoingMessage, PublishOptions } from '../../src/publishing/event-sink.js';
import { packageRoot } from '../../src/base/paths.js';

const addFormats = addFormatsModule as unknown as (ajv: Ajv) => void;
const read = (file: string): string => readFileSync(join(packageRoot, 'docs', file), 'utf8');
const asyncApi = parse(read('asyncapi.yaml'));

const ajv = new Ajv({ strict: false, allErrors: true });
addFormats(ajv);
const headersValid = ajv.compile(asyncApi.components.schemas.cloudEventHeaders);
const validators = new Map<string, ReturnType<Ajv['compile']>>();

/** Asserts that a message is a CloudEvent, that docs/asyncapi.yaml has its type on its topic, and that its value fits. */
export const assertDocumented = (
  message: Pick<OutgoingMessage, 'key' | 'value' | 'headers'> & { topic: string },
): CloudEvent => {
  const type = message.headers['ce_type'] ?? '';
  const channel: any = Object.values(asyncApi.channels).find((each: any) => each.address === message.topic);
  const named = Object.keys(channel?.messages ?? {}).map((name) => asyncApi.components.messages[name]);
  const documented = named.find(({ name }) => name === type);
  expect(documented, `${message.topic}: ${type}`).to.not.equal(undefined);
  expect(headersValid(message.headers), ajv.errorsText(headersValid.errors)).to.equal(true);
  let validate = validators.get(type);
  if (validate === undefined) {
    validate = ajv.compile(JSON.parse(read(documented.payload.$ref)));
    validators.set(type, validate);
  }
  expect(validate(JSON.parse(message.value)), `${type}: ${ajv.errorsText(validate.errors)}`).to.equal(true);
  const event = Kafka.toEvent({ ...message, body: message.value }) as CloudEvent;
  expect([event.specversion, event.subject, event['partitionkey']]).to.deep.equal(['1.0', message.key, message.key]);
  return event;
};

export interface RecordingSink extends EventSink {
  /** All acknowledged messages, in order. */
  readonly messages: OutgoingMessage[];
  /** Sizes of the batches. */
  readonly batches: number[];
  /** Replaces the handling of a batch; calls `take` to acknowledge it. */
  onPublish: (messages: readonly OutgoingMessage[], take: () => void, options?: PublishOptions) => Promise<void>;
}

/** Creates a sink that acknowledges every batch, unless the test replaces the handling. */
export const createRecordingSink = (): RecordingSink => {
  const sink: RecordingSink = {
    kind: 'in_process',
    messages: [],
    batches: [],
    onPublish: async (_messages, take) => take(),
    wants: () => true,
    publish: (messages, options) =>
      sink.onPublish(
        messages,
        () => {
          options?.beforeSend?.();
          sink.messages.push(...messages);
          sink.batches.push(messages.length);
        },
        options,
      ),
    describe: async () => ({
      kind: 'in_process',
      configured: 'recording',
      reachable: true,
      trouble: null,
      version: null,
      brokers: [],
      topics: [],
    }),
    close: async () => undefined,
  };
  return sink;
};
