import { uuidv7 } from 'uuidv7';
import type { Database } from '../database/database';
import type { ChangedType, Webhook } from '../database/generated/client';
import { ErrorCode, RequestError } from '../lib/errors';
import { isUuid } from '../lib/uuid';
import type { Role } from '../read/readType';
import { createWebhookSecret } from './webhookSignature';

/** A webhook as people may see it. */
export type KnownWebhook = Omit<Webhook, 'secret' | 'claimedUntil' | 'claims'>;

type Prisma = Pick<Database, 'prisma'>;

const LONGEST_URL = 2000;
const hidden = { secret: true, claimedUntil: true, claims: true } as const;

/**
 * Adds an address that is told of what is committed from now on.
 *
 * @param types of nodes; empty means all
 * @param role as whom it is told: what a READER may not see is not told
 * @returns the webhook, and the secret that signs what it is sent, which nothing else shows
 * @throws RequestError BAD_USER_INPUT for an address that cannot be one
 */
export async function addWebhook(
  { prisma }: Prisma,
  { url: given, types, role }: { url: string; types: readonly ChangedType[]; role: Role },
): Promise<{ webhook: KnownWebhook; secret: string }> {
  const url = checkedUrl(given);
  const secret = createWebhookSecret();
  const [newest] = await prisma.$queryRaw<[{ seq: bigint }]>`SELECT change_horizon() AS seq`;
  const data = { id: uuidv7(), url, secret, types: [...new Set(types)], role, deliveredSeq: newest.seq };
  return { webhook: await prisma.webhook.create({ data, omit: hidden }), secret };
}

/** All webhooks, also those that are given up, the newest first. */
export function listWebhooks({ prisma }: Prisma): Promise<KnownWebhook[]> {
  return prisma.webhook.findMany({ orderBy: { id: 'desc' }, omit: hidden });
}

/** @throws RequestError NOT_FOUND where there is none with that id */
export async function removeWebhook({ prisma }: Prisma, id: string): Promise<void> {
  const { count } = isUuid(id) ? await prisma.webhook.deleteMany({ where: { id } }) : { count: 0 };
  if (count === 0) throw unknown(id);
}

/**
 * Tries a webhook again at once, from the change on that it was not told of, also where it was given up.
 *
 * @throws RequestError NOT_FOUND where there is none with that id
 */
export async function retryWebhook({ prisma }: Prisma, id: string): Promise<void> {
  const anew = { failures: 0, failingSince: null, lastError: null, disabledAt: null, nextAt: new Date() };
  const { count } = isUuid(id) ? await prisma.webhook.updateMany({ where: { id }, data: anew }) : { count: 0 };
  if (count === 0) throw unknown(id);
}

function unknown(id: string): RequestError {
  return new RequestError(ErrorCode.NOT_FOUND, `There is no webhook with the id "${id}"; webhook list shows all.`);
}

function checkedUrl(given: string): string {
  const url = URL.canParse(given) ? new URL(given) : undefined;
  const isFit = url && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '' && url.hash === '';
  if (isFit && url.href.length <= LONGEST_URL) return url.href;
  const message = `The address must be an http or https URL of at most ${LONGEST_URL.toLocaleString('en')} characters, without a password in it and without a fragment, such as https://example.org/hooks/allegata.`;
  throw new RequestError(ErrorCode.BAD_USER_INPUT, message, { field: 'url' });
}
