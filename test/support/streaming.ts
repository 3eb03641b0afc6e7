/**
 * Starts a primary and a streaming replica for one test. The test can pause the replica's replay, so that it lags for any
 * time.
 */
import pg from 'pg';
import { startPostgresServer } from './postgres-server.js';
import { until } from './wait-for.js';

export interface Streaming {
  /** URLs of the owner on each. */
  readonly primaryUrl: string;
  readonly replicaUrl: string;
  hold(): Promise<void>;
  release(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts both servers. */
export const startStreaming = async (): Promise<Streaming> => {
  const primary = await startPostgresServer({ conf: 'fsync = off\nmax_wal_senders = 4\n' });
  const replica = await startPostgresServer({ replicaOf: primary.url }).catch(async (error: unknown) => {
    await primary.remove();
    throw error;
  });
  const standby = new pg.Client({ connectionString: replica.url });
  await standby.connect();
  return {
    primaryUrl: primary.url,
    replicaUrl: replica.url,
    async hold() {
      await standby.query('select pg_wal_replay_pause()');
      await until('the replay is held', async () => {
        const { rows } = await standby.query<{ state: string }>('select pg_get_wal_replay_pause_state() as state');
        return rows[0]?.state === 'paused';
      });
    },
    release: () => standby.query('select pg_wal_replay_resume()').then(() => undefined),
    async stop() {
      await standby.end();
      await replica.remove();
      await primary.remove();
    },
  };
};
