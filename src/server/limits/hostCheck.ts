import type { IncomingMessage } from 'node:http';
import { isIP, isIPv4, isIPv6 } from 'node:net';
import { hostname } from 'node:os';
import { ErrorCode, RequestError } from '../../lib/errors';

/** The parts of a header Host: a name or an address, and a port. */
const HOST = /^(?:\[([\da-f:.]+)\]|([a-z0-9_.-]+?))\.?(?::\d*)?$/;

/**
 * Makes what refuses requests for hosts that this server does not serve. A page whose name was pointed at this machine after
 * it was loaded (DNS rebinding) is of the same origin as the server to a browser; only its name in Host gives it away.
 * Addresses and the machine's own names are safe: nobody else can have a page under them.
 *
 * @param allowed names that are served besides; a leading dot includes subdomains, * is any
 * @param listensOn the host that the server listens on
 * @returns what throws RequestError HOST_NOT_ALLOWED for a request that names another host
 */
export function createHostCheck(allowed: readonly string[], listensOn: string): (request: IncomingMessage) => void {
  const own = new Set(['localhost', withoutDot(hostname()), ...(isIP(listensOn) ? [] : [withoutDot(listensOn)])]);
  const isServed = (given: string): boolean => {
    const [, ipv6, name] = HOST.exec(given.toLowerCase()) ?? [];
    if (ipv6 !== undefined) return isIPv6(ipv6);
    if (name === undefined) return false;
    return isIPv4(name) || own.has(name) || name.endsWith('.localhost') || allowed.some((each) => covers(each, name));
  };
  if (allowed.includes('*')) return () => undefined;
  return ({ rawHeaders }) => {
    // HTTP/1.0 knows no Host, and no browser speaks it.
    const refused = hostsIn(rawHeaders).find((host) => !isServed(host));
    if (refused === undefined) return;
    const message = `This server does not answer for the host "${refused}". If it should, add the name to ALLEGATA_ALLOWED_HOSTS.`;
    throw new RequestError(ErrorCode.HOST_NOT_ALLOWED, message, { field: 'host' });
  };
}

/** The values of all headers Host. Node's own list of them would be made of every header. */
function hostsIn(rawHeaders: readonly string[]): string[] {
  return rawHeaders.filter((_value, at) => at % 2 === 1 && rawHeaders[at - 1]?.toLowerCase() === 'host');
}

function covers(allowed: string, name: string): boolean {
  return allowed.startsWith('.') ? name === allowed.slice(1) || name.endsWith(allowed) : name === allowed;
}

function withoutDot(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}
