import { Button, TextArea } from '@blueprintjs/core'
import { useEffect, useState } from 'react'
import { openSql } from '../../state/sql.ts'
import { type Changing, Row } from './fields.tsx'

/** The SQL of a block, kept when one leaves it. */
export function QuerySettings({ content, readOnly, onChange }: Changing<'query'>) {
  const [text, setText] = useState(content.sql)
  useEffect(() => setText(content.sql), [content.sql])
  const keep = () => {
    if (text.trim() !== '' && text !== content.sql) onChange({ ...content, sql: text })
  }
  return (
    <>
      <TextArea
        className="desk-sql mono"
        fill
        aria-label="SQL"
        value={text}
        readOnly={readOnly}
        spellCheck={false}
        maxLength={200_000}
        onChange={(event) => setText(event.currentTarget.value)}
        onBlur={keep}
      />
      <Row>
        <Button size="small" icon="console" text="Open in SQL" onClick={() => openSql(content.sql)} />
      </Row>
    </>
  )
}
