/** The notifier's parts, on the engines configured. */
import { aborted } from '../base/async/aborted.js';
import type { WatchedSource } from '../delivery/troubles/watch.js';
import type { Ledger } from './ledger.js';

/** Address of the API in texts, where neither PUBLIC_URL nor an API of this process says it. */
const guessedUrl = ({ host, port }: Ledger['config']): string =>
  `http://${host.includes(':') ? `[${host}]` : host}:${port}`;

/** Returns where users reach the API, without a slash at its end; `null` if `signal` aborts before an API listens. */
const publicUrlOf = async ({ config, logger }: Ledger, { apiUrl, signal }: NotifyOptions): Promise<string | null> => {
  if (config.publicUrl !== undefined) return config.publicUrl;
  if (apiUrl !== null) return Promise.race([apiUrl, aborted(signal).then(() => null)]);
  const guessed = guessedUrl(config);
  logger.warn('PUBLIC_URL is not set: links in notifications lead to a guessed address', { url: guessed });
  return guessed;
};

export interface NotifyOptions {
  /** Where the API of this process listens; `null` if it runs none. */
  readonly apiUrl: Promise<string> | null;
  readonly signal: AbortSignal;
  /** The sources that are watched for troubles. */
  readonly sources: readonly WatchedSource[];
}

/**
 * Sends notifications until `signal` aborts, and queues firings from Kafka where that is configured; else a subscriber of
 * the log queues them (subscribers.ts). Never throws.
 */
export const notify = async (ledger: Ledger, options: NotifyOptions): Promise<void> => {
  const { signal } = options;
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
  const sending = async (): Promise<void> => {
    const publicUrl = await publicUrlOf(ledger, options);
    if (publicUrl !== null) {
      const { notificationsMs: keptMs } = config.kept;
      await runNotifier({ ...ledger, publicUrl, agent, keptMs }, signal);
    }
  };
  const watching = async (): Promise<void> => {
    const { runTroubleWatch } = await import('../delivery/troubles/watch.js');
    await runTroubleWatch({ ...ledger, operator: config.operator, sources: options.sources }, signal);
  };
  await Promise.all([sending(), feeding(), watching()]);
};
