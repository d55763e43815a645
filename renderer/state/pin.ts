import type { Block } from '../../shared/report/block.ts'
import { useCase } from './case.ts'
import { go } from './place.ts'
import { type BlockWords, changeReport, useDesk } from './report.ts'
import { tell, tellProblem } from './toast.ts'

export type Pinned = Pick<Block, 'content'> & Partial<BlockWords>

/** Puts blocks at the end of the report, and tells it with a door to the first of them. `what`: "This event". */
export async function pin(what: string, ...blocks: readonly Pinned[]): Promise<void> {
  const { info } = useCase.getState()
  if (info?.readOnly) {
    tellProblem(new Error(`this case is read-only: ${info.readOnlyBecause ?? 'it was opened so'}`))
    return
  }
  const pinned: number[] = []
  for (const { content, title = '', note = '' } of blocks) {
    const report = await changeReport('putBlock', { id: null, before: null, title: title.slice(0, 300), note, content })
    const id = report?.blocks.at(-1)?.id
    if (id === undefined) return
    pinned.push(id)
  }
  tell(`${what} pinned to the report`, [
    { text: 'Undo', run: () => void takeOut(pinned) },
    { text: 'Show in report', run: () => showBlock(pinned[0] ?? null) },
  ])
}

/** Opens the report at a block. */
function showBlock(id: number | null): void {
  useDesk.setState({ open: id })
  go('report')
}

async function takeOut(blocks: readonly number[]): Promise<void> {
  for (const id of blocks) if ((await changeReport('removeBlock', { id })) === null) return
  tell('Taken out of the report again')
}
