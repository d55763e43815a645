import type { Field } from './fields.ts'

/** Where something stands in the text of a search: UTF-16 offsets, `to` excluded. */
export interface Span {
  readonly from: number
  readonly to: number
}

/** What is wrong with a search, at the place to underline. */
export interface SearchError extends Span {
  readonly message: string
}

/** A search that was understood. An event is found when the tree holds for it; a missing value makes a term false. */
export type Tree =
  | ({ readonly kind: 'everything' } & Span)
  | ({ readonly kind: 'and' | 'or'; readonly parts: readonly Tree[] } & Span)
  | ({ readonly kind: 'not'; readonly part: Tree } & Span)
  | Term

/** One condition. A bare word is a term of the field `text`; `a!=b` is the negation of `a=b`. */
export interface Term extends Span {
  readonly kind: 'term'
  readonly field: Field
  readonly operator: Operator
  readonly value: Value
  /** What was written in front of the value, such as `user:`; in a list, in front of its parenthesis. Empty for bare words. */
  readonly asked: string
  /** Where the value begins. */
  readonly valueFrom: number
}

/** `:` looks for (any case, wildcards, every column of the field); `=` compares one column with one exact value. */
export type Operator = ':' | '=' | Comparison
export type Comparison = '>' | '>=' | '<' | '<='

/** A value, already read as what its field holds, so that compiling cannot fail. */
export type Value =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'pattern'; readonly pieces: readonly Piece[] }
  | { readonly kind: 'regex'; readonly source: string; readonly ignoreCase: boolean }
  | { readonly kind: 'exists' }
  | { readonly kind: 'missing' }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'numbers'; readonly from: number | null; readonly to: number | null }
  | { readonly kind: 'times'; readonly start: string | null; readonly end: string | null }
  | { readonly kind: 'ranks'; readonly names: readonly string[] }
  | { readonly kind: 'addresses'; readonly of: readonly string[] }
  | { readonly kind: 'network'; readonly pattern: string }

/** Text to be found as it is, `*` for any run of characters, `?` for one character. */
export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'run' }
  | { readonly kind: 'one' }
