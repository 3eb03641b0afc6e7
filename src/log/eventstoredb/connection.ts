/**
 * The client, one per process and connection string, and the calls opened through it.
 *
 * The client finds the leader, keeps the channel and follows NotLeader. Rejected: its appendToStream. It never settles when
 * the server falls silent, rejects the appends of every client in the process when one connection breaks, and ends the
 * process when an answer comes late after that. Rejected: its subscriptions, which deliver checkpoints and "caught up"
 * ahead of the events that belong before them. Both wrap calls of the protocol, which are opened here with the client's
 * protected members.
 */
import { EventStoreDBClient } from '@eventstore/db-client';
import { withDeadline } from '../../base/async/deadline.js';
import { reasonOf } from '../../base/reason.js';
import type { Runtime } from '../../base/runtime.js';
import type { Logger } from '../../base/logger.js';
import { type EventStoreAddress, readConnectionString } from './connection-string.js';
import { ledgerErrorOf, unavailable } from './server-errors.js';
import './tls-to-addresses.js';
import { Empty, ServerFeatures, type ServerFeaturesClient, Streams, type StreamsClient } from './grpc-messages.js';
import { eventStoreLimits } from './limits.js';

/** The protected members of the client that are used. The client is at its last version. */
interface ClientInternals {
  GRPCStreamCreator<T>(service: typeof Streams, name: string, create: (calls: StreamsClient) => T): () => Promise<T>;
  execute<T>(
    service: typeof ServerFeatures,
    name: string,
    call: (calls: ServerFeaturesClient) => Promise<T>,
  ): Promise<T>;
  callArguments(options: { requiresLeader: boolean }, call: { deadline: number }): CallArguments;
  getChannel(): Promise<{ close(): void }>;
}
/** Metadata and options of a gRPC call. */
export type CallArguments = [never, never];

interface Call {
  cancel(): void;
  on(event: 'error', listener: (error: Error) => void): unknown;
}

export interface Connection {
  /** The hosts, for messages. */
  readonly where: string;
  readonly silenceMsMax: number;
  /**
   * Opens a call to the leader. Reads go there too: a follower may lack acknowledged events, and a position is only a
   * checkpoint if no event can still appear before it.
   */
  open<T extends Call>(create: (calls: StreamsClient, args: CallArguments) => T): Promise<T>;
  /** Reports the result of a call: `null` if it was answered. The client is replaced after several consecutive failures. */
  report(failure: unknown): void;
  /** Returns the server's version. Throws LOG_UNAVAILABLE or CONFIG_INVALID. */
  serverVersion(): Promise<string>;
  /** Releases this user of the connection; the last one closes it. */
  close(): Promise<void>;
}

const clientOf = (address: EventStoreAddress, generation: number): EventStoreDBClient => {
  const [first, ...others] = address.hosts;
  if (first === undefined) throw new Error('a connection string without hosts');
  const options = {
    ...address.client,
    // A new channel with the same options gets gRPC's old connection, and with it the wait before the next attempt, which
    // grows to two minutes while a server is away. A keep-alive that is a millisecond longer makes it another connection.
    keepAliveTimeout: address.client.keepAliveTimeout + generation,
  };
  const channel = address.tls
    ? {
        insecure: false,
        ...(address.rootCertificate === undefined ? {} : { rootCertificate: address.rootCertificate }),
        ...(address.userCertFile === undefined ? {} : { userCertFile: address.userCertFile }),
        ...(address.userKeyFile === undefined ? {} : { userKeyFile: address.userKeyFile }),
      }
    : { insecure: true };
  // The client drops the credentials of plain-text connections, and logs that it does so.
  const credentials = address.tls ? address.credentials : undefined;
  if (others.length > 0)
    return new EventStoreDBClient({ ...options, endpoints: [...address.hosts] }, channel, credentials);
  if (address.discover) return new EventStoreDBClient({ ...options, discover: first }, channel, credentials);
  return new EventStoreDBClient({ ...options, endpoint: first }, channel, credentials);
};

const internalsOf = (client: EventStoreDBClient): ClientInternals => client as unknown as ClientInternals;

/** Settles as `work` does; throws LOG_UNAVAILABLE after `ms`, and passes a result that comes later to `discard`. */
const inTime = <T>(
  { runtime, ms, where }: { runtime: Runtime; ms: number; where: string },
  work: Promise<T>,
  discard: (result: T) => void = () => undefined,
): Promise<T> =>
  withDeadline(work, { runtime, ms }, () => {
    work.then(discard, () => undefined);
    throw unavailable(where, `no answer within ${ms} ms`);
  });

const connect = (
  address: EventStoreAddress,
  runtime: Runtime,
  logger: Logger | undefined,
): Omit<Connection, 'close'> & { end(): Promise<void> } => {
  const { where, silenceMsMax } = address;
  let generation = 0;
  let client = clientOf(address, generation);
  let failures = 0;
  let isUsed = false;

  const retire = async (old: EventStoreDBClient): Promise<void> => {
    const closing = (async (): Promise<void> => {
      await old.dispose();
      (await internalsOf(old).getChannel()).close();
    })();
    // A client that is still looking for a leader has no channel to close yet, and may look for long.
    await inTime({ runtime, ms: eventStoreLimits.silenceMsMax, where }, closing).catch(() => undefined);
  };

  const report = (failure: unknown): void => {
    failures = failure === null ? 0 : failures + 1;
    if (failures < eventStoreLimits.failuresMax) return;
    failures = 0;
    generation += 1;
    logger?.debug('EventStoreDB does not answer, connecting again', { where, reason: reasonOf(failure) });
    const old = client;
    client = clientOf(address, generation);
    void retire(old);
  };

  return {
    where,
    silenceMsMax,
    report,
    async open(create) {
      isUsed = true;
      const internals = internalsOf(client);
      const opened = internals.GRPCStreamCreator(Streams, 'ledger', (calls) => {
        const call = create(
          calls,
          internals.callArguments({ requiresLeader: true }, { deadline: Number.POSITIVE_INFINITY }),
        );
        // The client listens only until the first error. A second one without a listener would end the process.
        call.on('error', () => undefined);
        return call;
      })();
      try {
        return await inTime({ runtime, ms: silenceMsMax, where }, opened, (call) => call.cancel());
      } catch (error) {
        report(error);
        throw ledgerErrorOf(error, where);
      }
    },
    async serverVersion() {
      isUsed = true;
      const internals = internalsOf(client);
      const asked = internals.execute(ServerFeatures, 'describe', (calls) => {
        const args = internals.callArguments(
          { requiresLeader: false },
          { deadline: runtime.now().getTime() + silenceMsMax },
        );
        return new Promise<string>((resolve, reject) => {
          calls.getSupportedMethods(new Empty(), ...args, (error, answer) => {
            if (error === null) resolve(answer.getEventStoreServerVersion());
            else reject(error);
          });
        });
      });
      try {
        return await inTime({ runtime, ms: silenceMsMax, where }, asked);
      } catch (error) {
        throw ledgerErrorOf(error, where);
      }
    },
    end: () => (isUsed ? retire(client) : Promise.resolve()),
  };
};

const shared = new Map<string, { readonly connection: ReturnType<typeof connect>; users: number }>();

/**
 * Returns the process's connection of `url`, which its users share: appends under way on two clients would disturb each
 * other, and servers allow one connection a hundred calls at once. Nothing is connected yet. Throws CONFIG_INVALID.
 */
export const openConnection = (url: string, runtime: Runtime, logger?: Logger): Connection => {
  let entry = shared.get(url);
  if (entry === undefined) {
    const address = readConnectionString(url);
    for (const warning of address.warnings) logger?.warn(warning);
    entry = { connection: connect(address, runtime, logger), users: 0 };
    shared.set(url, entry);
  }
  const current = entry;
  current.users += 1;
  let isOpen = true;
  return {
    ...current.connection,
    async close() {
      if (!isOpen) return;
      isOpen = false;
      current.users -= 1;
      if (current.users > 0) return;
      shared.delete(url);
      await current.connection.end();
    },
  };
};
