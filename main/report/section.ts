import type { Block, BlockContent } from '../../shared/report/block.ts'
import type { FigureAsk, PartOf, Show } from '../../shared/report/document.ts'
import type { Cell } from '../../shared/rows.ts'

/** What a kind of block needs to know before its figures can be asked. */
export interface Knowing {
  /** Runs a query of ours, for what a figure's SQL is made of (where an axis begins). */
  ask(sql: string): Promise<readonly Readonly<Record<string, Cell>>[]>
}

export type Part = PartOf<FigureAsk>

/** One kind of block: what it shows, as sentences of ours and figures that the case is asked for. */
export type Section<K extends BlockContent['kind']> = (
  content: Extract<BlockContent, { readonly kind: K }>,
  knowing: Knowing,
  block: Block,
) => Promise<readonly Part[]>

export function said(text: string): Part {
  return { kind: 'said', text }
}

/** A figure of SQL. `behind`: the records that it counts, where its rows do not name them; `words`: columns that hold what rules or people say. */
export function figure(
  title: string,
  show: Show,
  sql: string,
  behind: string | null = null,
  words: readonly string[] = [],
): Part {
  const question = { kind: 'sql', sql: tidy(sql) } as const
  return { kind: 'figure', figure: { title, show, question, behind: behind && tidy(behind), words } }
}

export const table: Show = { kind: 'table' }
export const facts: Show = { kind: 'facts' }

/** Our SQL without the indentation of the file that it stands in: it is printed, and hashed. */
function tidy(sql: string): string {
  const lines = sql.replace(/^\n+|\s+$/g, '').split('\n')
  const indent = /^ */.exec(lines[0] ?? '')?.[0].length ?? 0
  return lines.map((line) => line.slice(Math.min(indent, /^ */.exec(line)?.[0].length ?? 0))).join('\n')
}
