/** A list that belongs to a row: its rows are replaced together, in their positions. */
export interface ListTable {
  name: string;
  /** The column that names the row which the list belongs to. */
  owner: string;
  columns: readonly string[];
}

/** A table of content, as far as a dossier says something about it. */
export interface ContentTable {
  name: 'party' | 'statement' | 'allegation' | 'assertion' | 'finding';
  columns: readonly string[];
  /** A column so long that a digest of it is compared instead. */
  long?: string;
  lists: readonly ListTable[];
}

const anchor = ['anchor_start', 'anchor_end', 'anchor_exact', 'anchor_prefix', 'anchor_suffix'] as const;

export const partyTable: ContentTable = {
  name: 'party',
  columns: ['slug', 'kind', 'name', 'description', 'state'],
  lists: [
    { name: 'party_name', owner: 'party_id', columns: ['name', 'kind', 'language', 'used_by_id'] },
    { name: 'party_identifier', owner: 'party_id', columns: ['scheme', 'value'] },
    {
      name: 'party_relationship',
      owner: 'subject_id',
      columns: [
        'kind',
        'object_id',
        'title',
        'valid_from',
        'valid_from_earliest',
        'valid_from_latest',
        'valid_to',
        'valid_to_earliest',
        'valid_to_latest',
        'asserted_in_id',
      ],
    },
  ],
};

export const statementTable: ContentTable = {
  name: 'statement',
  columns: [
    'slug',
    'kind',
    'title',
    'subtitle',
    'body',
    'language',
    'issued_on',
    'issued_earliest',
    'issued_latest',
    'state',
  ],
  long: 'body',
  lists: [
    { name: 'attribution', owner: 'statement_id', columns: ['party_id', 'role'] },
    {
      name: 'source',
      owner: 'statement_id',
      columns: ['title', 'url', 'archive_url', 'publisher_id', 'retrieved_on', 'sha256'],
    },
    { name: 'citation', owner: 'statement_id', columns: ['cited_id'] },
  ],
};

export const allegationTable: ContentTable = {
  name: 'allegation',
  columns: ['slug', 'summary', 'occurred_on', 'occurred_earliest', 'occurred_latest', 'place', 'state'],
  lists: [
    { name: 'allegation_party', owner: 'allegation_id', columns: ['party_id', 'role'] },
    { name: 'allegation_counter', owner: 'allegation_id', columns: ['countered_id'] },
  ],
};

export const assertionTable: ContentTable = {
  name: 'assertion',
  columns: [
    'allegation_id',
    'statement_id',
    'speaker_id',
    'stance',
    'mode',
    'said_on',
    'said_earliest',
    'said_latest',
    ...anchor,
    'in_response_to_id',
    'state',
  ],
  lists: [{ name: 'assertion_via', owner: 'assertion_id', columns: ['party_id'] }],
};

export const findingTable: ContentTable = {
  name: 'finding',
  columns: [
    'allegation_id',
    'body_id',
    'verdict',
    'rating_text',
    'jurisdiction',
    'ruled_on',
    'ruled_earliest',
    'ruled_latest',
    'statement_id',
    ...anchor,
    'url',
    'state',
  ],
  lists: [],
};
