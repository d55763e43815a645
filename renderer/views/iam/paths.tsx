import { Button } from '@blueprintjs/core'
import { useMemo, useState } from 'react'
import { Group, Panel, Separator } from 'react-resizable-panels'
import type { IamPath, IamPaths } from '../../../shared/iam.ts'
import { count, many, visible } from '../../format.ts'
import { useShortcuts } from '../../parts/shortcuts/shortcuts.ts'
import { Empty } from '../../parts/states/states.tsx'
import { Tabs } from '../../parts/tabs/tabs.tsx'
import { useIam } from '../../state/iam.ts'
import { ArnField } from './arn-field.tsx'
import { looks } from './looks.ts'
import { Path } from './path.tsx'
import { PathGrid } from './path-grid.tsx'
import { PathsDrawn } from './paths-drawn.tsx'
import { Remarks } from './remarks.tsx'
import { aboutSure, type Sure, sures } from './sure.ts'
import { useLong } from './use-long.ts'
import { Waiting } from './waiting.tsx'
import { keyOf, shortName } from './words.ts'

type End = 'admin' | 'identity' | 'other'

/** Ways from identities to every right, or to one identity or resource: as a list and drawn. */
export function Paths({ known }: { readonly known: readonly string[] }) {
  const { to, at } = useIam()
  const asked = useLong('iamPaths', { to, at })
  return (
    <div className="iam-column">
      <div className="iam-bar">
        <ArnField
          label="From"
          value={useIam((state) => state.from)}
          none="any identity"
          known={known}
          onChange={(from) => useIam.setState({ from, path: null })}
        />
        <ArnField
          label="to"
          value={to}
          none="every right"
          known={known}
          onChange={(next) => useIam.setState({ to: next, path: null })}
        />
        <Tabs
          label="Show paths as"
          tabs={looks}
          chosen={useIam((state) => state.look)}
          onChoose={(look) => useIam.setState({ look })}
        />
      </div>
      {asked.data === undefined ? (
        <Waiting asked={asked} what="Looking for ways to more rights" />
      ) : asked.error !== null ? (
        <Waiting asked={asked} what="" />
      ) : (
        <Found paths={asked.data} stale={asked.stale} />
      )}
    </div>
  )
}

function Found({ paths, stale }: { readonly paths: IamPaths; readonly stale: boolean }) {
  const { from, to, look, path: openKey } = useIam()
  const [sure, setSure] = useState<Sure>('all')
  const [picked, setEnd] = useState<End | null>(null)
  const begun = useMemo(
    () => paths.findings.filter(({ principal }) => from === null || principal === from),
    [paths, from],
  )
  const end = picked ?? ends.find(({ id }) => begun.some((one) => endKind(one) === id))?.id ?? 'admin'
  const mine = useMemo(() => begun.filter((one) => endKind(one) === end), [begun, end])
  const shown = useMemo(() => mine.filter(({ confidence }) => sure === 'all' || confidence === sure), [mine, sure])
  const open = openKey === null ? undefined : paths.findings.find((one) => keyOf(one) === openKey)
  const close = () => useIam.setState({ path: null })
  useShortcuts('IAM', [
    { keys: 'esc', does: 'Close the path', run: close, when: open !== undefined },
    {
      keys: 'v',
      does: 'Switch between list and graph',
      run: () => useIam.setState({ look: look === 'list' ? 'graph' : 'list' }),
    },
  ])
  return (
    <>
      <Remarks
        remarks={[
          `${many(paths.admins.length, 'identity', 'identities')} of ${count(paths.principals)} may do everything already and begin no way: ${paths.admins.map(shortName).join(', ') || 'none'}`,
          ...paths.remarks,
        ]}
      />
      <div className="iam-bar iam-narrow">
        <Tabs<End>
          label="By where they end"
          chosen={end}
          onChoose={setEnd}
          tabs={ends.map((each) => ({ ...each, number: begun.filter((one) => endKind(one) === each.id).length }))}
        />
        <Tabs
          label="By confidence"
          chosen={sure}
          onChoose={setSure}
          tabs={sures.map((id) => ({
            id,
            title: id,
            about: aboutSure[id],
            number: id === 'all' ? mine.length : mine.filter(({ confidence }) => confidence === id).length,
          }))}
        />
      </div>
      <Group orientation="horizontal" className={`iam-body${stale ? ' iam-stale' : ''}`}>
        <Panel minSize="380px">
          {shown.length === 0 ? (
            <Empty
              icon="path-search"
              title={
                mine.length === 0
                  ? `No way ${to === null ? 'to more rights' : `to ${shortName(to)}`}`
                  : `No ${sure} way`
              }
              action={
                (from !== null || to !== null || sure !== 'all') && (
                  <Button
                    text="Show every way"
                    onClick={() => {
                      setSure('all')
                      setEnd(null)
                      useIam.setState({ from: null, to: null })
                    }}
                  />
                )
              }
            >
              {from === null ? undefined : `Nothing was found that begins with ${visible(shortName(from))}.`}
            </Empty>
          ) : look === 'graph' ? (
            <PathsDrawn paths={shown} />
          ) : (
            <PathGrid paths={shown} logs={paths.logs} />
          )}
        </Panel>
        {open !== undefined && (
          <>
            <Separator className="separator" />
            <Panel defaultSize="46%" minSize="360px">
              <Path key={openKey} path={open} logs={paths.logs} onClose={close} />
            </Panel>
          </>
        )}
      </Group>
    </>
  )
}

const ends = [
  { id: 'admin', title: 'to every right', about: 'They end with every right in an account' },
  { id: 'identity', title: 'to other identities', about: 'They yield another identity' },
  { id: 'other', title: 'to data and services', about: 'They open or change something that gives no identity' },
] as const

function endKind({ toAdmin, hops }: IamPath): End {
  if (toAdmin) return 'admin'
  return (hops.at(-1)?.to ?? null) === null ? 'other' : 'identity'
}
