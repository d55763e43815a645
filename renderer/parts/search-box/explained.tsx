import { Button, Classes } from '@blueprintjs/core'
import { useState } from 'react'
import { filterSql } from '../../../shared/search/filter-sql.ts'
import { useFilter } from '../../state/filter.ts'
import { openSql } from '../../state/sql.ts'

/** The SQL that a search becomes, with its range of time: to read, to copy, to go on from. */
export function Explained({ search }: { readonly search: string }) {
  const { from, to } = useFilter((state) => state.filter)
  const [copied, setCopied] = useState(false)
  const sql = filterSql({ search, from, to })
  return (
    <div className="explained">
      <h3>This search as SQL</h3>
      <pre>{sql}</pre>
      <div className="explained-actions">
        <Button
          size="small"
          intent="primary"
          icon="console"
          text="Open in SQL"
          className={Classes.POPOVER_DISMISS}
          onClick={() => openSql(sql)}
        />
        <Button
          size="small"
          icon="duplicate"
          text={copied ? 'Copied' : 'Copy'}
          onClick={() => void navigator.clipboard.writeText(sql).then(() => setCopied(true))}
        />
      </div>
    </div>
  )
}
