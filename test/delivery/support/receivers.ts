/** Receivers of notifications: a web server that answers as told, and a mail server. Both on loopback, on free ports. */
import { once } from 'node:events';
import { createServer as createHttpServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { type Certificate, selfSigned } from '../../support/certificates.js';

export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What the receiver answers; `hang`: nothing. */
export type Reply = { readonly status: number; readonly headers?: Record<string, string> } | 'hang';

export interface WebReceiver {
  readonly url: string;
  /** Of its authority; in PEM. */
  readonly ca: string;
  readonly requests: ReceivedRequest[];
  /** Replies to the next requests, then 204 to all others. */
  readonly replies: Reply[];
  close(): Promise<void>;
}

/** Starts a web server; `secure`: with a certificate of its own authority. */
export const startWebReceiver = async ({ secure = true } = {}): Promise<WebReceiver> => {
  const certificate: Certificate | null = secure ? selfSigned() : null;
  const requests: ReceivedRequest[] = [];
  const replies: Reply[] = [];
  const listener = async (request: any, response: any): Promise<void> => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    requests.push({ method: request.method, path: request.url, headers: request.headers, body });
    const reply = replies.shift() ?? { status: 204 };
    if (reply === 'hang') return;
    response.writeHead(reply.status, reply.headers);
    response.end();
  };
  const handle = (request: unknown, response: unknown): void => void listener(request, response).catch(() => undefined);
  const server: Server = certificate === null ? createHttpServer(handle) : createHttpsServer(certificate, handle);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `${secure ? 'https' : 'http'}://127.0.0.1:${port}`,
    ca: certificate?.cert.toString() ?? '',
    requests,
    replies,
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
};

export interface MailReceiver {
  readonly url: string;
  readonly mails: ParsedMail[];
  /** Reply codes to the next recipients, then 250 to all others. */
  readonly replies: number[];
  close(): Promise<void>;
}

export const startMailReceiver = async (): Promise<MailReceiver> => {
  const mails: ParsedMail[] = [];
  const replies: number[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: (_address, _session, callback) => {
      const code = replies.shift() ?? 250;
      if (code === 250) callback();
      else callback(Object.assign(new Error('not taken'), { responseCode: code }));
    },
    onData: (stream, _session, callback) => {
      simpleParser(stream).then((mail) => {
        mails.push(mail);
        callback();
      }, callback);
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    replies,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
};
