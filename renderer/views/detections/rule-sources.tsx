import { Button, Switch } from '@blueprintjs/core'
import { useState } from 'react'
import { api } from '../../api.ts'
import { useAsk } from '../../ask.ts'
import { sentence, visible } from '../../format.ts'
import { useChoose } from '../../parts/folder-browser/use-choose.tsx'
import { Failure } from '../../parts/states/states.tsx'

/** Where rules come from: those of Coldtrail, those of the case, and folders of the person's own, such as a checkout of a public rule repository. */
export function RuleSourcesPanel({
  readOnly,
  missing,
  onChanged,
}: {
  readonly readOnly: boolean
  readonly missing: readonly string[]
  readonly onChanged: () => void
}) {
  const { data, error, refetch } = useAsk('ruleSources', {})
  const { choose, dialog } = useChoose()
  const [problem, setProblem] = useState<string | null>(null)
  if (error !== null) return <Failure error={error} onRetry={refetch} />
  if (data === undefined) return null
  const { folders, pack, own, packFolder } = data
  const save = async (next: { readonly folders: readonly string[]; readonly pack: boolean }) => {
    setProblem(null)
    try {
      await api.saveRuleSources({ folders: [...next.folders], pack: next.pack })
      onChanged()
    } catch (failed) {
      setProblem(failed instanceof Error ? failed.message : String(failed))
    }
  }
  const add = async () => {
    const [folder] = await choose('import-folder', folders.at(-1) ?? null)
    if (folder !== undefined && !folders.includes(folder)) await save({ folders: [...folders, folder], pack })
  }
  return (
    <section className="panel rule-sources" aria-label="Where rules come from">
      <div>
        <Switch
          checked={pack}
          disabled={readOnly}
          label="Coldtrail's own rules"
          onChange={() => void save({ folders, pack: !pack })}
        />
        <span className="quiet mono cut" title={visible(packFolder)}>
          {visible(packFolder)}
        </span>
      </div>
      <div>
        <span>Rules of this case</span>
        <span className="quiet mono cut" title={visible(own)}>
          {visible(own)}
        </span>
      </div>
      {folders.map((folder) => (
        <div key={folder}>
          <span>{missing.includes(folder) ? <span className="chip chip-bad">not there</span> : 'Your folder'}</span>
          <span className="mono cut" title={visible(folder)}>
            {visible(folder)}
          </span>
          <Button
            size="small"
            variant="minimal"
            icon="cross"
            aria-label={`Take out ${visible(folder)}`}
            disabled={readOnly}
            onClick={() => void save({ folders: folders.filter((one) => one !== folder), pack })}
          />
        </div>
      ))}
      <div className="rule-sources-acts">
        <Button
          size="small"
          icon="folder-new"
          text="Add a folder of rules…"
          disabled={readOnly}
          onClick={() => void add()}
        />
        <span className="quiet">Sigma (.yml) files; the rules run the next time that you run them.</span>
      </div>
      {problem !== null && (
        <p className="finding-problem" role="alert">
          {sentence(problem)}
        </p>
      )}
      {dialog}
    </section>
  )
}
