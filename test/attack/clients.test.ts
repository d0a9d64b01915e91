import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { ANONYMOUS } from '../../src/lib/actor';
import { readEnvironment } from '../../src/lib/environment';
import { createClientAddress } from '../../src/server/clientAddress';
import { clientOf } from '../../src/server/clientOf';

/** A request over a connection from an address. */
function requestFrom(address: string, forwardedFor?: string): IncomingMessage {
  const socket = new Socket();
  Object.defineProperty(socket, 'remoteAddress', { value: address });
  const request = new IncomingMessage(socket);
  if (forwardedFor !== undefined) request.headers['x-forwarded-for'] = forwardedFor;
  return request;
}

describe('who shows no token', () => {
  it.each([
    ['192.0.2.7', 'ip:192.0.2.7'],
    ['::ffff:192.0.2.7', 'ip:192.0.2.7'],
    ['::FFFF:c000:0207', 'ip:192.0.2.7'],
    ['192.0.2.7:50123', 'ip:192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', 'ip:2001:db8:1:2::/64'],
    ['2001:DB8:1:2::1', 'ip:2001:db8:1:2::/64'],
    ['[2001:db8:1:2::1]:443', 'ip:2001:db8:1:2::/64'],
    ['2001:db8::1', 'ip:2001:db8:0:0::/64'],
    ['fe80::1%eth0', 'ip:fe80:0:0:0::/64'],
    ['::1', 'ip:0:0:0:0::/64'],
    ['::', 'ip:0:0:0:0::/64'],
    ['1:2:3:4:5:6:7::', 'ip:1:2:3:4::/64'],
    ['', 'ip:unknown'],
    ['somebody', 'ip:unknown'],
    ['another', 'ip:unknown'],
    ['999.0.2.7:50123', 'ip:unknown'],
  ])('at %s counts as %s', (address, client) => {
    expect(clientOf(address, ANONYMOUS)).toBe(client);
  });
});

it('who shows a token counts by their id, from anywhere, and never as somebody anonymous', () => {
  const desk = { id: 'token:7', name: 'Desk', role: 'EDITOR' } as const;
  expect(clientOf('192.0.2.7', desk)).toBe('actor:token:7');
  expect(clientOf('2001:db8::1', desk)).toBe('actor:token:7');
  expect(clientOf('192.0.2.7', { ...ANONYMOUS })).toBe('actor:anonymous');
});

describe('the address of a client', () => {
  it('is the one of its connection, whatever it says itself', () => {
    expect(createClientAddress([])(requestFrom('192.0.2.7', '198.51.100.1'))).toBe('192.0.2.7');
    expect(createClientAddress(['10.0.0.0/8'])(requestFrom('192.0.2.7', '198.51.100.1'))).toBe('192.0.2.7');
  });

  it('is what a trusted proxy says, and nothing that was there before', () => {
    const addressOf = createClientAddress(['10.0.0.0/8', '2001:db8::/32']);
    expect(addressOf(requestFrom('10.1.2.3', '203.0.113.9, 198.51.100.1'))).toBe('198.51.100.1');
    expect(addressOf(requestFrom('::ffff:10.1.2.3', '198.51.100.1'))).toBe('198.51.100.1');
    expect(addressOf(requestFrom('2001:db8::5', '203.0.113.9, 198.51.100.1, 10.0.0.9'))).toBe('198.51.100.1');
    expect(addressOf(requestFrom('10.1.2.3'))).toBe('10.1.2.3');
  });
});

describe('ALLEGATA_TRUSTED_PROXIES', () => {
  it.each(['proxy.example.org', '10.0.0.0/0', '10.0.0.0/33', '10.0.0.1,', '10.0.0.0/8/8', '::1/129', '*', 'true'])(
    'is refused as %s',
    (value) => {
      const setting = { ALLEGATA_TRUSTED_PROXIES: value };
      expect(() => readEnvironment(setting)).toThrow(/ALLEGATA_TRUSTED_PROXIES.*: must be addresses or ranges/);
    },
  );

  it('has addresses and ranges, and none by default', () => {
    const setting = { ALLEGATA_TRUSTED_PROXIES: '127.0.0.1, 10.0.0.0/8,2001:db8::/32' };
    expect(readEnvironment(setting).trustedProxies).toEqual(['127.0.0.1', '10.0.0.0/8', '2001:db8::/32']);
    expect(readEnvironment({}).trustedProxies).toEqual([]);
  });
});
