import { Button, Icon } from '@blueprintjs/core'
import { useState } from 'react'
import type { Answers } from '../../../shared/answers.ts'
import { api } from '../../api.ts'
import { type Asked, answers, useAsk } from '../../ask.ts'
import { count, when } from '../../format.ts'
import { useCase } from '../../state/case.ts'
import { usePrefs } from '../../state/prefs.ts'
import { useHistory } from '../../state/sql-history.ts'

const shelves = ['Schema', 'Saved', 'History'] as const

/** What helps to write a query: the tables, what was saved, what was run. */
export function Shelf({
  schema,
  onInsert,
  onOpen,
}: {
  readonly schema: Asked<Answers['schema']>
  readonly onInsert: (name: string) => void
  readonly onOpen: (sql: string) => void
}) {
  const [shelf, setShelf] = useState<(typeof shelves)[number]>('Schema')
  return (
    <div className="shelf">
      <div className="shelf-tabs" role="tablist" aria-label="Shelf">
        {shelves.map((name) => (
          <button key={name} type="button" role="tab" aria-selected={shelf === name} onClick={() => setShelf(name)}>
            {name}
          </button>
        ))}
      </div>
      <div className="shelf-body" role="tabpanel" aria-label={shelf}>
        {shelf === 'Schema' && <Schema schema={schema} onInsert={onInsert} />}
        {shelf === 'Saved' && <Saved onOpen={onOpen} />}
        {shelf === 'History' && <History onOpen={onOpen} />}
      </div>
    </div>
  )
}

function Schema({
  schema,
  onInsert,
}: {
  readonly schema: Asked<Answers['schema']>
  readonly onInsert: (name: string) => void
}) {
  if (schema.error !== null) return <p className="shelf-none">{schema.error.message}</p>
  if (schema.data === undefined) return null
  return schema.data.map(({ table, columns }, at) => (
    <details key={table} open={at === 0}>
      <summary>
        <Icon icon="chevron-right" size={12} /> {table}
      </summary>
      <ul>
        {columns.map((column) => (
          <li key={column.name}>
            <button
              type="button"
              className="shelf-column"
              title={column.meaning || column.type}
              onClick={() => onInsert(column.name)}
            >
              <span className="mono cut">{column.name}</span>
              <span className="shelf-type">{shortType(column.type)}</span>
            </button>
          </li>
        ))}
      </ul>
    </details>
  ))
}

function Saved({ onOpen }: { readonly onOpen: (sql: string) => void }) {
  const { data, error } = useAsk('savedQueries', {})
  const readOnly = useCase((state) => state.info?.readOnly === true)
  if (error !== null) return <p className="shelf-none">{error.message}</p>
  if (data === undefined) return null
  if (data.length === 0) return <p className="shelf-none">Queries that you save are kept here, in the case.</p>
  const remove = async (name: string) => {
    await api.deleteQuery({ name }).catch(() => null)
    await answers.invalidateQueries({ queryKey: ['savedQueries'] })
  }
  return (
    <ul>
      {data.map((one) => (
        <li key={one.name} className="shelf-line">
          <button type="button" className="shelf-query" title={one.sql} onClick={() => onOpen(one.sql)}>
            <span className="cut">{one.name}</span>
            <code className="cut quiet">{one.sql}</code>
          </button>
          <Button
            size="small"
            variant="minimal"
            icon="trash"
            aria-label={`Delete ${one.name}`}
            disabled={readOnly}
            onClick={() => void remove(one.name)}
          />
        </li>
      ))}
    </ul>
  )
}

function History({ onOpen }: { readonly onOpen: (sql: string) => void }) {
  const caseId = useCase((state) => state.info?.id ?? '')
  const utc = usePrefs((prefs) => prefs.utc)
  const ran = useHistory(caseId)
  if (ran.length === 0) return <p className="shelf-none">What you run is remembered here, on this machine.</p>
  return (
    <ul>
      {ran.map((one) => (
        <li key={one.sql}>
          <button type="button" className="shelf-query" title={one.sql} onClick={() => onOpen(one.sql)}>
            <code className="cut">{one.sql}</code>
            <span className="quiet cut">
              {one.rows === null ? 'no result' : `${count(one.rows)} rows`} · {when(one.at, utc)}
            </span>
          </button>
        </li>
      ))}
    </ul>
  )
}

/** A type in a word: what a struct of `lake` holds would fill the shelf. */
function shortType(type: string): string {
  return type.toLowerCase().replace(/^(struct|map)\(.*\)((?:\[\d*\])*)$/s, '$1$2')
}
