/**
 * How ioredis gets its streams. Its own connector listens to the first error of a stream only; one over TLS can have a second
 * (a certificate refused, then the server's alert), which would end the process.
 */
import { createConnection, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { AbstractConnector, type RedisOptions } from 'ioredis';

type ConnectorConstructor = NonNullable<RedisOptions['Connector']>;
type Options = Pick<RedisOptions, 'host' | 'port' | 'tls' | 'disconnectTimeout'>;

/** AbstractConnector asks for `connect` only, and TypeScript for a class that extends it. */
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
      // A turn later, as ioredis expects: until then it may be told not to.
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

/** For the option `Connector`: called with `new`, which lets a function give an object of its own. */
export const PatientConnector = function (options: Options) {
  return connectorOf(options);
} as unknown as ConnectorConstructor;
