import type { Source } from './source.ts'

/** What became of a configuration of the collector that came before: sources, view filters, and a line for every tag. */
export interface OssecImport {
  readonly sources: readonly Source[]
  /** What its discard rules hid. Nothing is discarded here: they become searches that leave those events out. */
  readonly views: readonly ViewFilter[]
  readonly report: readonly OssecLine[]
}

export interface ViewFilter {
  readonly name: string
  /** In the search language; finds what the rule would have kept. */
  readonly search: string
  /** Finds what the rule would have discarded: the count to show beside it. */
  readonly hides: string
}

export interface OssecLine {
  /** Of the text, from 1. */
  readonly line: number
  readonly tag: string
  readonly outcome: 'taken' | 'changed' | 'not-applicable' | 'refused'
  readonly severity: 'info' | 'warning' | 'error'
  readonly text: string
  /** Name of the source it belongs to, where there is one. */
  readonly source: string | null
}
