import { Button, ButtonGroup, Tooltip } from '@blueprintjs/core'
import { useEffect, useMemo, useRef, useState } from 'react'
import { Group, Panel, Separator } from 'react-resizable-panels'
import { useAsk } from '../../ask.ts'
import { duration } from '../../format.ts'
import { ExportDialog } from '../../parts/export-dialog/export-dialog.tsx'
import { Kbd } from '../../parts/shortcuts/kbd.tsx'
import { useShortcuts } from '../../parts/shortcuts/shortcuts.ts'
import { useCase } from '../../state/case.ts'
import { pin } from '../../state/pin.ts'
import { cancelSql, runSql, useSql } from '../../state/sql.ts'
import { tell } from '../../state/toast.ts'
import { errorPlace } from './error-place.ts'
import { Result } from './result.tsx'
import { SaveQuery } from './save-query.tsx'
import { Shelf } from './shelf.tsx'
import { type EditorHandle, SqlEditor } from './sql-editor.tsx'
import './sql.css'

/** The editor, what helps to write in it, and what the query came to. */
export function Query() {
  const { text, ran, running, startedAt, problem } = useSql()
  const schema = useAsk('schema', {})
  const readOnly = useCase(({ info }) => info?.readOnly ?? false)
  const [exporting, setExporting] = useState<string | null>(null)
  const [saving, setSaving] = useState<string | null>(null)
  const editor = useRef<EditorHandle>(null)
  const statement = () => editor.current?.statement() ?? text
  const run = (sql: string) => {
    if (sql.trim() !== '') void runSql(sql)
  }
  // Typing takes the line away by itself; asking again with every key would put it back.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  const place = useMemo(() => placeIn(text, ran, problem?.message), [problem, ran])

  useShortcuts('SQL', [
    { keys: 'mod+enter', does: 'Run the statement under the cursor, or the selection', run: () => run(statement()) },
    { keys: 'esc', does: 'Cancel the running query', run: cancelSql, when: running !== null },
    { keys: 'mod+s', does: 'Save the query', run: () => !readOnly && setSaving(statement()) },
    { keys: 'mod+shift+e', does: 'Export the result of the query', run: () => setExporting(statement()) },
    { keys: 'p | mod+shift+p', does: 'Pin the query and its rows to the report', run: () => pinQuery(statement()) },
    { keys: '/ | mod+l', does: 'Write SQL', run: () => editor.current?.focus() },
  ])

  return (
    <div className="sql">
      <h1 className="for-readers">SQL</h1>
      <Group orientation="horizontal" className="sql-columns">
        <Panel defaultSize="240px" minSize="160px" maxSize="45%" className="sql-shelf-panel">
          <Shelf
            schema={schema}
            onInsert={(name) => editor.current?.insert(name)}
            onOpen={(sql) => useSql.setState({ text: sql })}
          />
        </Panel>
        <Separator className="separator" />
        <Panel minSize="40%">
          <Group orientation="vertical">
            <Panel defaultSize="38%" minSize="90px">
              <div className="sql-top">
                <div className="sql-bar">
                  {running === null ? (
                    <Tooltip content={<Kbd keys="mod+enter" />} placement="bottom" compact>
                      <Button size="small" intent="primary" icon="play" text="Run" onClick={() => run(statement())} />
                    </Tooltip>
                  ) : (
                    <Button size="small" intent="danger" icon="stop" text="Cancel" onClick={cancelSql} />
                  )}
                  {running !== null && <Elapsed since={startedAt} />}
                  <span className="sql-space" />
                  <ButtonGroup variant="minimal">
                    <Button
                      size="small"
                      icon="floppy-disk"
                      text="Save"
                      disabled={readOnly}
                      onClick={() => setSaving(statement())}
                    />
                    <Button
                      size="small"
                      icon="pin"
                      text="Pin"
                      title="Pin the query and its rows to the report (Ctrl+Shift+P, or P outside of the editor)"
                      disabled={readOnly}
                      onClick={() => pinQuery(statement())}
                    />
                    <Button size="small" icon="export" text="Export…" onClick={() => setExporting(statement())} />
                  </ButtonGroup>
                </div>
                <SqlEditor
                  text={text}
                  schema={schema.data}
                  error={place}
                  onText={(next) => useSql.setState({ text: next })}
                  onRun={run}
                  handle={editor}
                />
              </div>
            </Panel>
            <Separator className="separator" />
            <Panel minSize="80px">
              <Result />
            </Panel>
          </Group>
        </Panel>
      </Group>
      {exporting !== null && (
        <ExportDialog what={{ kind: 'sql', sql: exporting }} open onClose={() => setExporting(null)} />
      )}
      {saving !== null && <SaveQuery sql={saving} onClose={() => setSaving(null)} />}
    </div>
  )
}

function pinQuery(sql: string): void {
  if (sql.trim() === '') tell('There is no query to pin')
  else void pin('This query', { content: { kind: 'query', sql } })
}

function Elapsed({ since }: { readonly since: number }) {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 200)
    return () => clearInterval(timer)
  }, [])
  return (
    <span className="quiet" role="timer">
      {duration(Math.max(0, now - since))}
    </span>
  )
}

/** Where in the editor's text the message about a part of it points. */
function placeIn(
  text: string,
  ran: string,
  message: string | undefined,
): { readonly from: number; readonly to: number } | null {
  const start = text.indexOf(ran)
  const at = message === undefined || start < 0 ? null : errorPlace(ran, message)
  return at === null ? null : { from: at.from + start, to: at.to + start }
}
