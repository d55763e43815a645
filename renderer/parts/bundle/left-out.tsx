import type { BundleLeft } from '../../../shared/bundle.ts'
import { many, visible } from '../../format.ts'

/** Which evidence is not in a bundle; nothing where all of it is. */
export function LeftOut({ left }: { readonly left: BundleLeft | undefined }) {
  if (left === undefined || left.files === 0) return null
  return (
    <div className="bundle-left" role="alert">
      <p>{many(left.files, 'file')} of evidence, imported in place, could not be packed and is not in the bundle:</p>
      <ul>
        {left.first.map(({ uri, reason }) => (
          <li key={uri} className="anywhere">
            <span className="mono">{visible(uri)}</span>: {visible(reason)}
          </li>
        ))}
      </ul>
    </div>
  )
}
