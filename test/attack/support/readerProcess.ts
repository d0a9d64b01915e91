import { PatientReader } from './patientReader';

// A reader in a process of its own, so that what the attackers do does not slow its clock down: it reads from the host and
// port that its arguments name until its input ends, and then writes what it has read as JSON.

const [host = '', port = ''] = process.argv.slice(2);
const reader = new PatientReader({ host, port: Number(port) });
process.stdin.resume();
process.stdin.once('end', () => {
  void reader.stop().then((readings) => process.stdout.write(JSON.stringify(readings)));
});
