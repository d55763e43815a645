import { create } from 'zustand'
import type { Block, Report } from '../../shared/report/block.ts'
import { api } from '../api.ts'
import { answers } from '../ask.ts'
import { tellProblem } from './toast.ts'

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
  useDesk.setState(fresh)
}

type Change = 'nameReport' | 'putBlock' | 'moveBlock' | 'removeBlock' | 'undoReport' | 'draftReport'

/** The report as it was last seen. */
let latest: Report | null = null

/** What the engine says of the report; of two answers that overtook each other the later state stands. */
export function sawReport(report: Report): void {
  if (latest === null || report.revision >= latest.revision) latest = report
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

/** What is being written of a block: kept in the case when the person pauses, leaves it or does something else. */
export function writeWords({ id, title, note }: Block, words: Partial<BlockWords>): void {
  const { unkept } = useDesk.getState()
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
  if (words === undefined) return true
  const block = latest?.blocks.find((one) => one.id === id)
  const isNews = block !== undefined && (words.title !== block.title || words.note !== block.note)
  if (isNews && (await changeReport('putBlock', { ...block, ...words, before: null })) === null) return false
  const { unkept } = useDesk.getState()
  // What was typed meanwhile is still to be kept.
  if (unkept.get(id) !== words) return true
  const rest = new Map(unkept)
  rest.delete(id)
  useDesk.setState({ unkept: rest })
  return true
}
