import { constants } from 'node:fs';
import { open, realpath } from 'node:fs/promises';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { DossierFaults } from './dossierFault';

/** Why a file could not be read, in words that go on from its name. */
export class UnreadableFile extends Error {
  constructor(
    message: string,
    readonly position = { line: 1, column: 1 },
  ) {
    super(message);
    this.name = 'UnreadableFile';
  }
}

/**
 * Reads the text of a dossier's file.
 *
 * @param limit bytes that it may have; the size is checked before anything is read
 * @throws DossierFaults where it is missing, no file, too large, or not UTF-8
 */
export async function readDossierFile(path: string, limit: number): Promise<string> {
  try {
    return decodeUtf8(await readBytes(path, limit));
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    throw new DossierFaults([{ file: path, ...error.position, path: '', message: error.message }]);
  }
}

/**
 * Reads a file that a dossier names.
 *
 * @param folder the dossier's folder; the file is in it or below, also once links are followed
 * @param path relative to the folder
 * @throws UnreadableFile where it leaves the folder, is missing, no file, or too large
 */
export async function readNamedFile(folder: string, path: string, limit: number): Promise<Buffer> {
  if (isAbsolute(path)) throw new UnreadableFile("is an absolute path: name a file in the dossier's folder");
  const root = await realpath(folder);
  if (!isInside(root, resolve(root, path))) throw new UnreadableFile("leaves the dossier's folder: name a file in it");
  const real = await realpath(resolve(root, path)).catch((error: unknown) => {
    throw new UnreadableFile(reason(error));
  });
  if (!isInside(root, real)) throw new UnreadableFile("is a link that leaves the dossier's folder: name a file in it");
  return readBytes(real, limit);
}

/** The folder that a dossier's files are looked for in. */
export const folderOf = (dossier: string): string => dirname(resolve(dossier));

/**
 * The text that UTF-8 bytes are, without a byte order mark.
 *
 * @throws UnreadableFile with the place of the first byte that is not UTF-8
 */
export function decodeUtf8(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UnreadableFile('is not UTF-8: save it in that encoding', firstInvalid(bytes));
  }
}

function isInside(root: string, path: string): boolean {
  const way = relative(root, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

async function readBytes(path: string, limit: number): Promise<Buffer> {
  // Opening a pipe would otherwise wait until somebody writes to it.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch((error: unknown) => {
    throw new UnreadableFile(reason(error));
  });
  try {
    const { size, isFile } = await file.stat().then((stats) => ({ size: stats.size, isFile: stats.isFile() }));
    if (!isFile) throw new UnreadableFile('is no file');
    if (size > limit) {
      throw new UnreadableFile(
        `has ${size.toLocaleString('en')} bytes: it may have ${limit.toLocaleString('en')} at most`,
      );
    }
    return await file.readFile();
  } finally {
    await file.close();
  }
}

function reason(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return 'is not there';
    case 'EISDIR':
      return 'is no file';
    case 'EACCES':
    case 'EPERM':
      return 'may not be read by this user';
    case 'ELOOP':
      return 'is a link that leads in a circle';
    default:
      return `cannot be read: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function firstInvalid(bytes: Buffer): { line: number; column: number } {
  for (let line = 1, start = 0; start < bytes.length; line += 1) {
    const newline = bytes.indexOf(0x0a, start);
    const end = newline < 0 ? bytes.length : newline + 1;
    const part = bytes.subarray(start, end);
    const text = part.toString('utf8');
    // Decoding leniently and encoding again gives the same bytes only for UTF-8.
    const again = Buffer.from(text);
    if (!again.equals(part)) {
      let same = 0;
      while (again[same] === part[same]) same += 1;
      return {
        line,
        column:
          part
            .subarray(0, same)
            .toString('utf8')
            .replace(/\uFFFD+$/, '').length + 1,
      };
    }
    start = end;
  }
  return { line: 1, column: 1 };
}
