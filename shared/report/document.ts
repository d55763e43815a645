import type { Cell, Column } from '../rows.ts'
import type { IamOnly } from './block.ts'

/** How a figure is shown. Columns are named in `value`, `events`, `bucket` where a picture is drawn of them. */
export type Show =
  /** One row: each column a fact. */
  | { readonly kind: 'facts' }
  | { readonly kind: 'table' }
  /** One record from top to bottom. */
  | { readonly kind: 'record' }
  | { readonly kind: 'pie'; readonly by: string }
  | { readonly kind: 'ranked'; readonly by: string }
  /** Buckets of `width` milliseconds from `start`. */
  | {
      readonly kind: 'time' | 'lanes'
      readonly by: string
      readonly start: number
      readonly width: number
      readonly buckets: number
    }

/**
 * What a figure is the answer to: one SELECT over the case, or the checks of identities as of a time: a row for each
 * finding, for each weakness with whom it was found at (`by`), or for one finding (`only`). `kept`: in a shared report, a question that would tell what is hidden; the case has it under that name.
 */
export type FigureQuestion =
  | { readonly kind: 'sql'; readonly sql: string }
  | { readonly kind: 'iam'; readonly at: string; readonly only?: IamOnly; readonly by?: 'weakness' }
  | { readonly kind: 'kept'; readonly name: string }

/** A figure before it is computed. */
export interface FigureAsk {
  readonly title: string
  readonly show: Show
  readonly question: FigureQuestion
  /** SELECT object_id, ordinal of the rows that were counted, where the figure's own rows do not name them. */
  readonly behind: string | null
  /** Columns that hold what rules or people say, not values of a log. */
  readonly words?: readonly string[]
}

/** A record of the case: which object, and its place in it. */
export type Ref = readonly [object: number, ordinal: number]

/** A figure with what proves it. Its rows follow apart, for there may be millions. */
export interface FigureHead extends FigureAsk {
  /** Its number in the report, from 1. */
  readonly number: number
  readonly columns: readonly Column[]
  readonly rows: number
  /** Why there are no rows, when it could not be computed. */
  readonly problem: string | null
  /** SHA-256 of the columns' names and the rows as JSON lines. */
  readonly sha256: string
  /** SHA-256 of the question as JSON. */
  readonly asked: string
  /** The records that it stands on: how many, the SHA-256 of all of them as JSON lines, and the first of them. */
  readonly records: { readonly count: number; readonly sha256: string; readonly first: readonly Ref[] } | null
}

/** A figure whose rows are read page by page, again and again. */
export interface Figure extends FigureHead {
  pages(most?: number): AsyncIterable<readonly (readonly Cell[])[]>
}

/** Everything that a file of the report says. */
export interface ReportDocument {
  readonly head: ReportHead
  readonly sections: readonly SectionOf<Figure>[]
  /** The objects that figures stand on. */
  readonly objects: readonly CitedObject[]
}

/** A figure and its rows as far as somebody looks. */
export interface FigureShown extends FigureHead {
  readonly some: readonly (readonly Cell[])[]
}

/** A block as the HTML of the export shows it. */
export interface BlockPreview {
  /** A whole document without script; its links lead nowhere, for what they lead to is not in it. */
  readonly html: string
  /** A table has more rows than are shown here. */
  readonly isCut: boolean
}

export type PartOf<F> =
  /** The person's CommonMark. */
  | { readonly kind: 'text'; readonly text: string }
  /** A sentence of ours, without values of the case. */
  | { readonly kind: 'said'; readonly text: string }
  | { readonly kind: 'terms'; readonly terms: readonly (readonly [term: string, meaning: string])[] }
  | { readonly kind: 'figure'; readonly figure: F }

/** A block with what it shows. */
export interface SectionOf<F> {
  readonly block: number
  readonly title: string
  readonly parts: readonly PartOf<F>[]
}

/** A source of figures: an object of the case as its ledger has it. */
export interface CitedObject {
  readonly object_id: number
  readonly uri: string
  readonly sha256: string | null
  readonly bytes: number
  readonly imported_at: string
  readonly imported_by: string
  readonly integrity: string | null
}

/** What stands on the first page. Nothing here depends on when the file is written: the same case gives the same bytes. */
export interface ReportHead {
  readonly format: 'coldtrail-report 1'
  readonly tool: string
  readonly title: string
  readonly author: string
  readonly case: { readonly id: string; readonly name: string; readonly createdAt: string }
  readonly events: number
  readonly objects: number
  /** When the case was last added to, and when the report was last changed. */
  readonly lastImport: string | null
  readonly changedAt: string | null
  readonly revision: number
  /** Names of accounts, identities, addresses and keys are pseudonyms. */
  readonly shared: boolean
}
