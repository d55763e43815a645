import { useMemo } from 'react'
import { visible } from '../../format.ts'
import { yamlTokens } from './yaml-tokens.ts'
import '../code/code.css'
import './yaml.css'

/** YAML to read, in colours. It scrolls by keyboard. */
export function YamlText({ text, label }: { readonly text: string; readonly label: string }) {
  const parts = useMemo(() => partsOf(text), [text])
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse scrolls it with the keyboard
    <section className="yaml-text" tabIndex={0} aria-label={label}>
      <pre>
        {parts.map(({ from, text: part, kind }) =>
          kind === null ? (
            part
          ) : (
            <span key={from} className={`tok-${kind}`}>
              {part}
            </span>
          ),
        )}
      </pre>
    </section>
  )
}

function partsOf(text: string) {
  const parts: { readonly from: number; readonly text: string; readonly kind: string | null }[] = []
  let at = 0
  const push = (to: number, kind: string | null) => {
    if (to > at) parts.push({ from: at, text: shown(text.slice(at, to)), kind })
    at = Math.max(at, to)
  }
  for (const { from, to, kind } of yamlTokens(text)) {
    push(from, null)
    push(to, kind)
  }
  push(text.length, null)
  return parts
}

/** Line breaks stay what they are; whatever else hides is shown. */
function shown(text: string): string {
  return text.split('\n').map(visible).join('\n')
}
