import type { OssecImport, OssecLine } from '../../../shared/ossec.ts'
import { many, sentence, visible } from '../../format.ts'
import { kinds, placeOf } from './words.ts'

/** What becomes of a configuration: the sources, the view filters, and a line for every tag of it. */
export function OssecReport({ is: { sources, views, report } }: { readonly is: OssecImport }) {
  return (
    <div className="acquire-report">
      <p>
        <b>{many(sources.length, 'source')}</b>
        {views.length > 0 && ` and ${many(views.length, 'view filter')}`} would be imported.
      </p>
      <ul className="acquire-report-sources">
        {sources.map((source) => (
          <li key={source.name} className="anywhere">
            <b>{visible(source.name)}</b>{' '}
            <span className="quiet">
              {kinds[source.kind].title}, {visible(placeOf(source))}
            </span>
          </li>
        ))}
        {views.map((view) => (
          <li key={`view ${view.name}`} className="anywhere">
            <b>{visible(view.name)}</b> <span className="quiet">view filter {visible(view.search)}</span>
          </li>
        ))}
      </ul>
      <div className="acquire-report-lines">
        <table className="table" aria-label="What became of every tag">
          <thead>
            <tr>
              <th className="number">Line</th>
              <th>Tag</th>
              <th>Outcome</th>
              <th>Why</th>
            </tr>
          </thead>
          <tbody>
            {report.map((line, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the lines of one answer, in their order
              <tr key={at}>
                <td className="number">{line.line}</td>
                <td className="mono anywhere">{visible(line.tag)}</td>
                <td>
                  <span className={`chip ${toneOf(line)}`}>{words[line.outcome]}</span>
                </td>
                <td className="anywhere">{sentence(visible(line.text))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  )
}

const words: Readonly<Record<OssecLine['outcome'], string>> = {
  taken: 'taken over',
  changed: 'changed',
  'not-applicable': 'not applicable',
  refused: 'refused',
}

function toneOf({ outcome, severity }: OssecLine): string {
  if (severity === 'error' || outcome === 'refused') return 'chip-bad'
  if (severity === 'warning' || outcome === 'changed') return 'chip-warn'
  return outcome === 'taken' ? 'chip-good' : ''
}
