/** The notifier's parts, on the engines configured. */
import type { Ledger } from './ledger.js';

/** Address of the API in texts, where PUBLIC_URL does not say. */
const ownUrl = ({ host, port }: Ledger['config']): string =>
  `http://${host.includes(':') ? `[${host}]` : host}:${port}`;

/** Returns where users reach the API, without a slash at its end. */
const publicUrlOf = (config: Ledger['config']): string => config.publicUrl ?? ownUrl(config);

/**
 * Sends notifications until `signal` aborts, and queues firings from Kafka where that is configured; else a subscriber of
 * the log queues them (subscribers.ts). Never throws.
 */
export const notify = async (ledger: Ledger, signal: AbortSignal): Promise<void> => {
  const { config, runtime, logger } = ledger;
  // Imported where they run: every command would load undici and kafkajs.
  const { runNotifier } = await import('../delivery/notifier.js');
  const { createNetworkGuard } = await import('../delivery/network-guard.js');
  const feeding = async (): Promise<void> => {
    if (config.kafka === undefined) return;
    const { createKafkaConsumer } = await import('../publishing/kafka/kafka-consumer.js');
    const { notifierGroup, runKafkaFeeder } = await import('../delivery/kafka-feeder.js');
    const { topics } = await import('../publishing/topic-definitions.js');
    const kafka = { config: config.kafka, topic: topics.alerts, group: notifierGroup, runtime, logger };
    await runKafkaFeeder({ ...ledger, consumer: createKafkaConsumer(kafka) }, signal);
  };
  const agent = { guard: createNetworkGuard(config.webhookAllow) };
  await Promise.all([runNotifier({ ...ledger, publicUrl: publicUrlOf(config), agent }, signal), feeding()]);
};
