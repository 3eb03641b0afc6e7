/**
 * A real Kafka on loopback for tests and benchmarks: one node, or several, each a process that can be stopped, killed,
 * paused and started again on its port and data. Data are deleted at the end.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync, rmSync } from 'node:fs';
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { endWithParent } from '../end-with-parent.js';
import { kafkaJars } from './jars.js';

const run = promisify(execFile);

export interface KafkaNode {
  /** host:port */
  readonly address: string;
  /** host:port of the listener with SASL over TLS; only with `secure`. */
  readonly secureAddress: string | undefined;
  /** Starts it; resolves when it serves. */
  start(): Promise<void>;
  /** Asks it to end and waits. */
  stop(): Promise<void>;
  /** Ends it at once, without a word. */
  kill(): Promise<void>;
  /** Stands still, connections open. */
  pause(): void;
  resume(): void;
}

export interface TestKafka {
  readonly brokers: readonly string[];
  readonly nodes: readonly KafkaNode[];
  /** PEM file of the certificate of the secure listener. */
  readonly certificate: string | undefined;
  close(): Promise<void>;
}

export interface StartKafka {
  /** The first is the controller too. */
  readonly nodes?: number;
  /** A second listener with SASL PLAIN over TLS on the first node, for user ledger. */
  readonly secure?: { readonly password: string };
  /** Lines of server.properties. */
  readonly properties?: Readonly<Record<string, string>>;
}

/** Returns different free ports. */
const freePorts = async (count: number): Promise<number[]> => {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
};

const running = new Set<ChildProcess>();
const folders = new Set<string>();
endWithParent(() => {
  for (const child of running) child.kill('SIGKILL');
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const makeCertificate = async (folder: string): Promise<{ keystore: string; certificate: string }> => {
  const keystore = join(folder, 'broker.p12');
  const certificate = join(folder, 'broker.pem');
  const store = ['-keystore', keystore, '-storetype', 'PKCS12', '-storepass', 'changeit', '-alias', 'broker'];
  const subject = ['-dname', 'CN=127.0.0.1', '-ext', 'SAN=ip:127.0.0.1', '-validity', '30', '-keyalg', 'RSA'];
  await run('keytool', ['-genkeypair', ...store, ...subject]);
  await run('keytool', ['-exportcert', '-rfc', '-file', certificate, ...store]);
  return { keystore, certificate };
};

interface NodePlan {
  readonly id: number;
  readonly folder: string;
  readonly port: number;
  readonly securePort: number | undefined;
  readonly properties: Readonly<Record<string, string>>;
}

const secureProperties = (keystore: string, password: string): Record<string, string> => ({
  'sasl.enabled.mechanisms': 'PLAIN',
  'listener.name.secure.plain.sasl.jaas.config': `org.apache.kafka.common.security.plain.PlainLoginModule required user_ledger="${password}";`,
  'listener.name.secure.ssl.keystore.location': keystore,
  'listener.name.secure.ssl.keystore.type': 'PKCS12',
  'listener.name.secure.ssl.keystore.password': 'changeit',
  'listener.name.secure.ssl.key.password': 'changeit',
});

const createNode = (jars: string, plan: NodePlan): KafkaNode => {
  const { folder, port, securePort } = plan;
  const logFile = join(folder, 'broker.log');
  let child: ChildProcess | undefined;

  const ended = async (): Promise<void> => {
    const dying = child;
    if (dying === undefined) return;
    dying.ref();
    if (dying.exitCode === null && dying.signalCode === null) await once(dying, 'exit');
    running.delete(dying);
    child = undefined;
  };

  return {
    address: `127.0.0.1:${port}`,
    secureAddress: securePort === undefined ? undefined : `127.0.0.1:${securePort}`,
    async start() {
      await writeFile(logFile, '');
      const log = openSync(logFile, 'a');
      const started = spawn(
        'java',
        ['-Xmx384m', '-XX:TieredStopAtLevel=1', '-cp', `${jars}/*`, 'kafka.Kafka', join(folder, 'server.properties')],
        { stdio: ['ignore', log, log], cwd: folder },
      );
      closeSync(log);
      child = started;
      running.add(started);
      // A run that is over ends, and the broker with it.
      started.unref();
      for (const endMs = performance.now() + 60_000; ;) {
        const text = readFileSync(logFile, 'utf8');
        if (text.includes('Kafka Server started')) return;
        if (started.exitCode !== null || performance.now() > endMs)
          throw new Error(`Kafka did not start:\n${text.slice(-3_000)}`);
        await delay(50);
      }
    },
    async stop() {
      child?.kill('SIGTERM');
      await ended();
    },
    async kill() {
      child?.kill('SIGKILL');
      await ended();
    },
    pause: () => void child?.kill('SIGSTOP'),
    resume: () => void child?.kill('SIGCONT'),
  };
};

/** Starts a cluster; resolves when every node serves. */
export const startKafka = async (options: StartKafka = {}): Promise<TestKafka> => {
  const count = options.nodes ?? 1;
  const jars = await kafkaJars();
  const root = await mkdtemp(join(tmpdir(), 'tcg-ledger-kafka-'));
  folders.add(root);
  const [controller = 0, secure = 0, ...ports] = await freePorts(count + 2);
  const certificate = options.secure === undefined ? undefined : await makeCertificate(root);
  // Behind a letter: an id that begins with a dash is taken for an option.
  const cluster = `c${randomBytes(16).toString('base64url').slice(1)}`;
  const nodes: KafkaNode[] = [];
  for (const [at, port] of ports.entries()) {
    const id = at + 1;
    const folder = join(root, `node-${id}`);
    await mkdir(folder);
    const isController = at === 0;
    const isSecure = isController && options.secure !== undefined && certificate !== undefined;
    const listeners = [
      `PLAINTEXT://127.0.0.1:${port}`,
      ...(isSecure ? [`SECURE://127.0.0.1:${secure}`] : []),
      ...(isController ? [`CONTROLLER://127.0.0.1:${controller}`] : []),
    ];
    const properties: Record<string, string> = {
      'process.roles': isController ? 'broker,controller' : 'broker',
      'node.id': String(id),
      'controller.quorum.voters': `1@127.0.0.1:${controller}`,
      'controller.listener.names': 'CONTROLLER',
      listeners: listeners.join(','),
      'advertised.listeners': listeners.filter((each) => !each.startsWith('CONTROLLER')).join(','),
      'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SECURE:SASL_SSL',
      'log.dirs': join(folder, 'logs'),
      'default.replication.factor': '1',
      'offsets.topic.replication.factor': '1',
      'offsets.topic.num.partitions': '1',
      'transaction.state.log.replication.factor': '1',
      'transaction.state.log.min.isr': '1',
      'auto.create.topics.enable': 'false',
      'group.initial.rebalance.delay.ms': '0',
      ...(isSecure ? secureProperties(certificate.keystore, options.secure.password) : {}),
      ...options.properties,
    };
    const file = join(folder, 'server.properties');
    await writeFile(
      file,
      Object.entries(properties)
        .map(([name, value]) => `${name}=${value}\n`)
        .join(''),
    );
    await run('java', ['-Xmx128m', '-cp', `${jars}/*`, 'kafka.tools.StorageTool', 'format', '-t', cluster, '-c', file]);
    nodes.push(createNode(jars, { id, folder, port, securePort: isSecure ? secure : undefined, properties }));
  }
  const close = async (): Promise<void> => {
    await Promise.all(nodes.map((node) => node.kill()));
    await rm(root, { recursive: true, force: true });
    folders.delete(root);
  };
  try {
    await Promise.all(nodes.map((node) => node.start()));
  } catch (error) {
    await close();
    throw error;
  }
  return { brokers: nodes.map(({ address }) => address), nodes, certificate: certificate?.certificate, close };
};
