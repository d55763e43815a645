import { create } from 'zustand'
import type { Block, Report } from '../../shared/report/block.ts'
import { api } from '../api.ts'
import { answers } from '../ask.ts'
import { tell, tellProblem } from './toast.ts'

/** What a person writes of any block. */
export type BlockWords = Pick<Block, 'title' | 'note'>

export interface DeskState {
  /** The block that is looked at and written. */
  readonly open: number | null
  /** What was written and is not in the case yet, by the number of the block. */
  readonly unkept: ReadonlyMap<number, BlockWords>
}

const fresh: DeskState = { open: null, unkept: new Map() }

/** Where one is in the report; kept while other views are shown. */
export const useDesk = create<DeskState>(() => fresh)

/** For a case just opened. */
export function forgetReport(): void {
  latest = null
  began.clear()
  useDesk.setState(fresh)
}

type Change = 'nameReport' | 'putBlock' | 'moveBlock' | 'removeBlock' | 'undoReport' | 'draftReport'

/** The report as it was last seen. */
let latest: Report | null = null

/** What the engine says of the report; of two answers that overtook each other the later state stands. */
export function sawReport(report: Report): void {
  if (latest === null || report.revision >= latest.revision) latest = report
}

/** For changes that concern all blocks: they are refused when somebody else has changed the report since. */
export function seenReport(): { readonly revision?: number } {
  return latest === null ? {} : { revision: latest.revision }
}

/** Another door may have changed the report: whoever shows it asks again. */
export function reportChanged(revision: number): void {
  if (latest !== null && revision > latest.revision) void answers.invalidateQueries({ queryKey: ['report'] })
}

/** Changes the report and shows it as it is then; null where that did not work, which is told. */
export async function changeReport<M extends Change>(
  method: M,
  input: Parameters<(typeof api)[M]>[0],
): Promise<Report | null> {
  try {
    const report = await (api[method] as (input: unknown) => Promise<Report>)(input)
    sawReport(report)
    answers.setQueriesData<Report>({ queryKey: ['report'] }, latest ?? report)
    return report
  } catch (error) {
    tellProblem(error)
    return null
  }
}

const waiting = new Map<number, ReturnType<typeof setTimeout>>()
const pause = 4000
/** Blocks as they were when the person began to write in them: somebody else may write there too. */
const began = new Map<number, Block>()

/** What is being written of a block: kept in the case when the person pauses, leaves it or does something else. */
export function writeWords(block: Block, words: Partial<BlockWords>): void {
  const { id, title, note } = block
  const { unkept } = useDesk.getState()
  if (!unkept.has(id)) began.set(id, block)
  useDesk.setState({ unkept: new Map(unkept).set(id, { ...(unkept.get(id) ?? { title, note }), ...words }) })
  clearTimeout(waiting.get(id))
  waiting.set(
    id,
    setTimeout(() => void keepWords(id), pause),
  )
}

/** Puts what was written of a block into the case now; false when that did not work and it is still to be kept. */
export async function keepWords(id: number): Promise<boolean> {
  clearTimeout(waiting.get(id))
  const words = useDesk.getState().unkept.get(id)
  const was = began.get(id)
  if (words === undefined || was === undefined) return true
  let kept: Block | undefined = was
  if (words.title !== was.title || words.note !== was.note) {
    const report = await changeReport('putBlock', { ...was, ...words, before: null, was: wordsOf(was) })
    if (report === null) return false
    kept = keptAt(report, was, words)
    if (kept !== undefined && kept.id !== id) tellSplit(id, kept.id)
  }
  const { unkept, open } = useDesk.getState()
  const rest = new Map(unkept)
  const now = rest.get(id)
  rest.delete(id)
  began.delete(id)
  // What was typed meanwhile is still to be kept, where the words before it are.
  if (now !== undefined && now !== words && kept !== undefined) {
    rest.set(kept.id, now)
    began.set(kept.id, kept)
  }
  useDesk.setState({ unkept: rest, open: open === id ? (kept?.id ?? id) : open })
  return true
}

/** Keeps whatever is not kept yet; false when some of it could not be. */
export async function keepAllWords(): Promise<boolean> {
  const kept = await Promise.all([...useDesk.getState().unkept.keys()].map(keepWords))
  return kept.every(Boolean)
}

/** Changes what a block asks, and nothing else of it. */
export async function changeContent(block: Block, content: Block['content']): Promise<void> {
  if (await keepWords(block.id))
    await changeReport('putBlock', { ...block, content, before: null, was: wordsOf(block) })
}

function wordsOf({ title, note, content }: Block): Omit<Block, 'id'> {
  return { title, note, content }
}

/** The block that has the words now: the one that they were written in, or one of their own behind what somebody else wrote. */
function keptAt({ blocks }: Report, was: Block, words: BlockWords): Block | undefined {
  const there = blocks.find(({ id }) => id === was.id)
  const has = (part: keyof BlockWords) => words[part] === was[part] || there?.[part] === words[part]
  if (there !== undefined && has('title') && has('note')) return there
  return blocks.findLast(({ note, title }) => note === words.note && title === words.title)
}

function tellSplit(id: number, own: number): void {
  tell('Somebody else changed this block meanwhile. What you wrote stands in a block of its own', [
    { text: 'Show theirs', run: () => useDesk.setState({ open: id }) },
    { text: 'Show mine', run: () => useDesk.setState({ open: own }) },
  ])
}
