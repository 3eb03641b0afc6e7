/**
 * A stand-in for EventStoreDB, for tests: no server can be installed from the registries we use. It speaks the protocol
 * by the client's own generated services and keeps the server's rules, as far as they can be read in the server's
 * source (24.10): what is appended where, which positions reads and subscriptions go by, what lies in $all besides.
 */
import type { IGossipServer } from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import type { IServerFeaturesServer } from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import type { IStreamsServer } from '@eventstore/db-client/generated/streams_grpc_pb.js';
import { type Metadata, Server, ServerCredentials, status } from '@grpc/grpc-js';
import { handleAppend, handleBatchAppend, handleDelete } from './append-service.js';
import { type Counts, type Faults, noCounts, noFaults } from './faults.js';
import { handleRead } from './read-service.js';
import { createStore, type Store } from './store.js';
import {
  ClusterInfo,
  EndPoint,
  GossipService,
  MemberInfo,
  serverError,
  ServerFeaturesService,
  StreamsService,
  SupportedMethod,
  SupportedMethods,
} from './wire.js';

export interface Member {
  readonly address: string;
  readonly port: number;
  readonly state: 'leader' | 'follower' | 'catching_up';
  readonly isAlive?: boolean;
}

export interface StandInOptions {
  /** Default: a free one. */
  readonly port?: number;
  /** Keeps events over restarts. */
  readonly file?: string;
  /** Of another stand-in: nodes of one cluster. */
  readonly store?: Store;
  /** Events of the server's own among ours. Default: true. */
  readonly systemEvents?: boolean;
  readonly tls?: { readonly key: Buffer; readonly cert: Buffer };
  /** Users with access under TLS; `isAdmin` may read $all. Default, without TLS: all. */
  readonly users?: Readonly<Record<string, { readonly password: string; readonly isAdmin: boolean }>>;
  readonly version?: string;
  /** Where the leader is, when it is not this node. */
  readonly leader?: () => { readonly host: string; readonly port: number } | null;
  readonly members?: () => readonly Member[];
  /** Milliseconds an append takes to be on disk. */
  readonly flushMs?: number;
  /** Milliseconds after which an append that is not on disk yet is answered with Timeout. Default: 2,000 (CommitTimeoutMs). */
  readonly commitTimeoutMs?: number;
  readonly maxAppendBytes?: number;
}

/** What the handlers of calls share. */
export interface ServiceParts {
  readonly store: Store;
  readonly faults: Faults;
  readonly counts: Counts;
  readonly flushMs: number;
  readonly commitTimeoutMs: number;
  /** Last events of appends that are not on disk yet. */
  readonly unflushed: Set<string>;
  readonly maxAppendBytes: number;
  /** Connections seen. */
  readonly peers: Set<string>;
  /** Answers that the fault `hold` keeps back. */
  readonly held: (() => void)[];
  /** Throws the server's error if access is denied or the node is not the leader. */
  authorise(metadata: Metadata, isAll: boolean): void;
  dropConnections(): void;
  /** Settles when subscriptions are to end, without an error. */
  subscriptionsEnd(): Promise<void>;
}

export interface StandIn {
  readonly url: string;
  readonly port: number;
  readonly store: Store;
  readonly faults: Faults;
  readonly counts: Counts;
  /** Connections that have read or appended, by their address. */
  readonly peers: ReadonlySet<string>;
  /** Sets faults; without any: heals. */
  break(faults?: Partial<Faults>): void;
  /** Sends the answers that were held. */
  release(): void;
  /** Ends every subscription cleanly, as a node that shuts down does. */
  endSubscriptions(): void;
  /** Cuts every connection. */
  dropConnections(): void;
  /** Ends at once. */
  stop(): Promise<void>;
}

const { LEADER, FOLLOWER, CATCHINGUP } = MemberInfo.VNodeState;
const stateOf = { leader: LEADER, follower: FOLLOWER, catching_up: CATCHINGUP };

const clusterOf = (members: readonly Member[]): InstanceType<typeof ClusterInfo> => {
  const info = new ClusterInfo();
  info.setMembersList(
    members.map(({ address, port, state, isAlive = true }) => {
      const endPoint = new EndPoint();
      endPoint.setAddress(address);
      endPoint.setPort(port);
      const member = new MemberInfo();
      member.setState(stateOf[state]);
      member.setIsAlive(isAlive);
      member.setHttpEndPoint(endPoint);
      return member;
    }),
  );
  return info;
};

const featuresOf = (version: string): InstanceType<typeof SupportedMethods> => {
  const methods = new SupportedMethods();
  methods.setEventStoreServerVersion(version);
  methods.setMethodsList(
    ['append', 'batchappend', 'read', 'delete', 'tombstone'].map((name) => {
      const method = new SupportedMethod();
      method.setServiceName('event_store.client.streams.streams');
      method.setMethodName(name);
      return method;
    }),
  );
  return methods;
};

const authoriser =
  (options: StandInOptions, counts: Counts): ServiceParts['authorise'] =>
  (metadata, isAll) => {
    const { users, leader } = options;
    if (users !== undefined) {
      const [, encoded] = /^Basic (.+)$/.exec(String(metadata.get('authorization')[0] ?? '')) ?? [];
      const text = Buffer.from(encoded ?? '', 'base64').toString('utf8');
      const user = encoded === undefined ? undefined : users[text.slice(0, text.indexOf(':'))];
      if (encoded !== undefined && user?.password !== text.slice(text.indexOf(':') + 1)) {
        counts.unauthenticated += 1;
        throw serverError(status.UNAUTHENTICATED, 'Unauthenticated');
      }
      if (user === undefined || (isAll && !user.isAdmin)) {
        throw serverError(status.PERMISSION_DENIED, 'Access Denied', 'access-denied');
      }
    }
    const elsewhere = leader?.() ?? null;
    if (elsewhere === null || metadata.get('requires-leader')[0] !== 'true') return;
    counts.notLeader += 1;
    throw serverError(status.NOT_FOUND, 'Leader info available', 'not-leader', {
      'leader-endpoint-host': elsewhere.host,
      'leader-endpoint-port': String(elsewhere.port),
    });
  };

/** Starts the stand-in on 127.0.0.1. */
export const startEventStoreStandIn = async (options: StandInOptions = {}): Promise<StandIn> => {
  const store = options.store ?? createStore(options);
  const faults = noFaults();
  const counts = noCounts();
  const held: (() => void)[] = [];
  const peers = new Set<string>();
  const enders = new Set<() => void>();
  // Without limits on pings: the client's own keepalive is what some tests are about. A hundred calls at once on one
  // connection, as the server's web server has it (Kestrel's default; ClusterNode/Program.cs sets no other).
  const server = new Server({
    'grpc.max_receive_message_length': 17 * 1024 * 1024,
    'grpc.max_concurrent_streams': 100,
  });
  let port = 0;
  const parts: ServiceParts = {
    store,
    faults,
    counts,
    peers,
    held,
    flushMs: options.flushMs ?? 0,
    commitTimeoutMs: options.commitTimeoutMs ?? 2_000,
    unflushed: new Set(),
    maxAppendBytes: options.maxAppendBytes ?? 1_048_576,
    authorise: authoriser(options, counts),
    dropConnections: () => server.drain(`127.0.0.1:${port}`, 0),
    subscriptionsEnd: () => new Promise((resolve) => enders.add(resolve)),
  };
  const streams: IStreamsServer = {
    read: (call) => void handleRead(parts, call),
    append: (call, done) => handleAppend(parts, call, done),
    batchAppend: (call) => handleBatchAppend(parts, call),
    delete: (call, done) => handleDelete(parts, call, done),
    tombstone: (_, done) => done(serverError(status.UNIMPLEMENTED, 'not here')),
  };
  const features: IServerFeaturesServer = {
    getSupportedMethods: (_, done) => {
      counts.features += 1;
      if (faults.featuresFail) done(serverError(status.INTERNAL, 'Unexpected failure'));
      else done(null, featuresOf(options.version ?? '24.10.4'));
    },
  };
  const gossip: IGossipServer = {
    read: (_, done) => {
      counts.gossip += 1;
      done(null, clusterOf(options.members?.() ?? [{ address: '127.0.0.1', port, state: 'leader' }]));
    },
  };
  server.addService(StreamsService, streams);
  server.addService(ServerFeaturesService, features);
  server.addService(GossipService, gossip);
  const credentials =
    options.tls === undefined
      ? ServerCredentials.createInsecure()
      : ServerCredentials.createSsl(null, [{ private_key: options.tls.key, cert_chain: options.tls.cert }]);
  port = await new Promise<number>((resolve, reject) => {
    server.bindAsync(`127.0.0.1:${options.port ?? 0}`, credentials, (error, bound) => {
      if (error === null) resolve(bound);
      else reject(error);
    });
  });
  return {
    url: `esdb://127.0.0.1:${port}?tls=${options.tls !== undefined}`,
    port,
    store,
    faults,
    counts,
    peers,
    break: (wanted = {}) => void Object.assign(faults, noFaults(), wanted),
    release: () => held.splice(0).forEach((send) => send()),
    endSubscriptions: () => {
      const ending = [...enders];
      enders.clear();
      ending.forEach((end) => end());
    },
    dropConnections: parts.dropConnections,
    stop: async () => server.forceShutdown(),
  };
};
