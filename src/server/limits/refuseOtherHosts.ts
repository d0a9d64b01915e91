import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';

/**
 * Refuses requests for hosts that are not served with 421, whatever they ask for, before anything of them is read.
 *
 * @param check throws RequestError for a host that is not served
 */
export function refuseOtherHosts(app: FastifyInstance, check: (request: IncomingMessage) => void): void {
  app.addHook('onRequest', (request, _reply, done) => {
    check(request.raw);
    done();
  });
}
