/**
 * A way to a server that can be cut as a failed host or a firewall cuts it: nothing is refused or closed, nothing is answered
 * any more. What was connected then stays dead for ever; what connects after `mend` gets through.
 */
import { connect, createServer, type Socket } from 'node:net';

export interface BlackHole {
  /** The port to connect to instead. */
  readonly port: number;
  cut(): void;
  mend(): void;
  close(): Promise<void>;
}

export const createBlackHole = async (to: { readonly host: string; readonly port: number }): Promise<BlackHole> => {
  const sockets = new Set<Socket>();
  const through = new Set<Socket>();
  let isCut = false;
  const keep = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  };
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    keep(socket);
    // Read, or the close of the other side would not be seen when the test is over.
    socket.resume();
    if (isCut) return;
    const far = connect(to.port, to.host);
    keep(far);
    through.add(socket).add(far);
    socket.pipe(far);
    far.pipe(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as { port: number }).port,
    cut() {
      isCut = true;
      for (const socket of through) socket.unpipe();
      through.clear();
    },
    mend() {
      isCut = false;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
