import { Menu, MenuDivider, MenuItem } from '@blueprintjs/core'
import type { Block, BlockContent } from '../../../shared/report/block.ts'
import { blockKinds } from '../../../shared/report/kinds.ts'
import { useFilter } from '../../state/filter.ts'
import { judgedAt } from '../../state/judged-at.ts'
import { usePrefs } from '../../state/prefs.ts'
import { changeReport } from '../../state/report.ts'
import { useSql } from '../../state/sql.ts'
import { kindIcons } from './kind-icons.ts'

/** Parts of a report that only a person can write. */
const texts = ['Summary', 'What happened', 'Actions taken', 'Recommendations', ''] as const

/** What can be added after a block. Single events and findings come from where one sees them. */
export function AddBlock({
  after,
  blocks,
  onAdded,
  onClose,
}: {
  readonly after: Block
  readonly blocks: readonly Block[]
  readonly onAdded: (block: Block) => void
  readonly onClose: () => void
}) {
  const add = async (content: BlockContent, title = '') => {
    onClose()
    const at = blocks.findIndex(({ id }) => id === after.id)
    const before = blocks[at + 1]?.id ?? null
    const report = await changeReport('putBlock', { id: null, before, title, note: '', content })
    const added = before === null ? report?.blocks.at(-1) : report?.blocks[at + 1]
    if (added) onAdded(added)
  }
  const addWeaknesses = async () => {
    onClose()
    const at = await judgedAt(null)
    if (at !== null) await add({ kind: 'iam', at, only: null })
  }
  const kindItem = (kind: BlockContent['kind'], run: () => Promise<void>) => (
    <MenuItem
      key={kind}
      icon={kindIcons[kind]}
      text={blockKinds[kind].title}
      label={blockKinds[kind].about}
      onClick={() => void run()}
    />
  )
  const item = (content: BlockContent) => kindItem(content.kind, () => add(content))
  const { filter } = useFilter.getState()
  return (
    <Menu className="desk-add">
      {texts.map((title) => (
        <MenuItem
          key={title}
          icon={kindIcons.text}
          text={title === '' ? 'Text' : title}
          label={title === '' ? blockKinds.text.about : ''}
          onClick={() => void add({ kind: 'text' }, title)}
        />
      ))}
      <MenuDivider />
      {item({ kind: 'coverage' })}
      {item({ kind: 'timeline' })}
      {item({ kind: 'findings', tactic: null })}
      {item({ kind: 'identities' })}
      {kindItem('iam', addWeaknesses)}
      {item({ kind: 'indicators' })}
      {item({ kind: 'evidence' })}
      {item({ kind: 'glossary' })}
      <MenuDivider />
      {item({ kind: 'events', filter, columns: [...usePrefs.getState().columns].slice(0, 20), limit: 200 })}
      {item({ kind: 'chart', filter, by: 'outcome', show: 'time' })}
      {item({ kind: 'query', sql: useSql.getState().text })}
    </Menu>
  )
}
