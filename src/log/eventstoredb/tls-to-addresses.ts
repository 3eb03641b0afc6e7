/**
 * TLS to a server that is named by its IP address, as members of a cluster often are.
 *
 * grpc-js passes the host as the TLS server name. RFC 6066 forbids an address there, and Node 26 throws
 * (ERR_INVALID_ARG_VALUE; DEP0123 before). Without a server name Node verifies the certificate against the host, which
 * grpc-js passes too. Rejected: a channel option, because grpc-js 1.14 has only one for another name, and the client
 * passes none on.
 */
import { ChannelCredentials } from '@grpc/grpc-js';
import { isIP } from 'node:net';
import { createSecureContext } from 'node:tls';

/** Private in the types of grpc-js. */
interface SecureCredentials {
  _createSecureConnector: (
    this: SecureCredentials,
    ...args: unknown[]
  ) => { readonly connectionOptions: { servername?: string } };
}

const secure = Object.getPrototypeOf(
  ChannelCredentials.createFromSecureContext(createSecureContext()),
) as SecureCredentials;
const createConnector = secure._createSecureConnector;

secure._createSecureConnector = function (...args) {
  const connector = createConnector.apply(this, args);
  const options = connector.connectionOptions;
  if (options.servername !== undefined && isIP(options.servername) !== 0) delete options.servername;
  return connector;
};
