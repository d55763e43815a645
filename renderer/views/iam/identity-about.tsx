import type { IamFinding, IamPath } from '../../../shared/iam.ts'
import type { IamIdentity, IamIdentityPage } from '../../../shared/iam-state.ts'
import { many, sentence, time, visible } from '../../format.ts'
import { forgetIamNarrowing, useIam } from '../../state/iam.ts'
import { usePrefs } from '../../state/prefs.ts'
import { Credentials } from './credentials.tsx'
import { Fact, Part } from './detail.tsx'
import { IdentityActivity } from './identity-activity.tsx'
import { endOf } from './path-grid.tsx'
import { Session } from './session.tsx'
import { Trust } from './trust.tsx'
import { useLong } from './use-long.ts'
import { keyOf } from './words.ts'

/** What one asks first about an identity: its risks, its credentials, who may take it on, and what it did. */
export function IdentityAbout({
  page,
  identity,
  findings,
}: {
  readonly page: IamIdentityPage
  readonly identity: IamIdentity
  readonly findings: readonly IamFinding[]
}) {
  return (
    <div className="iam-about-page">
      {page.session !== null && (
        <section className="panel iam-wide">
          <Session session={page.session} />
        </section>
      )}
      <section className="panel">
        <Risks principal={identity.principal} findings={findings} />
      </section>
      <div>
        <section className="panel">
          <Facts page={page} identity={identity} />
        </section>
        {page.trust !== null && (
          <section className="panel">
            <Trust trust={page.trust} />
          </section>
        )}
        {identity.kind === 'user' && (
          <section className="panel">
            <Credentials credentials={page.credentials} principal={identity.principal} />
          </section>
        )}
      </div>
      <section className="panel iam-wide">
        <IdentityActivity principal={identity.principal} activity={page.activity} logs={page.logs} />
      </section>
    </div>
  )
}

function Risks({ principal, findings }: { readonly principal: string; readonly findings: readonly IamFinding[] }) {
  const at = useIam((state) => state.at)
  const ways = useLong('iamPaths', { to: null, at })
  const own = findings.filter((finding) => finding.principal === principal)
  const paths = (ways.data?.findings ?? []).filter((path) => path.principal === principal)
  return (
    <>
      <Part title={many(own.length, 'finding')}>
        {own.length === 0 && <p className="quiet">None of the checks found anything about it.</p>}
        <Findings findings={own} title={({ title }) => visible(title)} onOpen={openFinding} />
      </Part>
      <Part
        title={
          ways.data === undefined ? 'Ways to more rights' : `${many(paths.length, 'way to', 'ways to')} more rights`
        }
      >
        {ways.error !== null ? (
          <p className="iam-problem" role="alert">
            {sentence(ways.error.message)}
          </p>
        ) : ways.data === undefined ? (
          <p className="quiet">looking for them…</p>
        ) : paths.length === 0 ? (
          <p className="quiet">
            {ways.data.admins.includes(principal) ? 'It may do everything already.' : 'None begins with it.'}
          </p>
        ) : (
          <Findings
            findings={paths}
            title={(path) => `${path.hops.map(({ method }) => visible(method)).join(' → ')} to ${endOf(path)}`}
            onOpen={openPath}
          />
        )}
      </Part>
    </>
  )
}

/** More lines than anybody reads are not drawn: the other tabs have them all. */
const most = 8

function Findings<T extends IamFinding>({
  findings,
  title,
  onOpen,
}: {
  readonly findings: readonly T[]
  readonly title: (finding: T) => string
  readonly onOpen: (finding: T) => void
}) {
  return (
    <ul className="iam-risks">
      {findings.slice(0, most).map((finding) => (
        <li key={keyOf(finding) + title(finding)}>
          <button
            type="button"
            className="found-line"
            title={visible(finding.why)}
            aria-label={`${title(finding)}, ${finding.severity}${finding.used === null ? '' : ', used'}`}
            onClick={() => onOpen(finding)}
          >
            <span className={`dot severity-${finding.severity}`} />
            <span className="cut">{title(finding)}</span>
            {finding.used !== null && <span className="chip chip-bad">used</span>}
          </button>
        </li>
      ))}
      {findings.length > most && (
        <li className="quiet found-cut">
          The gravest {most} of {findings.length}.
        </li>
      )}
    </ul>
  )
}

function openFinding(finding: IamFinding): void {
  forgetIamNarrowing()
  useIam.setState({ tab: 'posture', judged: 'findings', principal: finding.principal, open: keyOf(finding) })
}

function openPath(path: IamPath): void {
  useIam.setState({ tab: 'paths', from: path.principal, to: null, look: 'list', path: keyOf(path) })
}

function Facts({ page, identity }: { readonly page: IamIdentityPage; readonly identity: IamIdentity }) {
  const utc = usePrefs((prefs) => prefs.utc)
  const tags = Object.entries(page.tags)
  return (
    <dl className="iam-facts">
      <Fact name="ARN">
        <span className="mono">{visible(identity.principal)}</span>
      </Fact>
      {identity.id !== null && (
        <Fact name="Id">
          <span className="mono">{visible(identity.id)}</span>
        </Fact>
      )}
      <Fact name="Made">
        {identity.createdAt === null ? 'the evidence does not say' : time(identity.createdAt, utc)}
      </Fact>
      {identity.kind === 'user' && (
        <Fact name="Groups">{identity.groups.length === 0 ? 'none' : identity.groups.map(visible).join(', ')}</Fact>
      )}
      {page.instanceProfiles.length > 0 && (
        <Fact name="Instance profiles">{page.instanceProfiles.map(visible).join(', ')}</Fact>
      )}
      <Fact name="Tags">
        {tags.length === 0
          ? 'none'
          : tags.map(([key, value]) => (
              <span key={key} className="chip iam-tag">
                {visible(key)} = {visible(value)}
              </span>
            ))}
      </Fact>
      {identity.used !== null && (
        <>
          <Fact name="Calls">
            {many(identity.used.count, 'call')}, {time(identity.used.first, utc)} – {time(identity.used.last, utc)}
          </Fact>
          <Fact name="From">{identity.used.ips.map(visible).join(', ') || 'the logs do not say'}</Fact>
        </>
      )}
    </dl>
  )
}
