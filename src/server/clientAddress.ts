import type { IncomingMessage } from 'node:http';
import proxyAddress from '@fastify/proxy-addr';

/**
 * Makes what finds the address of a client, by the rule of Fastify's `request.ip`: the connection's own, or what a trusted
 * proxy gives in X-Forwarded-For. It also serves requests that Fastify never sees, those for a WebSocket.
 *
 * @param trustedProxies addresses or CIDR ranges
 */
export function createClientAddress(trustedProxies: readonly string[]): (request: IncomingMessage) => string {
  const trusts = proxyAddress.compile([...trustedProxies]);
  return (request) => {
    // Of a connection that is gone already, Node has no address any more.
    if (request.socket.remoteAddress === undefined) return '';
    return proxyAddress(request, trusts);
  };
}
