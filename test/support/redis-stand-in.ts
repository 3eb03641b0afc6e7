/**
 * A stand-in for a Redis server: RESP over TCP, the commands that the cache uses, and faults of a server. It runs no
 * Lua: EVAL implements the rule of the one script. `test:engines` tests the script on the real server.
 */
import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

export interface RedisStandIn {
  readonly url: string;
  /** Commands received so far, in upper case. */
  readonly commands: readonly string[];
  /** Receives commands and answers none, like a process after SIGSTOP. */
  pause(): void;
  resume(): void;
  /** Closes all connections and stops listening, or listens again on the same port, empty. */
  kill(): Promise<void>;
  restart(): Promise<void>;
  flush(): void;
  /** Answers every GET and EVAL with this error. */
  refuse(message: string | null): void;
  /** Writes foreign bytes under a key. */
  put(key: string, value: Buffer): void;
  keys(): string[];
  /** Returns the number of connections accepted so far. */
  connections(): number;
  close(): Promise<void>;
}

type Reply = Buffer | string | number | null | readonly Reply[] | Error;

const encode = (reply: Reply): Buffer => {
  if (reply === null) return Buffer.from('$-1\r\n');
  if (reply instanceof Error) return Buffer.from(`-${reply.message}\r\n`);
  if (typeof reply === 'number') return Buffer.from(`:${reply}\r\n`);
  if (typeof reply === 'string') return Buffer.from(`+${reply}\r\n`);
  if (Buffer.isBuffer(reply)) return Buffer.concat([Buffer.from(`$${reply.length}\r\n`), reply, Buffer.from('\r\n')]);
  return Buffer.concat([Buffer.from(`*${reply.length}\r\n`), ...reply.map(encode)]);
};

/** Returns the complete commands at the beginning of `bytes`, and the rest. */
const parse = (bytes: Buffer): { commands: Buffer[][]; rest: Buffer } => {
  const commands: Buffer[][] = [];
  let rest = bytes;
  for (;;) {
    let at = 0;
    const line = (): string | null => {
      const end = rest.indexOf('\r\n', at);
      if (end < 0) return null;
      const text = rest.toString('latin1', at, end);
      at = end + 2;
      return text;
    };
    const head = line();
    if (head === null) return { commands, rest };
    const parts: Buffer[] = [];
    for (let left = Number(head.slice(1)); left > 0; left -= 1) {
      const length = Number((line() ?? '$-1').slice(1));
      if (length < 0 || rest.length < at + length + 2) return { commands, rest };
      parts.push(rest.subarray(at, at + length));
      at += length + 2;
    }
    commands.push(parts);
    rest = rest.subarray(at);
  }
};

const versionIn = (value: Buffer | undefined): string | undefined =>
  /^\d+\n([^\n]*)\n/.exec(value?.toString('latin1') ?? '')?.[1];

export const startRedisStandIn = async (): Promise<RedisStandIn> => {
  const kept = new Map<string, { value: Buffer; untilMs: number }>();
  const sockets = new Set<Socket>();
  const commands: string[] = [];
  let server: Server;
  let port = 0;
  let accepted = 0;
  let paused = false;
  let refused: string | null = null;
  let waiting: (() => void)[] = [];

  const held = (key: string): Buffer | undefined => {
    const found = kept.get(key);
    if (found === undefined || found.untilMs > Date.now()) return found?.value;
    kept.delete(key);
    return undefined;
  };
  const info = (): Buffer =>
    Buffer.from(
      `# Server\r\nredis_version:7.0.0-stand-in\r\nloading:0\r\nused_memory:${1_000 + kept.size}\r\nmaxmemory:0\r\nmaxmemory_policy:noeviction\r\nkeyspace_hits:3\r\nkeyspace_misses:1\r\n`,
    );
  const run = (parts: readonly Buffer[]): Reply => {
    const [name = '', ...args] = parts.map((part) => part.toString());
    switch (name.toUpperCase()) {
      case 'CLIENT':
      case 'SELECT':
      case 'AUTH':
        return 'OK';
      case 'INFO':
        return info();
      case 'DBSIZE':
        return kept.size;
      case 'GET':
        return refused === null ? (held(args[0] ?? '') ?? null) : new Error(refused);
      case 'UNLINK':
        return kept.delete(args[0] ?? '') ? 1 : 0;
      case 'SCAN': {
        const pattern = (args[2] ?? '').replace(/\*$/, '').replace(/\\(.)/g, '$1');
        return [
          Buffer.from('0'),
          [...kept.keys()].filter((key) => key.startsWith(pattern)).map((key) => Buffer.from(key)),
        ];
      }
      case 'EVAL': {
        if (refused !== null) return new Error(refused);
        const key = args[2] ?? '';
        const version = versionIn(held(key));
        if (version !== undefined && version > (args[4] ?? '')) return 0;
        kept.set(key, { value: Buffer.from(parts[4] as Buffer), untilMs: Date.now() + Number(args[5]) });
        return 1;
      }
      default:
        return new Error(`ERR unknown command '${name}'`);
    }
  };
  const serve = (socket: Socket): void => {
    let rest: Buffer = Buffer.alloc(0);
    sockets.add(socket);
    accepted += 1;
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    socket.on('data', (chunk) => {
      const { commands: found, rest: left } = parse(Buffer.concat([rest, chunk]));
      rest = left;
      for (const parts of found) {
        commands.push(String(parts[0]).toUpperCase());
        const answer = (): void => {
          if (socket.writable) socket.write(encode(run(parts)));
        };
        if (paused) waiting.push(answer);
        else answer();
      }
    });
  };
  const listen = async (): Promise<void> => {
    server = createServer(serve);
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    ({ port } = server.address() as AddressInfo);
  };
  const kill = async (): Promise<void> => {
    kept.clear();
    waiting = [];
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  await listen();
  return {
    url: `redis://127.0.0.1:${port}`,
    commands,
    pause: () => (paused = true),
    resume: () => {
      paused = false;
      for (const answer of waiting.splice(0)) answer();
    },
    kill,
    restart: listen,
    flush: () => kept.clear(),
    refuse: (message) => (refused = message),
    put: (key, value) => kept.set(key, { value, untilMs: Infinity }),
    keys: () => [...kept.keys()],
    connections: () => accepted,
    close: kill,
  };
};
