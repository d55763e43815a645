import { Icon } from '@blueprintjs/core'
import { useState } from 'react'
import { count, sentence, visible } from '../../format.ts'

/** What is missing in the evidence: every answer beside it rests on that, so it stands above them and opens on demand. */
export function Remarks({ remarks }: { readonly remarks: readonly string[] }) {
  const [open, setOpen] = useState(false)
  const [first] = remarks
  if (first === undefined) return null
  return (
    <div className="iam-remarks" role="note">
      <Icon icon="info-sign" size={14} />
      {open ? (
        <ul>
          {remarks.map((remark) => (
            <li key={remark} className="anywhere">
              {sentence(visible(remark))}
            </li>
          ))}
        </ul>
      ) : (
        <span className="cut">{sentence(visible(first))}</span>
      )}
      {(open || remarks.length > 1 || first.length > 120) && (
        <button type="button" className="door" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? 'less' : remarks.length === 1 ? 'all of it' : `${count(remarks.length - 1)} more`}
        </button>
      )}
    </div>
  )
}
