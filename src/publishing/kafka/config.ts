/** How Kafka is reached. */

export const saslMechanisms = ['plain', 'scram-sha-256', 'scram-sha-512'] as const;

export interface KafkaConfig {
  /** host:port */
  readonly brokers: readonly string[];
  readonly tls: boolean;
  readonly sasl:
    | { readonly mechanism: (typeof saslMechanisms)[number]; readonly username: string; readonly password: string }
    | undefined;
  /** Partitions of the topics that the ledger creates. */
  readonly partitions: number;
  /** Copies of each partition; undefined if the brokers decide. */
  readonly replication: number | undefined;
}
