import type { Block, Report } from '../../shared/report/block.ts'

type Words = Omit<Block, 'id'>

/**
 * The blocks of a report with one changed, from `was` to `now`. Two people may write at once: where both changed the same
 * part, or one removed the block, what is there stays and `now` becomes a text of its own behind it, so no words are lost.
 */
export function changedBlock({ blocks }: Report, id: number, was: Words | undefined, now: Words): readonly Block[] {
  const at = blocks.findIndex((each) => each.id === id)
  const there = blocks[at]
  const merged = there === undefined ? null : was === undefined ? now : merge(there, was, now)
  if (merged !== null) return blocks.map((each) => (each.id === id ? { ...merged, id } : each))
  const own: Block = { ...now, content: now.note === '' ? now.content : { kind: 'text' }, id: nextId(blocks) }
  return at < 0 ? [...blocks, own] : [...blocks.slice(0, at + 1), own, ...blocks.slice(at + 1)]
}

/** Higher than that of any block there is. */
export function nextId(blocks: readonly Block[]): number {
  return Math.max(0, ...blocks.map(({ id }) => id)) + 1
}

/** Null: both changed the same part, each otherwise. */
function merge(there: Words, was: Words, now: Words): Words | null {
  const [title, note, content] = (['title', 'note', 'content'] as const).map((part) => {
    const [a, b, c] = [there[part], was[part], now[part]].map((value) => JSON.stringify(value))
    if (c === b || c === a) return there
    return a === b ? now : null
  })
  if (!title || !note || !content) return null
  return { title: title.title, note: note.note, content: content.content }
}
