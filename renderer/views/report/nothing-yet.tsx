import { Button } from '@blueprintjs/core'
import { Kbd } from '../../parts/shortcuts/kbd.tsx'
import { Empty } from '../../parts/states/states.tsx'
import { changeReport } from '../../state/report.ts'

/** A report that nobody has begun: what it will be, and two ways to begin. */
export function NothingYet({ readOnly, onDraft }: { readonly readOnly: boolean; readonly onDraft: () => void }) {
  return (
    <Empty
      icon="document"
      title="Nothing is in this report yet"
      action={
        !readOnly && (
          <>
            <Button intent="primary" icon="clean" text="Make a first draft" onClick={onDraft} />
            <Button
              icon="align-left"
              text="Begin with a text"
              onClick={() =>
                void changeReport('putBlock', {
                  id: null,
                  before: null,
                  title: '',
                  note: '',
                  content: { kind: 'text' },
                })
              }
            />
          </>
        )
      }
    >
      {readOnly ? (
        'This case is open read-only, so that nobody can begin one.'
      ) : (
        <>
          A first draft tells the findings in the order of an attack, with what was examined and what could not be seen.
          Whatever else belongs into it, pin it with <Kbd keys="p" /> where you see it: events, findings, charts,
          queries.
        </>
      )}
    </Empty>
  )
}
