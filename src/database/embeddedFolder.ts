import { randomBytes } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { initialiseCluster, type Cluster } from './postgresCluster';
import { assertEnterable, findPostgresOwner, type PostgresOwner } from './postgresOwner';
import { findPostgresProgram, type PostgresProgram } from './postgresProgram';

/** The store's own PostgreSQL in its folder, ready to be started. */
export interface EmbeddedCluster extends Cluster {
  /** Its superuser's password. */
  password: string;
}

/** Inside of the data folder. */
const CLUSTER = 'postgres';

/** Inside of the cluster's folder, so that a cluster and its password appear together. */
const PASSWORD = 'allegata-password';

const UNFINISHED = `${CLUSTER}.new-`;

/** Making a cluster takes seconds; one that is unfinished after this was left behind by a process that was killed. */
const ABANDONED_MS = 10 * 60 * 1000;

/**
 * Finds the embedded store of a data folder, or makes it: UTF-8, scram-sha-256, a random password in a file for its
 * owner only. Processes that do so at once end up with the same one.
 *
 * @throws Error that says what to do, where the folder cannot be used: not ours, of another PostgreSQL, no permission,
 *   disk full
 */
export async function prepareEmbeddedCluster(dataDir: string): Promise<EmbeddedCluster> {
  const program = findPostgresProgram();
  const folder = join(dataDir, CLUSTER);
  makeDataDir(dataDir);
  if (existsSync(join(dataDir, 'PG_VERSION'))) {
    throw new Error(
      `${dataDir} is itself the data folder of a PostgreSQL, not Allegata's. Set ALLEGATA_DATA_DIR to another folder, ` +
        'or DATABASE_URL to use that server.',
    );
  }
  if (!existsSync(folder)) {
    await makeCluster(program, dataDir, folder);
  }
  return openCluster(program, folder);
}

function makeDataDir(dataDir: string): void {
  try {
    const outermost = mkdirSync(dataDir, { recursive: true });
    // As root another user has to pass through the folders that we make, whatever the umask says.
    for (let made = dataDir; outermost !== undefined && made.length >= outermost.length; made = dirname(made)) {
      chmodSync(made, 0o755);
    }
  } catch (error) {
    throw new Error(
      `The data folder ${dataDir} cannot be made (${(error as Error).message}). Make it and let the user ` +
        `${userInfo().username} write in it, or set ALLEGATA_DATA_DIR to another place.`,
      { cause: error },
    );
  }
}

/** A cluster is filled under another name and then renamed, so that the folder is there as a whole or not at all. */
async function makeCluster(program: PostgresProgram, dataDir: string, folder: string): Promise<void> {
  assertWritable(dataDir);
  const owner = findPostgresOwner();
  assertEnterable(dataDir, owner);
  assertEnterable(program.bin, owner);
  removeAbandoned(dataDir);
  const unfinished = join(dataDir, `${UNFINISHED}${randomBytes(6).toString('hex')}`);
  const passwordFile = `${unfinished}.password`;
  try {
    mkdirSync(unfinished, { mode: 0o700 });
    writeFileSync(passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600 });
    for (const path of owner === undefined ? [] : [unfinished, passwordFile]) {
      chownSync(path, owner?.uid ?? 0, owner?.gid ?? 0);
    }
    await initialiseCluster({ program, owner, folder: unfinished }, passwordFile);
    renameSync(passwordFile, join(unfinished, PASSWORD));
    publish(unfinished, folder);
  } catch (error) {
    throw explainClusterFailure(error, dataDir, 'made');
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
    rmSync(passwordFile, { force: true });
  }
}

function publish(unfinished: string, folder: string): void {
  try {
    renameSync(unfinished, folder);
  } catch (error) {
    // Another process was first: its cluster is the store, and ours goes.
    if (
      !['EEXIST', 'ENOTEMPTY', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '') ||
      !existsSync(folder)
    ) {
      throw error;
    }
  }
}

function removeAbandoned(dataDir: string): void {
  const limit = Date.now() - ABANDONED_MS;
  for (const name of readdirSync(dataDir).filter((entry) => entry.startsWith(UNFINISHED))) {
    const path = join(dataDir, name);
    if ((statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? limit) < limit) {
      rmSync(path, { recursive: true, force: true });
    }
  }
}

function openCluster(program: PostgresProgram, folder: string): EmbeddedCluster {
  // First of all, since a folder that is closed to us looks empty.
  assertReadable(folder);
  if (!existsSync(join(folder, 'PG_VERSION')) || !existsSync(join(folder, PASSWORD))) {
    throw new Error(
      `${folder} is not a store that Allegata made. Set ALLEGATA_DATA_DIR to another folder, or move that one away.`,
    );
  }
  const version = readFileSync(join(folder, 'PG_VERSION'), 'utf8').trim();
  if (version !== program.majorVersion) {
    throw new Error(
      `The store in ${folder} was made by PostgreSQL ${version}, and this Allegata brings PostgreSQL ` +
        `${program.majorVersion}, which cannot open it. Export it with the Allegata that made it, set ALLEGATA_DATA_DIR ` +
        'to a new folder and import it there.',
    );
  }
  const owner = ownerOf(folder);
  assertEnterable(folder, owner);
  assertEnterable(program.bin, owner);
  return { program, folder, owner, password: readFileSync(join(folder, PASSWORD), 'utf8').trim() };
}

/** PostgreSQL opens a data folder only for the user who owns it: that has to be us, unless we are root. */
function assertReadable(folder: string): void {
  const { uid } = statSync(folder);
  const us = process.getuid?.() ?? uid;
  if (us !== 0 && us !== uid) {
    throw new Error(
      `The store in ${folder} belongs to another user (number ${String(uid)}): run Allegata as that user or as root, ` +
        `or give it to ${userInfo().username} while it is stopped: chown -R ${userInfo().username} '${folder}'.`,
    );
  }
}

/** The user to run PostgreSQL as, where we are root: whoever owns the folder. */
function ownerOf(folder: string): PostgresOwner | undefined {
  if (process.getuid?.() !== 0) {
    return undefined;
  }
  const { uid, gid } = statSync(folder);
  const usual = findPostgresOwner();
  if (uid === 0) {
    throw new Error(
      `The store in ${folder} belongs to root, who cannot run PostgreSQL. Give it back to the user who can: ` +
        `chown -R ${usual?.name ?? 'postgres'} '${folder}'.`,
    );
  }
  return uid === usual?.uid ? usual : { name: `number ${String(uid)}`, uid, gid };
}

function assertWritable(folder: string): void {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new Error(
      `The user ${userInfo().username} may not write in the data folder ${folder}. Give it to that user (chown), or ` +
        'set ALLEGATA_DATA_DIR to another place.',
      { cause: error },
    );
  }
}

/** What PostgreSQL said, with what to do about it where that is known. */
export function explainClusterFailure(error: unknown, folder: string, action: 'made' | 'started'): Error {
  const { message } = error as Error;
  const full = /No space left on device|ENOSPC|Disk quota exceeded|EDQUOT/.test(message);
  const advice = full
    ? `The disk that holds ${folder} is full: make room there, or set ALLEGATA_DATA_DIR to another disk.`
    : 'Set ALLEGATA_DATA_DIR to another folder, or DATABASE_URL to use a server of yours, if it cannot be mended.';
  return new Error(`The embedded PostgreSQL in ${folder} could not be ${action}. ${advice}\n${message}`, {
    cause: error,
  });
}
