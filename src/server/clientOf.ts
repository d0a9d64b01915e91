import { isIPv4, isIPv6 } from 'node:net';
import { type Actor, ANONYMOUS } from '../lib/actor';

/** An address as some proxies write it, with the port behind it; brackets then hold one of IPv6. */
const WITH_PORT = /^(?:\[([\da-f:.]+)\](?::\d+)?|([\d.]+):\d+)$/i;

/**
 * The key under which limits count a client: who is known counts by their id, everybody else under their address.
 *
 * @param address of the client. One of IPv6 counts by its /64, which is what one household or machine has, and an IPv4
 *   address counts as itself also where IPv6 maps it.
 */
export function clientOf(address: string, actor: Actor): string {
  // A known actor may have the name "anonymous": the object is what tells them apart.
  return actor === ANONYMOUS ? `ip:${networkOf(address)}` : `actor:${actor.id}`;
}

/** What of an address stands for one client. Everything that is no address counts as one client. */
function networkOf(given: string): string {
  const [, inBrackets, beforePort] = WITH_PORT.exec(given) ?? [];
  const address = (inBrackets ?? beforePort ?? given).split('%', 1)[0] ?? '';
  if (isIPv4(address)) return address;
  if (!isIPv6(address)) return 'unknown';
  const groups = groupsOf(address);
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (isMapped) return groups.slice(6).flatMap(bytesOf).join('.');
  const network = groups.slice(0, 4).map((group) => group.toString(16));
  return `${network.join(':')}::/64`;
}

/** The eight groups of an IPv6 address. */
function groupsOf(address: string): number[] {
  // URL writes every IPv6 address in hexadecimal groups, with at most one "::".
  const [before = '', after] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const [head, tail] = [before, after ?? ''].map((part) => (part === '' ? [] : part.split(':'))) as [
    string[],
    string[],
  ];
  const gap = Array.from({ length: 8 - head.length - tail.length }, () => '0');
  return [...head, ...gap, ...tail].map((group) => Number.parseInt(group, 16));
}

function bytesOf(group: number): number[] {
  return [group >> 8, group & 0xff];
}
