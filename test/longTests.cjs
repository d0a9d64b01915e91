/** Tests that `npm test` leaves out, since it has to give a verdict in minutes. `npm run test:long` runs them. */
const long = [
  'access/draftLeaks',
  'access/tokenCommand',
  'database/embeddedPostgres',
  'database/history',
  'dossier/commands',
  'dossier/roundTrip',
  'read/filters',
  'read/generatedSearch',
  'read/pageWalks',
  'read/plans',
  'server/liveProcesses',
  'server/serve',
  'write/concurrency',
  'write/erase',
  'write/killedWrites',
];

/** Those of them that need the machine for themselves. */
const attacks = ['attack/corpus', 'attack/corpusAtOnce', 'attack/soak'];

module.exports = { attacks, longTests: [...long, ...attacks], withOthers: long };
