import { Button, FormGroup, InputGroup } from '@blueprintjs/core'
import { useState } from 'react'
import type { Source } from '../../../shared/source.ts'
import type { PolicyText } from '../../../shared/source-policy.ts'
import { useAsk } from '../../ask.ts'
import { sentence, visible } from '../../format.ts'
import { Failure } from '../../parts/states/states.tsx'
import { takesAway } from './words.ts'

/** The exact policies with which a source can be collected and nothing else be done, ready to be copied. */
export function PolicyPanel({ source }: { readonly source: Source | null }) {
  return (
    <section className="panel acquire-part" aria-labelledby="part-policy">
      <h2 id="part-policy">The permissions it needs</h2>
      {source === null ? (
        <p className="quiet">They are shown here with the real names as soon as the source is complete.</p>
      ) : (
        <Policies source={source} />
      )}
    </section>
  )
}

export function Policies({ source }: { readonly source: Source }) {
  const [principal, setPrincipal] = useState('')
  const [keys, setKeys] = useState('')
  const [buckets, setBuckets] = useState('')
  const facts = {
    principal: isArn(principal.trim()) ? principal.trim() : null,
    keys: parts(keys).filter(isArn),
    buckets: parts(buckets).filter((name) => name.length >= 3 && name.length <= 63),
  }
  const { data, error, refetch } = useAsk('sourcePolicy', { source, ...facts })
  if (error !== null) return <Failure error={error} onRetry={refetch} />
  const away = takesAway(source)
  return (
    <>
      <p className="quiet">
        {away === null ? 'To read, and nothing else.' : `To read, and to delete ${away} once they are in the case.`}
      </p>
      {source.access.roles.length > 0 && (
        <Fact
          label="Whoever assumes the first role"
          value={principal}
          onChange={setPrincipal}
          placeholder="arn:aws:iam::999988887777:user/responder"
          wrong={principal.trim() !== '' && facts.principal === null ? 'an ARN begins with arn:' : null}
        />
      )}
      {'queue' in source && (
        <Fact
          label="Buckets that it announces"
          value={buckets}
          onChange={setBuckets}
          placeholder="name, name"
          wrong={null}
        />
      )}
      {!source.kind.startsWith('api-') && (
        <Fact
          label="KMS keys of the logs"
          value={keys}
          onChange={setKeys}
          placeholder="arn:aws:kms:eu-west-1:111122223333:key/…"
          wrong={parts(keys).length > facts.keys.length ? 'an ARN begins with arn:' : null}
        />
      )}
      {data?.documents.map((document) => (
        <Document key={document.title} document={document} />
      ))}
      {data !== undefined && data.notes.length > 0 && (
        <ul className="acquire-notes">
          {data.notes.map((note) => (
            <li key={note}>{sentence(visible(note))}</li>
          ))}
        </ul>
      )}
    </>
  )
}

function Fact({
  label,
  value,
  onChange,
  placeholder,
  wrong,
}: {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly placeholder: string
  readonly wrong: string | null
}) {
  const id = `fact-${label}`
  return (
    <FormGroup
      label={label}
      labelFor={id}
      labelInfo="optional"
      helperText={wrong}
      {...(wrong === null ? {} : { intent: 'danger' })}
    >
      <InputGroup
        id={id}
        fill
        size="small"
        value={value}
        onValueChange={onChange}
        placeholder={placeholder}
        spellCheck={false}
        autoComplete="off"
      />
    </FormGroup>
  )
}

function Document({ document: { title, attach, json } }: { readonly document: PolicyText }) {
  const [said, setSaid] = useState('')
  const copy = () =>
    navigator.clipboard.writeText(json).then(
      () => setSaid('Copied'),
      (error: unknown) => setSaid(`Could not copy: ${error instanceof Error ? error.message : String(error)}`),
    )
  return (
    <article className="acquire-policy">
      <header>
        <div>
          <h3>{visible(title)}</h3>
          <p className="quiet anywhere">{sentence(visible(attach))}</p>
        </div>
        <span className="quiet" role="status">
          {said}
        </span>
        <Button size="small" icon="duplicate" text="Copy" aria-label={`Copy: ${title}`} onClick={() => void copy()} />
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse scrolls it with the keyboard */}
      <section className="acquire-code" tabIndex={0} aria-label={title}>
        <pre>{json}</pre>
      </section>
    </article>
  )
}

const parts = (text: string) => text.split(/[\s,;]+/).filter((part) => part !== '')
const isArn = (text: string) => /^arn:aws[a-z-]*:[^\s]+$/.test(text)
