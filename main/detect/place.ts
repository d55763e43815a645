/** Where the values of a field lie in the rows that are asked. */
export type Place =
  /** A text, NULL where the field is missing; never a list or an object. */
  | { readonly kind: 'text'; readonly sql: string; readonly time?: string }
  /** Inside a JSON column; an empty path is the column itself. */
  | { readonly kind: 'json'; readonly sql: string; readonly path: readonly string[] }
  /** These rows never have it. */
  | { readonly kind: 'none' }

/** What is asked: raw records, or the events of some formats. */
export interface Target {
  place(field: string): Place
  /** SQL of the account that an event belongs to, and the accounts that belong to us beside it. */
  readonly account: string
  readonly ours: readonly string[]
  /** Everything that keywords look in. */
  readonly everything: readonly Place[]
}

/** Records as logged, in a JSON column `raw`: a null that is written out is there. */
export const rawTarget: Target = {
  place: (field) => ({ kind: 'json', sql: 'raw', path: field.split('.') }),
  account: `coalesce(json_extract_string(raw, '$.recipientAccountId'), json_extract_string(raw, '$.userIdentity.accountId'))`,
  ours: [],
  everything: [{ kind: 'json', sql: 'raw', path: [] }],
}
