import { SegmentedControl } from '@blueprintjs/core'
import { useState } from 'react'
import { useAsk } from '../../ask.ts'
import { bytes, count, sentence, visible } from '../../format.ts'
import { Empty, Failure, Loading } from '../../parts/states/states.tsx'
import { asText, fromHex, hexLines } from './bytes.ts'

type Of = 'stored' | 'inside'
type As = 'text' | 'hex'

/** The beginning of an object's bytes, whatever they are: how one sees what a log that nobody knows may be. */
export function ObjectLook({ objectId }: { readonly objectId: number }) {
  const { data, error, refetch } = useAsk('objectHead', { object_id: objectId })
  const [of, setOf] = useState<Of>('inside')
  const [as, setAs] = useState<As>('text')
  if (error !== null) return <Failure error={error} onRetry={refetch} />
  if (data === undefined) return <Loading what="Reading the bytes" />
  if (data.problem !== null) {
    return (
      <Empty icon="eye-off" title="There is nothing to see">
        {visible(sentence(data.problem))}
      </Empty>
    )
  }
  const wrapped = data.inside !== null
  const head = fromHex(of === 'inside' && data.inside !== null ? data.inside : data.stored)
  return (
    <div className="look">
      <div className="look-bar">
        <SegmentedControl
          size="small"
          aria-label="Show as"
          value={as}
          onValueChange={(value) => setAs(value === 'hex' ? 'hex' : 'text')}
          options={[
            { label: 'Text', value: 'text' },
            { label: 'Hex', value: 'hex' },
          ]}
        />
        {wrapped && (
          <SegmentedControl
            size="small"
            aria-label="Which bytes"
            value={of}
            onValueChange={(value) => setOf(value === 'stored' ? 'stored' : 'inside')}
            options={[
              { label: 'Unpacked', value: 'inside' },
              { label: 'As it came', value: 'stored' },
            ]}
          />
        )}
      </div>
      <p className="quiet look-note">
        {data.bytes === 0
          ? 'It is empty.'
          : `The first ${count(head.length)} bytes${wrapped && of === 'inside' ? ' of what is inside the gzip' : ` of ${bytes(data.bytes)}`}, `}
        {data.bytes > 0 &&
          (data.from === 'evidence'
            ? 'from the evidence.'
            : 'from its original place: the bytes are those of the ledger, but the case did not keep them.')}
      </p>
      <section
        className="look-bytes"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: long text is scrolled by keyboard
        tabIndex={0}
        aria-label="Beginning of the object"
      >
        <pre className={as === 'text' ? 'look-text' : undefined}>
          {as === 'hex' ? hexLines(head).join('\n') : asText(head).split(/\r?\n/).map(visible).join('\n')}
        </pre>
      </section>
    </div>
  )
}
