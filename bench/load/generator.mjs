import { connect } from 'node:net';
import { NUMBER } from './number.mjs';
import { ResponseReader } from './responseReader.mjs';

// The process that makes the load. It is told what to send and for how long, and answers with what it measured.

/**
 * Sends requests over kept connections, on each the next as soon as the answer to the last is whole, until the time is up.
 *
 * @param {{ host: string, port: number, path: string, headers?: string[], bodies?: string[], requests?: string[], order: number[],
 *   firstNumber?: number, connections: number, milliseconds: number }} task `firstNumber`: each request has a number of its own from
 *   there on where its body has {@link NUMBER}; `requests`: the whole requests, where they are not POSTs of bodies
 * @returns {Promise<{ milliseconds: number, latencies: Float64Array }>} the time until the last answer, and each request's in milliseconds
 */
async function run(task) {
  const { host, port, path, headers = [], bodies, order, firstNumber, connections, milliseconds } = task;
  const requests =
    task.requests?.map((text) => Buffer.from(text)) ?? bodies.map((body) => requestOf(host, path, headers, body));
  const requestAt = firstNumber === undefined ? (turn) => requests[order[turn % order.length]] : numbered(requests[0]);
  const latencies = [];
  let turn = 0;
  const start = performance.now();
  const end = start + milliseconds;
  const keepAsking = (socket) =>
    new Promise((resolve, reject) => {
      const reader = new ResponseReader();
      let sent = 0;
      const ask = () => {
        sent = performance.now();
        socket.write(requestAt((firstNumber ?? 0) + turn++));
      };
      socket.on('data', (piece) => {
        try {
          if (!reader.add(piece)) return;
          reader.take();
        } catch (error) {
          reject(error);
          return;
        }
        const now = performance.now();
        latencies.push(now - sent);
        if (now < end) ask();
        else resolve();
      });
      socket.on('error', reject);
      socket.on('close', () => reject(new Error('The server closed a connection.')));
      ask();
    });
  const sockets = await Promise.all(Array.from({ length: connections }, () => open(host, port)));
  await Promise.all(sockets.map(keepAsking));
  const took = performance.now() - start;
  for (const socket of sockets) socket.removeAllListeners('close').destroy();
  return { milliseconds: took, latencies: Float64Array.from(latencies) };
}

/** Gives copies of a request, each with a number in the place of every {@link NUMBER}. */
function numbered(request) {
  const places = [];
  for (let at = request.indexOf(NUMBER); at !== -1; at = request.indexOf(NUMBER, at + 1)) places.push(at);
  return (number) => {
    const copy = Buffer.from(request);
    for (const place of places) copy.latin1Write(String(number).padStart(NUMBER.length, '0'), place);
    return copy;
  };
}

function requestOf(host, path, headers, body) {
  const head = [
    `POST ${path} HTTP/1.1`,
    `host: ${host}`,
    'content-type: application/json',
    'accept: application/json',
    ...headers,
    `content-length: ${Buffer.byteLength(body)}`,
  ];
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`);
}

function open(host, port) {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true });
    socket.once('connect', () => resolve(socket));
    socket.once('error', reject);
  });
}

process.on('message', (task) => {
  run(task).then(
    (result) => process.send({ result }),
    (error) => process.send({ error: error.message }),
  );
});
