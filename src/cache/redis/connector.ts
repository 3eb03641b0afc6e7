/**
 * A connector for ioredis that listens to every error of a stream. Its own listens to the first only; a TLS stream can have
 * a second (a refused certificate, then the server's alert), which would crash the process.
 */
import { createConnection, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { AbstractConnector, type RedisOptions } from 'ioredis';

type ConnectorConstructor = NonNullable<RedisOptions['Connector']>;
type Options = Pick<RedisOptions, 'host' | 'port' | 'tls' | 'disconnectTimeout'>;

/** AbstractConnector requires only `connect`, but its types require a subclass. */
const Base = AbstractConnector as unknown as new (disconnectTimeout: number | undefined) => {
  connecting: boolean;
  stream: Socket;
  firstError?: Error;
};

const connectorOf = (options: Options) => {
  const connector = new Base(options.disconnectTimeout);
  return Object.assign(connector, {
    async connect(): Promise<Socket> {
      connector.connecting = true;
      // One turn later, as ioredis expects: it may cancel until then.
      await Promise.resolve();
      if (!connector.connecting) throw new Error('Connection is closed.');
      const where = { host: options.host ?? '127.0.0.1', port: options.port ?? 6_379 };
      const stream = options.tls === undefined ? createConnection(where) : connectTls({ ...where, ...options.tls });
      stream.on('error', (error: Error) => {
        connector.firstError ??= error;
      });
      connector.stream = stream;
      return stream;
    },
  });
};

/** For the option `Connector`: ioredis calls it with `new`, which lets a function return its own object. */
export const PatientConnector = function (options: Options) {
  return connectorOf(options);
} as unknown as ConnectorConstructor;
