import { visible } from '../../format.ts'
import './marked-text.css'

/** A stretch of lines, from 1, both ends counted. */
export interface LineMark {
  readonly from: number
  readonly to: number
  readonly tone: 'bad' | 'warn' | 'info'
  /** Why it is marked: stands above its first line. */
  readonly note: string
}

interface MarkedTextProps {
  readonly label: string
  readonly text: string
  readonly marks: readonly LineMark[]
}

/** A text with its line numbers, in which some lines are marked and say why. Shown as text, whatever it holds. */
export function MarkedText({ label, text, marks }: MarkedTextProps) {
  const lines = text.split('\n')
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse scrolls it with the keyboard
    <section className="marked" tabIndex={0} aria-label={label}>
      <ol>
        {lines.map((line, at) => {
          const number = at + 1
          const over = marks.filter(({ from, to }) => from <= number && number <= to)
          const tone = tones.find((one) => over.some((mark) => mark.tone === one))
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place
            <li key={at} className={tone === undefined ? undefined : `marked-${tone}`}>
              {over
                .filter(({ from, note }) => from === number && note !== '')
                .map(({ note, tone: each }) => (
                  <span key={note} className={`marked-note marked-note-${each}`}>
                    {visible(note)}
                  </span>
                ))}
              <code>{line === '' ? ' ' : visible(line)}</code>
            </li>
          )
        })}
      </ol>
    </section>
  )
}

/** The gravest first: a line under several marks has its colour. */
const tones = ['bad', 'warn', 'info'] as const
