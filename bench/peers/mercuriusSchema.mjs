/** As much of our schema as the queries touch, written as a user of mercurius writes one. */
export const schema = `
  type Query {
    statements(first: Int = 20, after: String): StatementConnection!
    allegations(where: AllegationWhereInput, first: Int = 20, after: String): AllegationConnection!
    allegation(id: ID!): Allegation
    party(id: ID!): Party
  }
  input AllegationWhereInput { accused: PartyWhereInput }
  input PartyWhereInput { id: IDFilter }
  input IDFilter { equals: ID }
  type PartialDate { edtf: String! earliest: String latest: String }
  type PageInfo { hasNextPage: Boolean! endCursor: String }
  type StatementConnection { nodes: [Statement!]! pageInfo: PageInfo! }
  type AllegationConnection { nodes: [Allegation!]! pageInfo: PageInfo! totalCount: Int! }
  type AssertionConnection { nodes: [Assertion!]! }
  enum PartyKind { PERSON ORGANIZATION STATE BODY OUTLET GROUP }
  enum AllegationRole { ACCUSED AFFECTED SUBJECT }
  type Party { id: ID! slug: String! kind: PartyKind! name: String! allegations(first: Int = 20): AllegationConnection! }
  type Statement {
    id: ID! slug: String! kind: String! title: String! subtitle: String language: String issuedOn: PartialDate createdAt: String! version: Int!
    issuers: [Party!]!
  }
  type AllegationParty { role: AllegationRole! party: Party! }
  type Allegation {
    id: ID! slug: String! summary: String! occurredOn: PartialDate place: String
    parties: [AllegationParty!]! accused: [Party!]! assertions(first: Int = 20): AssertionConnection!
  }
  type TextAnchor { exact: String! start: Int! end: Int! }
  type Assertion { id: ID! stance: String! mode: String anchor: TextAnchor speaker: Party! statement: Statement! }
`;
