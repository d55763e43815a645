import { Dialog } from '@blueprintjs/core'
import type { Block } from '../../../shared/report/block.ts'
import { many } from '../../format.ts'
import { AskForm } from '../../parts/ask-form/ask-form.tsx'
import { changeReport, keepAllWords, seenReport, useDesk } from '../../state/report.ts'
import { written } from './order.ts'

/** Asks before a first draft takes the place of what is there. */
export function DraftDialog({ blocks, onClose }: { readonly blocks: readonly Block[]; readonly onClose: () => void }) {
  const texts = written(blocks)
  const draft = async () => {
    if (!(await keepAllWords()) || (await changeReport('draftReport', seenReport())) === null) return
    useDesk.setState({ open: null })
    onClose()
  }
  return (
    <Dialog isOpen onClose={onClose} title="First draft" icon="clean" className="question">
      <AskForm does="Replace the report" intent="danger" focused onDo={draft} onClose={onClose}>
        <p>
          A first draft takes the place of {many(blocks.length, 'block')}
          {texts > 0 && `, ${many(texts, 'of them a text', 'of them texts')} that somebody wrote`}.
        </p>
        <p className="quiet">Undo (Ctrl+Z) brings them back.</p>
      </AskForm>
    </Dialog>
  )
}
