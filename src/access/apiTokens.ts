import { uuidv7 } from 'uuidv7';
import { type ApiToken, Prisma } from '../database/generated/client';
import type { Database } from '../database/database';
import { isReservedName } from '../lib/actor';
import { ErrorCode, RequestError } from '../lib/errors';
import { characterFault } from '../lib/unicode';
import { isUuid } from '../lib/uuid';
import type { RequiredRole } from './requireRole';
import { createApiTokenSecret, hashApiTokenSecret } from './apiTokenSecret';

/** A token as people may see it. */
export type KnownApiToken = Omit<ApiToken, 'hash'>;

/** What may stand in a name: it is shown in tables, and in the history of what the token's holder changes. */
const NAME_FORM = /^[\p{L}\p{N}][\p{L}\p{M}\p{N} ._@-]{0,99}$/u;

const withoutHash = { hash: true } as const;

/**
 * Makes a token. Its secret is in the answer and nowhere else: only its digest is stored.
 *
 * @param name of no other token that is not revoked; it is normalised to NFC
 * @param expiresAt when it ceases to be taken; null for never
 * @throws RequestError BAD_USER_INPUT for a name that cannot be one, CONFLICT for one that another token has
 */
export async function createApiToken(
  { prisma }: Pick<Database, 'prisma'>,
  { name: given, role, expiresAt }: { name: string; role: RequiredRole; expiresAt: Date | null },
): Promise<{ token: KnownApiToken; secret: string }> {
  const name = checkedName(given);
  const secret = createApiTokenSecret();
  const data = { id: uuidv7(), name, role, expiresAt, hash: hashApiTokenSecret(secret) };
  try {
    return { token: await prisma.apiToken.create({ data, omit: withoutHash }), secret };
  } catch (error) {
    if (!(error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002')) throw error;
    const message = `There is a token with the name "${name}" already. Revoke that one first, or give another name.`;
    throw new RequestError(ErrorCode.CONFLICT, message, { field: 'name', cause: error });
  }
}

/** All tokens, also those that are revoked or expired, the newest first. */
export function listApiTokens({ prisma }: Pick<Database, 'prisma'>): Promise<KnownApiToken[]> {
  return prisma.apiToken.findMany({ orderBy: { id: 'desc' }, omit: withoutHash });
}

/**
 * Revokes a token: from the next request on, it is refused.
 *
 * @param idOrName its id, or its name, by which the one that is not revoked is meant
 * @returns the token, and whether it was revoked before, which leaves it as it was
 * @throws RequestError NOT_FOUND where no token has that id or name
 */
export async function revokeApiToken(
  { prisma }: Pick<Database, 'prisma'>,
  idOrName: string,
): Promise<{ token: KnownApiToken; wasRevoked: boolean }> {
  const meant = isUuid(idOrName) ? { id: idOrName } : { name: idOrName.trim().normalize('NFC') };
  const [token] = await prisma.apiToken.updateManyAndReturn({
    where: { ...meant, revokedAt: null },
    data: { revokedAt: new Date() },
    omit: withoutHash,
  });
  if (token !== undefined) return { token, wasRevoked: false };
  const revoked = await prisma.apiToken.findFirst({ where: meant, orderBy: { revokedAt: 'desc' }, omit: withoutHash });
  if (revoked !== null) return { token: revoked, wasRevoked: true };
  throw new RequestError(ErrorCode.NOT_FOUND, `There is no token with the id or name "${idOrName}".`);
}

function checkedName(given: string): string {
  const name = given.trim().normalize('NFC');
  if (isUuid(name)) throw badName('A name must not look like an id: tokens are revoked by either.');
  if (isReservedName(name)) throw badName(`"${name}" has a meaning of its own in histories: give another name.`);
  if (!NAME_FORM.test(name)) {
    throw badName(
      'A name has 1 to 100 letters, digits, spaces, or any of "." "_" "@" "-", and begins with a letter or a digit.',
    );
  }
  // Some letters and marks are invisible.
  const character = characterFault(name, 'one');
  if (character !== null) throw badName(`The name ${character}.`);
  return name;
}

function badName(message: string): RequestError {
  return new RequestError(ErrorCode.BAD_USER_INPUT, message, { field: 'name' });
}
