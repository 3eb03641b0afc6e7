/**
 * A relay before a server that fails like a dead host or a firewall: connections are neither refused nor closed, and get
 * no more answers.
 */
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface Relay {
  /** URL of the server through the relay. */
  readonly url: string;
  /** Cuts existing connections forever, and new ones until `mend`. */
  cut(): void;
  /** Forwards new connections again. */
  mend(): void;
  /** Cuts existing connections; new ones are forwarded. */
  freeze(): void;
  /** Forwards new connections to another server. */
  redirect(to: string): void;
  close(): Promise<void>;
}

/** Starts a relay to the server at `to`. */
export const startRelay = async (to: string): Promise<Relay> => {
  let target = new URL(to);
  const sockets = new Set<Socket>();
  const through = new Set<Socket>();
  let isCut = false;
  const keep = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  };
  const server = createServer({ allowHalfOpen: true }, (near) => {
    keep(near);
    // Reads always, since the close of the other side is only noticed while reading.
    near.resume();
    if (isCut) return;
    const far = connect({ host: target.hostname, port: Number(target.port), allowHalfOpen: true });
    keep(far);
    through.add(near).add(far);
    near.pipe(far);
    far.pipe(near);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(to);
  url.port = String((server.address() as AddressInfo).port);
  const cut = (): void => {
    isCut = true;
    for (const socket of through) socket.unpipe();
    through.clear();
  };
  const mend = (): void => {
    isCut = false;
  };
  return {
    url: url.href,
    cut,
    mend,
    redirect: (other) => void (target = new URL(other)),
    freeze() {
      cut();
      mend();
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
