/**
 * A relay before a server that can cut its connections without a word, as a host that loses its power does: bytes are passed on
 * in neither direction any more, and nothing is closed.
 */
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface Relay {
  /** The server's, by way of the relay. */
  readonly url: string;
  /** Cuts the connections there are; new ones go through. */
  freeze(): void;
  close(): Promise<void>;
}

/** Starts a relay to the server at `to`. */
export const startRelay = async (to: string): Promise<Relay> => {
  const target = new URL(to);
  const sockets = new Set<Socket>();
  const pairs = new Set<readonly [Socket, Socket]>();
  const server = createServer({ allowHalfOpen: true }, (near) => {
    const far = connect({ host: target.hostname, port: Number(target.port), allowHalfOpen: true });
    near.pipe(far);
    far.pipe(near);
    for (const socket of [near, far]) sockets.add(socket.on('error', () => undefined));
    pairs.add([near, far]);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(to);
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    freeze() {
      for (const [near, far] of pairs) {
        near.unpipe(far).pause();
        far.unpipe(near).pause();
      }
      pairs.clear();
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
