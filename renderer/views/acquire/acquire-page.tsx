import { Button, Callout, Menu, MenuItem, PopoverNext, Tab, Tabs } from '@blueprintjs/core'
import { useEffect, useState } from 'react'
import type { Source, SourceKind } from '../../../shared/source.ts'
import { api } from '../../api.ts'
import { useAsk } from '../../ask.ts'
import { sentence, visible } from '../../format.ts'
import { useShortcuts } from '../../parts/shortcuts/shortcuts.ts'
import { Empty, Failure, Loading } from '../../parts/states/states.tsx'
import { readOnlyReason, useCase } from '../../state/case.ts'
import { type Draft, draftOf, newDraft } from './draft.ts'
import { ExportDialog } from './export-dialog.tsx'
import { ImportDialog } from './import-dialog.tsx'
import { PlanDialog } from './plan-dialog.tsx'
import { Policies } from './policy-panel.tsx'
import { RemoveDialog } from './remove-dialog.tsx'
import { Running } from './running.tsx'
import { Runs } from './runs.tsx'
import { SourceCards } from './source-cards.tsx'
import { SourceForm } from './source-form.tsx'
import { There } from './there.tsx'
import { useSchedule } from './use-schedule.ts'
import { ViewFilters } from './view-filters.tsx'
import { Wide } from './wide-dialog.tsx'
import { kinds, takesAway } from './words.ts'
import './acquire.css'
import './source-form.css'

type Open =
  | { readonly kind: 'form'; readonly first: Draft; readonly replaces: string | null }
  | { readonly kind: 'plan'; readonly sources: readonly Source[] }
  | { readonly kind: 'permissions' | 'remove'; readonly source: Source }
  | { readonly kind: 'export'; readonly names: readonly string[] | null }
  | { readonly kind: 'import' }

/** So many runs are asked for, the newest. */
const mostRuns = 200

/** Where logs are collected from: sources, the run that goes on, what is there, and every run before. */
export function Acquire() {
  const { info, jobs } = useCase()
  const sources = useAsk('sources', {})
  const runs = useAsk('collections', { limit: mostRuns })
  const filters = useAsk('viewFilters', {})
  const schedule = useSchedule()
  const [open, setOpen] = useState<Open | null>(null)
  const [tab, setTab] = useState('sources')
  const [said, setSaid] = useState<string | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const collecting = jobs.find(({ kind, state }) => kind === 'collect' && state === 'running')
  const busy = jobs.some(({ kind, state }) => (kind === 'import' || kind === 'collect') && state === 'running')
  const readOnly = info?.readOnly ?? true
  const again = () => {
    sources.refetch()
    runs.refetch()
    filters.refetch()
    schedule.refetch()
  }
  const ended = jobs.filter(({ kind, state }) => kind === 'collect' && state !== 'running').length
  // biome-ignore lint/correctness/useExhaustiveDependencies: a run that begins or ends changes what is shown
  useEffect(() => runs.refetch(), [ended, collecting?.id])
  const add = (kind: SourceKind) => setOpen({ kind: 'form', first: newDraft(kind), replaces: null })
  useShortcuts('Acquire', [
    { keys: 'a', does: 'Add an S3 bucket', run: () => add('s3-bucket'), when: !readOnly && open === null },
    {
      keys: 'm',
      does: 'Import a configuration',
      run: () => setOpen({ kind: 'import' }),
      when: !readOnly && open === null,
    },
  ])

  const error = sources.error ?? runs.error
  if (error !== null) return <Failure error={error} onRetry={again} />
  if (sources.data === undefined || info === null) return <Loading what="Reading the sources" />
  const names = sources.data.map(({ name }) => name)
  const close = () => setOpen(null)
  const changed = (text: string | null) => {
    setSaid(text)
    setOpen(null)
    again()
  }
  if (open?.kind === 'form') {
    return (
      <SourceForm
        first={open.first}
        replaces={open.replaces}
        names={names}
        readOnly={readOnly}
        onSaved={(name) => changed(`Saved ${name}`)}
        onClose={close}
      />
    )
  }
  const retry = async (wanted: readonly string[]) => {
    setProblem(null)
    const there = sources.data?.filter(({ name }) => wanted.includes(name)) ?? []
    // What deletes is confirmed first, in the plan.
    if (there.length === 0) return setProblem('the sources of that run are not in the case any more')
    if (there.some((source) => takesAway(source) === 'objects')) return setOpen({ kind: 'plan', sources: there })
    try {
      await api.startCollection({ sources: there.map(({ name }) => name) })
    } catch (failure) {
      setProblem(failure instanceof Error ? failure.message : String(failure))
    }
  }
  const active = sources.data.filter(({ disabled }) => !disabled)
  return (
    <div className="page acquire">
      <div className="page-head">
        <h1>Acquire</h1>
        <span className="quiet acquire-said" role="status">
          {said === null ? '' : sentence(visible(said))}
        </span>
        {active.length > 1 && (
          <Button
            icon="cloud-download"
            text={`Plan all ${active.length}…`}
            onClick={() => setOpen({ kind: 'plan', sources: active })}
          />
        )}
        <Button
          icon="export"
          text="Export…"
          disabled={names.length === 0}
          onClick={() => setOpen({ kind: 'export', names: null })}
        />
        <Button icon="import" text="Import…" disabled={readOnly} onClick={() => setOpen({ kind: 'import' })} />
        <AddButton disabled={readOnly} onAdd={add} />
      </div>
      {readOnly && (
        <Callout icon="lock" compact>
          {readOnlyReason(info)} Sources can be looked at, tested and planned; nothing can be collected or changed.
        </Callout>
      )}
      {problem !== null && (
        <Callout intent="danger" icon="error" compact role="alert">
          {sentence(problem)}
        </Callout>
      )}
      {collecting !== undefined && <Running job={collecting} />}
      <Tabs id="acquire" selectedTabId={tab} onChange={(id) => setTab(String(id))} renderActiveTabPanelOnly>
        <Tab
          id="sources"
          title={`Sources${names.length > 0 ? ` ${names.length}` : ''}`}
          panel={
            names.length === 0 ? (
              <Empty
                icon="cloud-download"
                title="No source yet"
                action={
                  !readOnly && (
                    <>
                      <AddButton disabled={false} onAdd={add} />
                      <Button
                        icon="import"
                        text="Import a configuration…"
                        onClick={() => setOpen({ kind: 'import' })}
                      />
                    </>
                  )
                }
              >
                A source says where logs are: a bucket, a queue of Security Lake, or an AWS service. Collecting only
                reads.
              </Empty>
            ) : (
              <SourceCards
                sources={sources.data}
                runs={runs.data ?? []}
                mostRuns={mostRuns}
                scheduled={schedule.data?.sources ?? []}
                isScheduling={schedule.data?.active ?? !readOnly}
                readOnly={readOnly}
                busy={busy}
                acts={{
                  onPlan: (one) => setOpen({ kind: 'plan', sources: [one] }),
                  onEdit: (one) => setOpen({ kind: 'form', first: draftOf(one), replaces: one.name }),
                  onCopy: (one) => setOpen({ kind: 'form', first: copyOf(one), replaces: null }),
                  onRemove: (one) => setOpen({ kind: 'remove', source: one }),
                  onExport: (one) => setOpen({ kind: 'export', names: [one.name] }),
                  onPermissions: (one) => setOpen({ kind: 'permissions', source: one }),
                  onRetry: (one) => void retry([one.name]),
                }}
              />
            )
          }
        />
        <Tab id="there" title="What is there" panel={<There names={names} />} />
        <Tab
          id="runs"
          title="Acquisition log"
          panel={<Runs readOnly={readOnly} busy={busy} onRetry={(wanted) => void retry(wanted)} />}
        />
        <Tab
          id="filters"
          title={`View filters${filters.data && filters.data.length > 0 ? ` ${filters.data.length}` : ''}`}
          panel={<ViewFilters readOnly={readOnly} />}
        />
      </Tabs>
      {open?.kind === 'plan' && <PlanDialog sources={open.sources} readOnly={readOnly} onClose={close} />}
      {open?.kind === 'import' && <ImportDialog onSaved={changed} onClose={close} />}
      {open?.kind === 'export' && <ExportDialog names={open.names} onClose={close} />}
      {open?.kind === 'permissions' && (
        <Wide
          title={`Permissions of ${visible(open.source.name)}`}
          icon="key"
          onClose={close}
          acts={<Button text="Close" onClick={close} />}
        >
          <Policies source={open.source} />
        </Wide>
      )}
      {open?.kind === 'remove' && (
        <RemoveDialog
          name={open.source.name}
          onRemoved={() => changed(`Removed ${open.source.name}`)}
          onClose={close}
        />
      )}
    </div>
  )
}

function AddButton({ disabled, onAdd }: { readonly disabled: boolean; readonly onAdd: (kind: SourceKind) => void }) {
  return (
    <PopoverNext
      placement="bottom-end"
      arrow={false}
      disabled={disabled}
      content={
        <Menu className="acquire-kinds">
          {(Object.keys(kinds) as SourceKind[]).map((kind) => (
            <MenuItem
              key={kind}
              multiline
              text={
                <>
                  <b>{kinds[kind].title}</b>
                  <span className="acquire-explained quiet">{kinds[kind].about}</span>
                </>
              }
              onClick={() => onAdd(kind)}
            />
          ))}
        </Menu>
      }
    >
      <Button intent="primary" icon="plus" text="Add a source" endIcon="caret-down" disabled={disabled} />
    </PopoverNext>
  )
}

/** Another source like it; what takes away is confirmed for each one by itself. */
function copyOf(source: Source): Draft {
  return { ...draftOf(source), name: '', deleteAfter: false, acknowledge: false }
}
