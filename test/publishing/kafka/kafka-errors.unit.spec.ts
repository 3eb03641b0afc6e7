/** Failures of kafkajs are told with the brokers and the reason, without what kafkajs wraps around it. */
import { expect } from 'chai';
import kafkajs from 'kafkajs';
import { errorCode, isEngineError } from '../../../src/base/errors.js';
import { failureOf } from '../../../src/publishing/kafka/kafka-errors.js';

const { KafkaJSConnectionError, KafkaJSNumberOfRetriesExceeded, KafkaJSProtocolError } = kafkajs;
const config = { brokers: ['a:9092', 'b:9092'] };
const details = { retryCount: 0, retryTime: 0 };

describe('failures of Kafka', () => {
  it('are those of the innermost error', () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:9092'), { code: 'ECONNREFUSED' });
    const connection = new KafkaJSConnectionError(`Connection error: ${refused.message}`, {
      broker: 'a:9092',
      code: 'ECONNREFUSED',
    });
    const given = failureOf(new KafkaJSNumberOfRetriesExceeded(connection, details), config);
    expect(given.message).to.equal(
      'Kafka at a:9092,b:9092: connect ECONNREFUSED 127.0.0.1:9092 (nothing listens there)',
    );
    expect([errorCode(given), isEngineError(given)]).to.deep.equal(['BROKER_UNAVAILABLE', true]);
  });

  it('are never empty', () => {
    for (const text of ['Connection error: ', ''])
      expect(failureOf(new KafkaJSConnectionError(text), config).message).to.match(/^Kafka at a:9092,b:9092: \S+/);
  });

  it('name the error of the protocol', () => {
    const moved = new KafkaJSProtocolError(
      Object.assign(new Error('not the leader'), { type: 'NOT_LEADER_FOR_PARTITION' }),
    );
    expect(failureOf(moved, config).message).to.equal(
      'Kafka at a:9092,b:9092: NOT_LEADER_FOR_PARTITION: not the leader',
    );
    const large = new KafkaJSProtocolError(Object.assign(new Error('too large'), { type: 'MESSAGE_TOO_LARGE' }));
    expect(errorCode(failureOf(large, config))).to.equal('MESSAGE_REFUSED');
  });
});
