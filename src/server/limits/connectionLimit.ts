import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import proxyAddress from '@fastify/proxy-addr';
import { ANONYMOUS } from '../../lib/actor';
import type { Environment } from '../../lib/environment';
import { clientOf } from '../clientOf';
import { Quota } from './quota';

/** How many connections there may be for each WebSocket or event stream that there may be: requests need some too. */
const PER_SOCKET = 2;

type ConnectionSettings = Pick<Environment, 'maxSockets' | 'maxSocketsPerClient' | 'trustedProxies'>;

/**
 * Bounds the connections of a server, also those over which nothing is ever said: what is too much is closed at once. Trusted proxies, which bring many clients, count among all only.
 */
export function limitConnections(
  server: Server,
  { maxSockets, maxSocketsPerClient, trustedProxies }: ConnectionSettings,
): void {
  const isProxy = proxyAddress.compile([...trustedProxies]);
  server.maxConnections = PER_SOCKET * maxSockets;
  const quota = new Quota({
    what: 'connections',
    inAll: PER_SOCKET * maxSockets,
    perClient: PER_SOCKET * maxSocketsPerClient,
  });
  const known = new WeakSet<Socket>();
  server.prependListener('connection', (socket: Socket) => {
    const { remoteAddress = '' } = socket;
    // A connection that offered another protocol comes here a second time.
    if (known.has(socket) || isProxy(remoteAddress, 0)) return;
    known.add(socket);
    try {
      const lease = quota.take(clientOf(remoteAddress, ANONYMOUS));
      socket.once('close', () => {
        lease.release();
      });
    } catch {
      // There is no request yet that could be answered.
      socket.destroy();
    }
  });
}
