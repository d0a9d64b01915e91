/** What somebody may do. A READER meets published content only, an EDITOR reads and writes, an ADMIN also deletes and merges. */
export type ActorRole = 'READER' | 'EDITOR' | 'ADMIN';

/** Who asks, as far as that is known. */
export interface Actor {
  /** As it stands in the history of what they change: the name of an API token, or of a person. */
  readonly name: string;
  readonly role: ActorRole;
}

/** Whoever shows no token. This one object stands for all of them; somebody who is known may bear its name. */
export const ANONYMOUS: Actor = Object.freeze({ name: 'anonymous', role: 'READER' });

/** As whom an actor reads: an ADMIN sees what an EDITOR sees. */
export function readRole({ role }: Actor): 'READER' | 'EDITOR' {
  return role === 'READER' ? 'READER' : 'EDITOR';
}
