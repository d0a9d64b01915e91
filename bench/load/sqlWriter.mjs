import pg from 'pg';

// A process that writes by plain SQL. It is told what and for how long, and answers with what it measured.

/**
 * Inserts parties over kept connections, each in a transaction of its own, until the time is up.
 *
 * @param {{ url: string, firstNumber: number, connections: number, milliseconds: number }} task
 * @returns {Promise<{ milliseconds: number, latencies: Float64Array }>} the time until the last answer, and each insert's in milliseconds
 */
async function run({ url, firstNumber, connections, milliseconds }) {
  const clients = Array.from({ length: connections }, () => new pg.Client({ connectionString: url }));
  await Promise.all(clients.map((client) => client.connect()));
  const latencies = [];
  let number = firstNumber;
  const start = performance.now();
  const end = start + milliseconds;
  const keepWriting = async (client) => {
    while (performance.now() < end) {
      const digits = String(number++).padStart(12, '0');
      const sent = performance.now();
      await client.query({
        name: 'insert',
        text: `INSERT INTO party (id, slug, kind, name, state) VALUES ($1, $2, 'PERSON', $3, 'PUBLISHED')`,
        values: [`01930f5e-6c3a-7b52-9d1c-${digits}`, `party-${digits}`, `Somebody ${digits}`],
      });
      latencies.push(performance.now() - sent);
    }
  };
  await Promise.all(clients.map(keepWriting));
  const took = performance.now() - start;
  await Promise.all(clients.map((client) => client.end()));
  return { milliseconds: took, latencies: Float64Array.from(latencies) };
}

process.on('message', (task) => {
  run(task).then(
    (result) => process.send({ result }),
    (error) => process.send({ error: error.message }),
  );
});
