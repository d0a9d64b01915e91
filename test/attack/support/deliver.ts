import type { Delivery } from './attack';
import { deliverByHttp } from './deliverByHttp';
import { deliverBySocket } from './deliverBySocket';
import { deliverBytes } from './deliverBytes';
import { type Outcome, together } from './outcome';

/** Where a server listens. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/**
 * Sends an attack, over as many connections as it wants.
 *
 * @param milliseconds after which the client leaves, whatever the server does
 */
export async function deliver(address: Address, delivery: Delivery, milliseconds: number): Promise<Outcome> {
  const { connections = 1 } = delivery;
  return together(await Promise.all(Array.from({ length: connections }, () => one(address, delivery, milliseconds))));
}

function one(address: Address, delivery: Delivery, milliseconds: number): Promise<Outcome> {
  switch (delivery.by) {
    case 'http':
      return deliverByHttp(address, delivery, milliseconds);
    case 'bytes':
      return deliverBytes(address, delivery, milliseconds);
    case 'socket':
      return deliverBySocket(address, delivery, milliseconds);
  }
}
