import type { Block } from '../../../shared/report/block.ts'
import { blockKinds } from '../../../shared/report/kinds.ts'

/** What a block is called in the report: as the person says, else as its kind. */
export function titleOf({ title, content }: Pick<Block, 'title' | 'content'>): string {
  return title === '' ? blockKinds[content.kind].title : title
}

/** The block that is shown: the one that was chosen, else the first. */
export function shownBlock(blocks: readonly Block[], open: number | null): Block | undefined {
  return blocks.find(({ id }) => id === open) ?? blocks[0]
}

/** The block so many places after one, or before it; the last where there are no more. */
export function neighbour(blocks: readonly Block[], id: number, by: number): Block | undefined {
  const at = blocks.findIndex((block) => block.id === id)
  return blocks[Math.max(0, Math.min(blocks.length - 1, at + by))]
}

/**
 * Before which block one has to be put to stand so many places further down, or up; null is the end. Undefined: it
 * stands there already.
 */
export function beforeAfterMove(blocks: readonly Block[], id: number, by: number): number | null | undefined {
  const at = blocks.findIndex((block) => block.id === id)
  const to = Math.max(0, Math.min(blocks.length - 1, at + by))
  return at < 0 || to === at ? undefined : placed(blocks, id, to)
}

/** The same for a block that is dropped before the one at `gap`, counted with it still in its old place. */
export function beforeAfterDrop(blocks: readonly Block[], id: number, gap: number): number | null | undefined {
  const at = blocks.findIndex((block) => block.id === id)
  return at < 0 || gap === at || gap === at + 1 ? undefined : placed(blocks, id, gap > at ? gap - 1 : gap)
}

function placed(blocks: readonly Block[], id: number, to: number): number | null {
  return blocks.filter((block) => block.id !== id)[to]?.id ?? null
}

/** What stands in the report that nobody could draft again: words that a person wrote. */
export function written(blocks: readonly Block[]): number {
  return blocks.filter(({ content, note }) => content.kind === 'text' && note.trim() !== '' && !isDrafted(note)).length
}

/** A first draft asks its questions in italics; who answers takes them away. */
function isDrafted(note: string): boolean {
  return /^\*[^*]+\*$/.test(note.trim())
}
