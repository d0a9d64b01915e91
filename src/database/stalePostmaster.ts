import {
  existsSync,
  linkSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { readPostmaster } from './postgresCluster';

const PROCESSES = '/proc';

/**
 * Removes the note that a killed server left in its folder (postmaster.pid), where PostgreSQL would not do so itself:
 * when the number in it has gone to another process, as happens when a container is started again and counts from 1,
 * PostgreSQL takes that for its own server and refuses to start.
 *
 * The note goes only where it is certain that nothing of that server lives: each process of a PostgreSQL works in its
 * data folder, and on Linux that can be seen. Elsewhere, and where it cannot be seen, the note stays.
 */
export function removeStalePostmaster(folder: string): void {
  const noted = readPostmaster(folder);
  if (noted === undefined || !existsSync(PROCESSES) || !isAlive(noted.pid) || isInUse(folder)) {
    return;
  }
  const note = join(folder, 'postmaster.pid');
  const aside = `${note}.stale-${String(process.pid)}`;
  renameSync(note, aside);
  // Another process may have done the same just before, and started a server since, whose note this then is.
  if (Number.parseInt(readFileSync(aside, 'utf8'), 10) !== noted.pid) {
    linkSync(aside, note);
  }
  rmSync(aside);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function isInUse(folder: string): boolean {
  const place = realpathSync(folder);
  const { uid } = statSync(folder);
  return readdirSync(PROCESSES).some((name) => /^\d+$/.test(name) && worksIn(join(PROCESSES, name), place, uid));
}

/** Whether the process, if it is of the folder's user, works in the folder; it does as long as that is unknown. */
function worksIn(path: string, place: string, uid: number): boolean {
  try {
    return statSync(path).uid === uid && readlinkSync(join(path, 'cwd')) === place;
  } catch (error) {
    return !['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '');
  }
}
