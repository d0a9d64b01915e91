/** Tests that `npm test` leaves out, since it has to give a verdict in minutes. `npm run test:long` runs them. */
const long = [
  'access/draftLeaks',
  'access/tokenCommand',
  'database/embeddedPostgres',
  'database/history',
  'dossier/commands',
  'dossier/dossierThreads',
  'dossier/roundTrip',
  'model/longStoreModel',
  'read/filters',
  'read/generatedOverviews',
  'read/generatedSearch',
  'read/pageWalks',
  'read/plans',
  'server/liveProcesses',
  'server/serve',
  'write/concurrency',
  'write/erase',
  'write/killedWrites',
  'write/unmergeLaw',
];

/** Those of them that need the machine for themselves. */
const attacks = ['attack/corpus', 'attack/corpusAtOnce', 'attack/soak'];

module.exports = { attacks, longTests: [...long, ...attacks], withOthers: long };
