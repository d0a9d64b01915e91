import { connect, createServer } from 'node:net';
import { setTimeout } from 'node:timers';

/**
 * A line to a port of this machine on which everything takes longer, each way.
 *
 * @param {number} port where it leads
 * @param {number} delayMs milliseconds that each byte takes longer, there and back
 * @returns {Promise<{ port: number, stop: () => void }>} the port to connect to
 */
export async function openDelayedLine(port, delayMs) {
  const sockets = new Set();
  const carry = (from, to) => {
    from.on('data', (piece) => setTimeout(() => to.writable && to.write(piece), delayMs));
    from.on('close', () => setTimeout(() => to.destroy(), delayMs));
    from.on('error', () => to.destroy());
    from.setNoDelay(true);
    sockets.add(from);
  };
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    carry(near, far);
    carry(far, near);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  return { port: server.address().port, stop };
}
