import * as z from 'zod'
import { countedNames, type EventColumnName, eventColumnNames, ruleFacets } from '../event.ts'
import { Filter } from '../filter.ts'

const column = z.enum(eventColumnNames as [EventColumnName, ...EventColumnName[]])
const facet = z.enum([...ruleFacets, ...countedNames])
const wholeRow = z.int().min(0)

/** One weakness of an identity, or one way to more rights, by its iamKey; `to`: where the ways end that it is one of. */
const IamOnly = z.strictObject({
  kind: z.enum(['finding', 'path']),
  key: z.string().min(1).max(20_000),
  to: z.string().max(2048).nullable(),
})
export type IamOnly = z.infer<typeof IamOnly>

/**
 * What a block of the report shows. Everything but text is asked of the case when the report is written; nothing that
 * was found is kept in the block.
 */
export const BlockContent = z.discriminatedUnion('kind', [
  /** Words of the person, as CommonMark; they are the block's note. */
  z.strictObject({ kind: z.literal('text') }),
  z.strictObject({ kind: z.literal('coverage') }),
  z.strictObject({ kind: z.literal('timeline') }),
  /** `tactic`: of this tactic of ATT&CK only; 'none': those without one; null: all. */
  z.strictObject({ kind: z.literal('findings'), tactic: z.string().max(100).nullable().default(null) }),
  z.strictObject({ kind: z.literal('identities') }),
  /** `at`: the time that policies are judged at; `only`: one finding or way instead of all findings. */
  z.strictObject({ kind: z.literal('iam'), at: z.iso.datetime(), only: IamOnly.nullable().default(null) }),
  z.strictObject({ kind: z.literal('indicators') }),
  z.strictObject({ kind: z.literal('evidence') }),
  z.strictObject({ kind: z.literal('glossary') }),
  /** The events of a search; `limit` null: all of them, however many. */
  z.strictObject({
    kind: z.literal('events'),
    filter: Filter,
    columns: z.array(column).min(1).max(20),
    limit: z.int().min(1).nullable().default(200),
  }),
  z.strictObject({
    kind: z.literal('chart'),
    filter: Filter,
    by: facet,
    show: z.enum(['time', 'pie', 'ranked']),
  }),
  z.strictObject({ kind: z.literal('finding'), detection_id: wholeRow }),
  z.strictObject({ kind: z.literal('event'), object_id: wholeRow, ordinal: wholeRow }),
  z.strictObject({ kind: z.literal('query'), sql: z.string().min(1).max(200_000) }),
])
export type BlockContent = z.infer<typeof BlockContent>

/** One part of the report. `title` empty: that of its kind; `note`: what the person says about it, CommonMark. */
export const Block = z.strictObject({
  id: z.int().min(1),
  title: z.string().max(300),
  note: z.string().max(200_000),
  content: BlockContent,
})
export type Block = z.infer<typeof Block>

/** The report of a case as people compose it: its blocks in their order. */
export interface Report {
  readonly title: string
  /** Who answers for it, as it stands on the first page. */
  readonly author: string
  readonly blocks: readonly Block[]
  /** Rises with every change. */
  readonly revision: number
  readonly changedAt: string | null
  readonly changedBy: string | null
  readonly canUndo: boolean
}
