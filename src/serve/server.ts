import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerOptions,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { ListenAddress } from './address.ts';
import type { Asked, Reply } from './answer.ts';
import type { Log } from './log.ts';

/** PEM texts. */
export type Tls = { readonly cert: string; readonly key: Uint8Array };

/** A running server. */
export type Listening = {
  /** `http://127.0.0.1:9535`. */
  readonly url: string;
  /** Refuses new connections, and gives requests in progress a few seconds to finish before cutting them off. */
  close(): Promise<void>;
};

/** Further connections are refused. */
const mostConnections = 1_024;

const options: ServerOptions = {
  /** Bytes. */
  maxHeaderSize: 8_192,
  /** Milliseconds for a request's headers and body, and how often that is checked. */
  headersTimeout: 5_000,
  requestTimeout: 5_000,
  connectionsCheckingInterval: 1_000,
  keepAliveTimeout: 5_000,
};

/** Milliseconds from a request to the last byte of its response; slower clients are cut off. */
const longestExchange = 75_000;

/** Milliseconds for requests in progress at shutdown. */
const grace = 10_000;

const asked = ({ method = '', url = '', headers }: IncomingMessage): Asked => ({
  method,
  url,
  authorization: headers.authorization,
  patience: headers['x-prometheus-scrape-timeout-seconds']?.toString(),
});

const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

const send = (request: IncomingMessage, response: ServerResponse, reply: Reply, isLast: boolean): void => {
  const close = isLast || hasBody(request) ? { connection: 'close' } : {};
  response.writeHead(reply.status, { ...reply.headers, ...close, 'content-length': reply.body.length });
  response.end(request.method === 'HEAD' ? undefined : reply.body);
};

const urlOf = (server: Server, scheme: string): string => {
  const found = server.address();
  if (found === null || typeof found === 'string') return scheme;
  return `${scheme}://${found.family === 'IPv6' ? `[${found.address}]` : found.address}:${found.port}`;
};

const listen = (server: Server, { host, port }: ListenAddress): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, ...(host === null ? {} : { host }) }, () => {
      server.off('error', reject);
      resolve();
    });
  });

/** Ends idle connections at once, others within the grace period. */
const end = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), grace);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });

/**
 * Opens procnet's only socket. Rejects with the system's error (`EADDRINUSE` …) if it cannot listen, and with that of OpenSSL
 * if the certificate is invalid.
 */
export const serve = async (
  address: ListenAddress,
  tls: Tls | null,
  answer: (asked: Asked) => Promise<Reply>,
  log: Log,
): Promise<Listening> => {
  let isClosing = false;
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const cut = setTimeout(() => request.socket.destroy(), longestExchange);
    response.once('close', () => clearTimeout(cut));
    const reply = await answer(asked(request));
    if (!response.destroyed) send(request, response, reply, isClosing);
  };
  const onRequest = (request: IncomingMessage, response: ServerResponse): void => {
    handle(request, response).catch((error: unknown) => {
      log.once('bug', `this is a bug, please report it: ${String(error)}`);
      request.socket.destroy();
    });
  };
  const server =
    tls === null
      ? createServer(options, onRequest)
      : createTlsServer(
          { ...options, cert: tls.cert, key: Buffer.from(tls.key), minVersion: 'TLSv1.2' },
          onRequest,
        );
  server.maxConnections = mostConnections;
  server.on('drop', () =>
    log.once('full', `more than ${mostConnections} simultaneous connections; refusing the rest`),
  );
  await listen(server, address);
  return {
    url: urlOf(server, tls === null ? 'http' : 'https'),
    close() {
      isClosing = true;
      return end(server);
    },
  };
};
