import { Button, Callout, Checkbox, Dialog, DialogBody, DialogFooter, TextArea } from '@blueprintjs/core'
import { useRef, useState } from 'react'
import type { Answers } from '../../../shared/answers.ts'
import type { Input } from '../../../shared/api.ts'
import type { OssecImport } from '../../../shared/ossec.ts'
import { api } from '../../api.ts'
import { many, sentence, visible } from '../../format.ts'
import { OssecReport } from './ossec-report.tsx'

type Read =
  | { readonly kind: 'ossec'; readonly is: OssecImport }
  | { readonly kind: 'yaml'; readonly mistakes: Answers['importSources']['mistakes'] }

/** Brings a configuration: an ossec.conf or a block of it, with a report line by line; or sources as YAML. */
export function ImportDialog({
  onSaved,
  onClose,
}: {
  readonly onSaved: (said: string) => void
  readonly onClose: () => void
}) {
  const [text, setText] = useState('')
  const [read, setRead] = useState<Read | null>(null)
  const [replace, setReplace] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const file = useRef<HTMLInputElement>(null)
  const isXml = text.trimStart().startsWith('<')

  const attempt = async (work: () => Promise<void>) => {
    setProblem(null)
    setBusy(true)
    try {
      await work()
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error))
    }
    setBusy(false)
  }
  const look = () =>
    attempt(async () => {
      if (isXml) setRead({ kind: 'ossec', is: await api.importOssec({ text }) })
      else await save({ yaml: text, replace })
    })
  const save = async (what: Input<'importSources'>) => {
    const { saved, notes, mistakes } = await api.importSources(what)
    if (mistakes.length === 0) onSaved([`${many(saved.length, 'source')} imported`, ...notes].join('. '))
    else if ('yaml' in what) setRead({ kind: 'yaml', mistakes })
    else setProblem(mistakes.map(({ message }) => message).join('\n'))
  }
  const edit = (next: string) => {
    setText(next)
    setRead(null)
    setProblem(null)
  }
  const ossec = read?.kind === 'ossec' ? read.is : null
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Import a configuration"
      icon="import"
      className="acquire-dialog acquire-import"
      canOutsideClickClose={false}
    >
      <DialogBody>
        <p className="quiet acquire-lead">
          An ossec.conf or agent.conf, a block <code>{'<wodle name="aws-s3">'}</code> of it, or sources as YAML. Keys
          and other secrets in it are not taken over.
        </p>
        <input
          ref={file}
          type="file"
          hidden
          accept=".conf,.xml,.yml,.yaml,text/plain"
          aria-label="Configuration file"
          onChange={(event) => {
            const [chosen] = event.currentTarget.files ?? []
            if (chosen !== undefined) void chosen.text().then(edit)
            event.currentTarget.value = ''
          }}
        />
        {ossec === null ? (
          <TextArea
            aria-label="Configuration"
            className="mono acquire-config"
            fill
            autoFocus
            value={text}
            onChange={(event) => edit(event.currentTarget.value)}
            placeholder={
              '<wodle name="aws-s3">\n  <bucket type="cloudtrail">\n    <name>…</name>\n  </bucket>\n</wodle>'
            }
            spellCheck={false}
          />
        ) : (
          <OssecReport is={ossec} />
        )}
        {read?.kind === 'yaml' && (
          <Callout intent="danger" title="Nothing was taken over" compact>
            <ul className="acquire-mistakes">
              {read.mistakes.map(({ line, message }) => (
                <li key={`${line} ${message}`} className="anywhere">
                  {line !== null && <b>Line {line}: </b>}
                  {visible(message)}
                </li>
              ))}
            </ul>
          </Callout>
        )}
        {problem !== null && (
          <p className="acquire-wrong" role="alert">
            {sentence(problem)}
          </p>
        )}
      </DialogBody>
      <DialogFooter
        actions={
          ossec === null ? (
            <>
              <Button text="Choose a file…" onClick={() => file.current?.click()} />
              <Button text="Cancel" onClick={onClose} />
              <Button
                intent="primary"
                text={isXml || text.trim() === '' ? 'Read it' : 'Import'}
                loading={busy}
                disabled={text.trim() === ''}
                onClick={() => void look()}
              />
            </>
          ) : (
            <>
              <Button text="Back" onClick={() => setRead(null)} />
              <Button text="Cancel" onClick={onClose} />
              <Button
                intent="primary"
                text={`Import ${many(ossec.sources.length, 'source')}`}
                loading={busy}
                disabled={ossec.sources.length + ossec.views.length === 0}
                onClick={() =>
                  void attempt(() => save({ sources: [...ossec.sources], views: [...ossec.views], replace }))
                }
              />
            </>
          )
        }
      >
        <Checkbox
          className="acquire-replace"
          checked={replace}
          onChange={(event) => setReplace(event.currentTarget.checked)}
          label="Replace sources of the same name"
        />
      </DialogFooter>
    </Dialog>
  )
}
