import { allegata } from './allegata.mjs';
import { keystone } from './keystone.mjs';
import { control, limit } from './limit.mjs';
import { mercurius } from './mercurius.mjs';
import { postgraphile } from './postgraphile.mjs';
import { typegraphql } from './typegraphql.mjs';

/** Everyone who takes part. The limit comes first: the others' answers are compared with its answers. */
export const contestants = [limit, allegata, control, postgraphile, mercurius, typegraphql, keystone];
