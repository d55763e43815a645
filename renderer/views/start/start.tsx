import { Button, Checkbox, Icon } from '@blueprintjs/core'
import { type DragEvent, type ReactNode, useEffect, useState } from 'react'
import type { CaseInfo } from '../../../shared/case.ts'
import { Problem } from '../../../shared/problem.ts'
import { api } from '../../api.ts'
import { useAsk } from '../../ask.ts'
import { sentence } from '../../format.ts'
import { OpenBundle } from '../../parts/bundle/open-bundle.tsx'
import { useChoose } from '../../parts/folder-browser/use-choose.tsx'
import { Kbd } from '../../parts/shortcuts/kbd.tsx'
import { ShortcutSheet } from '../../parts/shortcuts/sheet.tsx'
import { useShortcuts } from '../../parts/shortcuts/shortcuts.ts'
import { useCase } from '../../state/case.ts'
import { readDropped } from '../../state/dropped.ts'
import { useIntake } from '../../state/intake.ts'
import { forgetCaseWork } from '../../state/leave.ts'
import { go } from '../../state/place.ts'
import { Brand } from './brand.tsx'
import { casePath } from './case-path.ts'
import { NewCase } from './new-case.tsx'
import { Recent } from './recent.tsx'
import './start.css'

/** What shows without a case: the ways in. */
export function Start() {
  const about = useAsk('about', {})
  const { choose, dialog } = useChoose()
  const [naming, setNaming] = useState(false)
  const [unpacking, setUnpacking] = useState(false)
  const [sheet, setSheet] = useState(false)
  const found = useCase(({ jobs }) => jobs.some(({ kind, state }) => kind === 'open-bundle' && state === 'running'))
  const [busy, setBusy] = useState<string | null>(null)
  const [problem, setProblem] = useState<StartProblem | null>(null)
  const [readOnly, setReadOnly] = useState(false)
  const [over, setOver] = useState(false)
  const elsewhere = useCase((state) => state.elsewhere)

  useEffect(() => {
    if (found) setUnpacking(true)
  }, [found])

  /** Runs one way of opening a case; what goes wrong is a sentence on this screen. */
  const enter = async (
    saying: string,
    open: () => Promise<CaseInfo>,
    then = 'overview',
    path: string | null = null,
  ) => {
    setBusy(saying)
    setProblem(null)
    try {
      const info = await open()
      forgetCaseWork()
      go(then)
      useCase.getState().opened(info)
    } catch (error) {
      const locked = error instanceof Problem && error.code === 'locked' ? path : null
      setProblem({ text: error instanceof Error ? error.message : String(error), locked })
    }
    setBusy(null)
  }
  const openPath = (path: string, reading = readOnly) =>
    void enter('Opening the case', () => api.openCase({ path, readOnly: reading }), 'overview', reading ? null : path)
  const openSample = () => void enter('Opening the sample case', () => api.openSample({}))
  const openOther = async () => {
    const [path] = await choose('case', about.data?.casesFolder ?? null)
    if (path !== undefined) openPath(path)
  }
  const drop = async (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    const dropped = await readDropped(event.dataTransfer)
    if (about.data === undefined || dropped.paths.length + dropped.files.length === 0) return
    const { casesFolder, platform } = about.data
    const name = `Case ${new Date().toISOString().slice(0, 16).replace('T', ' ')}Z`
    await enter(
      'Creating a case',
      () => api.createCase({ path: casePath(casesFolder, name, platform), name }),
      'import',
    )
    if (useCase.getState().info === null) return
    useIntake.getState().add(dropped)
    void useIntake.getState().start(false)
  }

  useShortcuts('Start', [
    { keys: 'n', does: 'New case', run: () => setNaming(true) },
    { keys: 'o', does: 'Open a case', run: () => void openOther() },
    { keys: 'b', does: 'Open a bundle', run: () => setUnpacking(true) },
    { keys: 's', does: 'Open the sample case', run: openSample },
    { keys: '? | f1', does: 'Show this sheet', run: () => setSheet(true) },
  ])

  // Without its token a page can do nothing here, and what it offered would only fail.
  if (about.error !== null) {
    return (
      <main className="start">
        <div className="start-column">
          <Brand version={undefined} />
          <Trouble text={about.error.message} />
        </div>
      </main>
    )
  }
  return (
    <main
      className={over ? 'start start-over' : 'start'}
      onDragEnter={() => setOver(true)}
      onDragOver={(event) => event.preventDefault()}
      onDragLeave={(event) => event.currentTarget === event.target && setOver(false)}
      onDrop={(event) => void drop(event)}
    >
      <div className="start-column">
        <Brand version={about.data?.version} />
        {problem === null && elsewhere !== null && <Trouble text={elsewhere} />}
        {problem !== null && (
          <Trouble text={problem.text}>
            {problem.locked !== null && (
              <Button
                size="small"
                icon="eye-open"
                text="Open it read-only"
                onClick={() => openPath(problem.locked ?? '', true)}
              />
            )}
          </Trouble>
        )}
        <section className="start-drop" aria-label="Drop logs">
          <Icon icon="cloud-upload" size={30} />
          <div>
            <strong>Drop logs here</strong>
            <p className="quiet">
              Files, folders or archives as they come from AWS. A new case is made around them; the originals are not
              touched.
            </p>
          </div>
        </section>
        <div className="start-ways">
          <Way icon="add" title="New case" about="Begin with a name" keys="n" onClick={() => setNaming(true)} />
          <Way
            icon="folder-open"
            title="Open case"
            about="A .coldtrail folder"
            keys="o"
            onClick={() => void openOther()}
          />
          <Way
            icon="lock"
            title="Open a bundle"
            about="A case that somebody packed"
            keys="b"
            onClick={() => setUnpacking(true)}
          />
          <Way icon="learning" title="Sample case" about="A leaked build key" keys="s" onClick={openSample} />
        </div>
        <Checkbox
          className="start-reading"
          checked={readOnly}
          onChange={(event) => setReadOnly(event.currentTarget.checked)}
          label="Open cases read-only: nothing in them is written, not even that they were looked at"
        />
        <Recent onOpen={(path) => openPath(path)} onProblem={(text) => setProblem({ text, locked: null })} />
        <p className="start-foot quiet">
          Nothing leaves this machine: no telemetry, no update check. <Kbd keys="?" /> shows the keys.
        </p>
      </div>
      {busy !== null && (
        <div className="start-busy" role="status">
          <span className="panel">{busy}…</span>
        </div>
      )}
      {naming && about.data !== undefined && (
        <NewCase
          about={about.data}
          onClose={() => setNaming(false)}
          onCreate={async (path, name) => {
            setNaming(false)
            await enter('Creating the case', () => api.createCase({ path, name }), 'import')
          }}
        />
      )}
      {unpacking && about.data !== undefined && (
        <OpenBundle
          place={(name) => casePath(about.data?.casesFolder ?? '', name, about.data?.platform ?? '')}
          onClose={() => setUnpacking(false)}
          onUnpacked={(path) => {
            setUnpacking(false)
            openPath(path)
          }}
        />
      )}
      <ShortcutSheet open={sheet} onClose={() => setSheet(false)} />
      {dialog}
    </main>
  )
}

interface StartProblem {
  readonly text: string
  /** The case that somebody else has open, which can still be read. */
  readonly locked: string | null
}

function Trouble({ text, children }: { readonly text: string; readonly children?: ReactNode }) {
  return (
    <div className="start-problem" role="alert">
      <Icon icon="error" /> <span>{sentence(text)}</span>
      {children}
    </div>
  )
}

function Way({
  icon,
  title,
  about,
  keys,
  onClick,
}: {
  readonly icon: 'add' | 'folder-open' | 'lock' | 'learning'
  readonly title: string
  readonly about: string
  readonly keys: string
  readonly onClick: () => void
}) {
  return (
    <Button className="start-way" onClick={onClick} alignText="start" icon={icon} endIcon={<Kbd keys={keys} />}>
      <strong>{title}</strong>
      <span className="quiet">{about}</span>
    </Button>
  )
}
