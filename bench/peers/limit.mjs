import { createServer } from 'node:http';
import pg from 'pg';
import { statements } from './limitStatements.mjs';

// What a server can do at best: it reads the request, sends one prepared statement, and passes its text on.
const pool = new pg.Pool({
  connectionString: process.env.DATABASE_URL,
  max: 10,
  idleTimeoutMillis: 300_000,
  // What this server asks of its own connections too.
  options: '-c jit=off -c random_page_cost=1.1',
});

async function answer(body) {
  const { query, variables } = JSON.parse(body);
  const { name, text, values, around } = statements[query](variables);
  const { rows } = await pool.query({ name, text, values, rowMode: 'array' });
  return `{"data":${around[0]}${rows[0][0]}${around[1]}}`;
}

const server = createServer((request, response) => {
  const pieces = [];
  request.on('data', (piece) => pieces.push(piece));
  request.on('end', () => {
    answer(Buffer.concat(pieces).toString()).then(
      (text) => {
        response.writeHead(200, {
          'content-type': 'application/json; charset=utf-8',
          'content-length': Buffer.byteLength(text),
        });
        response.end(text);
      },
      (error) => {
        response.writeHead(500, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ errors: [{ message: String(error) }] }));
      },
    );
  });
});
server.listen(0, '127.0.0.1', () => console.log(`ready http://127.0.0.1:${server.address().port}/graphql`));
