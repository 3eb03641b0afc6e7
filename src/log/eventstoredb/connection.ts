/**
 * The client, one per process and connection string, and calls opened through it.
 *
 * The client finds the leader, keeps the channel and follows NotLeader. Its own appendToStream and subscriptions are not
 * used: the first leaves promises open for ever when the server falls silent, rejects the appends of every client in the
 * process when one connection breaks, and ends the process when an answer comes late after that; the second tell of
 * checkpoints and "caught up" ahead of the events that belong before them. What they do beneath is two calls of the
 * protocol, which are opened here by what the client opens them with.
 */
import { EventStoreDBClient } from '@eventstore/db-client';
import { withDeadline } from '../../base/async/deadline.js';
import type { Runtime } from '../../base/runtime.js';
import type { Logger } from '../../base/logger.js';
import { type EventStoreAddress, readConnectionString } from './connection-string.js';
import { ledgerErrorOf, unavailable } from './server-errors.js';
import './tls-to-addresses.js';
import { Empty, ServerFeatures, type ServerFeaturesClient, Streams, type StreamsClient } from './grpc-messages.js';
import { eventStoreLimits } from './limits.js';

/** Protected in the client's types, and all that is used of its insides. The client is at its last version. */
interface Insides {
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
  /** Hosts, for people. */
  readonly where: string;
  readonly silenceMsMax: number;
  /**
   * Opens a call to the leader. Reads too: what a follower answers may lack what was acknowledged, and a position may
   * only be called looked at when nothing before it can still turn up.
   */
  open<T extends Call>(create: (calls: StreamsClient, args: CallArguments) => T): Promise<T>;
  /** Says how a call went: null when it was answered. After several failures in a row the client is made anew. */
  report(failure: unknown): void;
  /** The version the server says it has. Throws LOG_UNAVAILABLE or CONFIG_INVALID. */
  serverVersion(): Promise<string>;
  /** Gives this user's part of the connection back; the last one closes it. */
  close(): Promise<void>;
}

const clientOf = (address: EventStoreAddress, generation: number): EventStoreDBClient => {
  const [first, ...others] = address.hosts;
  if (first === undefined) throw new Error('a connection string without hosts');
  const options = {
    ...address.client,
    // gRPC hands a new channel with the same options the old connection, and with it the wait before the next attempt,
    // which grows to two minutes while a server is away. A millisecond more is another connection.
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
  // Plain text connections drop credentials in the client; without them it says nothing of it either.
  const credentials = address.tls ? address.credentials : undefined;
  if (others.length > 0)
    return new EventStoreDBClient({ ...options, endpoints: [...address.hosts] }, channel, credentials);
  if (address.discover) return new EventStoreDBClient({ ...options, discover: first }, channel, credentials);
  return new EventStoreDBClient({ ...options, endpoint: first }, channel, credentials);
};

const insidesOf = (client: EventStoreDBClient): Insides => client as unknown as Insides;

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
      (await insidesOf(old).getChannel()).close();
    })();
    // A client that still looks for a leader has no channel to close, and may look for long.
    await inTime({ runtime, ms: eventStoreLimits.silenceMsMax, where }, closing).catch(() => undefined);
  };

  const report = (failure: unknown): void => {
    failures = failure === null ? 0 : failures + 1;
    if (failures < eventStoreLimits.failuresMax) return;
    failures = 0;
    generation += 1;
    logger?.warn('EventStoreDB does not answer, connecting anew', { where, reason: (failure as Error).message });
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
      const insides = insidesOf(client);
      const opened = insides.GRPCStreamCreator(Streams, 'ledger', (calls) => {
        const call = create(
          calls,
          insides.callArguments({ requiresLeader: true }, { deadline: Number.POSITIVE_INFINITY }),
        );
        // The client listens only until the first error; a second one, unheard, would end the process.
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
      const insides = insidesOf(client);
      const asked = insides.execute(ServerFeatures, 'describe', (calls) => {
        const args = insides.callArguments(
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

const shared = new Map<string, { readonly made: ReturnType<typeof connect>; users: number }>();

/**
 * The process's connection of `url`: appends in flight on two clients would disturb each other, and a hundred calls at
 * once is what servers allow one connection. Throws CONFIG_INVALID; nothing is connected yet.
 */
export const openConnection = (url: string, runtime: Runtime, logger?: Logger): Connection => {
  let entry = shared.get(url);
  if (entry === undefined) {
    const address = readConnectionString(url);
    for (const warning of address.warnings) logger?.warn(warning);
    entry = { made: connect(address, runtime, logger), users: 0 };
    shared.set(url, entry);
  }
  const mine = entry;
  mine.users += 1;
  let isOpen = true;
  return {
    ...mine.made,
    async close() {
      if (!isOpen) return;
      isOpen = false;
      mine.users -= 1;
      if (mine.users > 0) return;
      shared.delete(url);
      await mine.made.end();
    },
  };
};
