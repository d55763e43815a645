import { count, sentence, visible } from '../../format.ts'
import { Empty } from '../../parts/states/states.tsx'

const most = 1000

/** Rules with a sentence each: why they are refused, dead, or odd. */
export function RuleReasons({
  label,
  none,
  lines,
}: {
  readonly label: string
  readonly none: string
  readonly lines: readonly { readonly title: string; readonly file: string; readonly reason: string }[]
}) {
  if (lines.length === 0) return <Empty icon="tick-circle" title={none} />
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse scrolls it with the keyboard
    <section className="rule-reasons" tabIndex={0} aria-label={label}>
      <table className="table" aria-label={label}>
        <thead>
          <tr>
            <th>Rule</th>
            <th>Why</th>
            <th>File</th>
          </tr>
        </thead>
        <tbody>
          {lines.slice(0, most).map(({ title, file, reason }, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a file may hold the same rule twice
            <tr key={`${file} ${at}`}>
              <td className="anywhere">{title === '' ? 'without a title' : visible(title)}</td>
              <td className="anywhere">{sentence(visible(reason))}</td>
              <td className="mono anywhere quiet">{visible(file)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {lines.length > most && <p className="quiet">{count(lines.length - most)} more are not shown.</p>}
    </section>
  )
}
