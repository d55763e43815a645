import { Button } from '@blueprintjs/core'
import type { Credentials } from '../../../shared/source.ts'
import { newRole, type RoleDraft } from './draft.ts'
import { Check, Choice, Line, Text, useForm } from './form.tsx'

const credentialKinds: Readonly<Record<Credentials['kind'], string>> = {
  default: 'Whatever the AWS SDK finds',
  profile: 'A profile',
  environment: 'The environment',
  sso: 'IAM Identity Center (SSO)',
  'web-identity': 'A web identity token',
  instance: 'The instance or container',
  keys: 'Keys that I type in',
}

const explained: Readonly<Record<Credentials['kind'], string>> = {
  default:
    'Environment, SSO, the profile “default”, web identity, container, instance: in the order of every AWS tool.',
  profile: 'Of ~/.aws/config or ~/.aws/credentials, with everything that it says.',
  environment: 'AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN of this process.',
  sso: 'Sign in first with aws sso login; its token is read from where the AWS tools keep it.',
  'web-identity': 'A token file, as EKS and CI systems write it.',
  instance: 'The role of the EC2 instance or the container that Coldtrail runs on.',
  keys: 'The secret is asked for when it is needed and held in memory while the case is open. No file of the case has it.',
}

/** Who reads: the first credentials, and the roles assumed with them one after another. */
export function AccessFields() {
  const { draft, locked, edit } = useForm()
  const change = (at: number, part: Partial<RoleDraft>) =>
    edit({ roles: draft.roles.map((role, place) => (place === at ? { ...role, ...part } : role)) })
  return (
    <>
      <Choice
        label="Credentials"
        place="credentials"
        value={draft.credentials}
        options={credentialKinds}
        onChange={(credentials) => edit({ credentials })}
        hint={explained[draft.credentials]}
      />
      <CredentialFields />
      {draft.roles.map((role, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a chain of roles is its order
        <fieldset key={at} className="acquire-role" aria-label={`Role ${at + 1}`}>
          <header>
            <h3>{draft.roles.length === 1 ? 'Assume this role' : `${at + 1}. Assume this role`}</h3>
            <Button
              size="small"
              variant="minimal"
              icon="cross"
              aria-label={`Remove role ${at + 1}`}
              disabled={locked}
              onClick={() => edit({ roles: draft.roles.filter((_, place) => place !== at) })}
            />
          </header>
          <RoleFields at={at} role={role} onChange={(part) => change(at, part)} />
        </fieldset>
      ))}
      {draft.roles.length < 5 && (
        <Button
          size="small"
          icon="plus"
          text={draft.roles.length === 0 ? 'Assume a role' : 'Assume another role with that one'}
          disabled={locked}
          onClick={() => edit({ roles: [...draft.roles, newRole] })}
        />
      )}
    </>
  )
}

function CredentialFields() {
  const { draft } = useForm()
  const at = (name: string) => `access.credentials.${name}`
  switch (draft.credentials) {
    case 'profile':
      return <Text at="profile" place={at('profile')} label="Profile" placeholder="security-audit" />
    case 'sso':
      return (
        <div className="acquire-fields">
          <Text
            at="ssoStartUrl"
            place={at('startUrl')}
            label="Start URL"
            placeholder="https://example.awsapps.com/start"
          />
          <Text at="ssoRegion" place={at('region')} label="Its region" placeholder="eu-west-1" />
          <Text at="ssoAccount" place={at('account')} label="Account" placeholder="111122223333" />
          <Text at="ssoRole" place={at('role')} label="Permission set" placeholder="SecurityAudit" />
        </div>
      )
    case 'web-identity':
      return (
        <div className="acquire-fields">
          <Text at="tokenFile" place={at('tokenFile')} label="Token file" />
          <Text
            at="tokenRole"
            place={at('role')}
            label="Its role"
            placeholder="arn:aws:iam::111122223333:role/LogReader"
          />
        </div>
      )
    case 'keys':
      return (
        <Text
          at="accessKeyId"
          place={at('accessKeyId')}
          label="Access key id"
          optional
          placeholder="AKIAIOSFODNN7EXAMPLE"
          hint="No secret, so it may be remembered with the source. Empty: it is asked for as well."
        />
      )
    default:
      return null
  }
}

function RoleFields({
  at,
  role,
  onChange,
}: {
  readonly at: number
  readonly role: RoleDraft
  readonly onChange: (part: Partial<RoleDraft>) => void
}) {
  const { draft } = useForm()
  const place = (name: string) => `access.roles.${at}.${name}`
  const isChained = at > 0 || draft.credentials === 'web-identity'
  return (
    <div className="acquire-fields">
      <Line
        label="Role ARN"
        place={place('arn')}
        value={role.arn}
        onChange={(arn) => onChange({ arn })}
        placeholder="arn:aws:iam::111122223333:role/LogReader"
      />
      <Line
        label="External id"
        optional
        place={place('externalId')}
        value={role.externalId}
        onChange={(externalId) => onChange({ externalId })}
        hint="What the trust policy of the role asks for."
      />
      <Line
        label="MFA device"
        optional
        place={place('mfaSerial')}
        value={role.mfaSerial}
        onChange={(mfaSerial) => onChange({ mfaSerial })}
        placeholder="arn:aws:iam::111122223333:mfa/alice"
        hint="Its code is then asked for at the beginning."
      />
      <Line
        label="Session name"
        place={place('sessionName')}
        value={role.sessionName}
        onChange={(sessionName) => onChange({ sessionName })}
        hint="Stands in the logs of the account that is read."
      />
      <Line
        label="Session, seconds"
        place={place('duration')}
        value={role.duration}
        onChange={(duration) => onChange({ duration })}
        hint={isChained ? 'AWS allows 3,600 at most for a role that a role assumes.' : '900 to 43,200.'}
      />
    </div>
  )
}

/** Which way the requests go: region, endpoints and the like. */
export function WayFields() {
  const { draft } = useForm()
  const readsObjects = !draft.kind.startsWith('api-')
  const asksBuckets = readsObjects || draft.kind === 'api-iam'
  return (
    <>
      <div className="acquire-fields">
        <Text
          at="region"
          place="access.region"
          label="Region"
          optional
          placeholder="eu-west-1"
          hint="Where the first request goes; the region of a bucket is found."
        />
        {asksBuckets && (
          <Text
            at="endpoint"
            place="access.endpoint"
            label="S3 endpoint"
            optional
            hint="A VPC endpoint, or a store that speaks S3."
          />
        )}
        <Text at="stsEndpoint" place="access.stsEndpoint" label="STS endpoint" optional />
        <Text
          at="serviceEndpoint"
          place="access.serviceEndpoint"
          label="Endpoint of the other services"
          optional
          hint={
            draft.kind === 'api-iam'
              ? 'IAM, Organizations, KMS, Lambda and all else that is asked.'
              : 'SQS, CloudTrail, GuardDuty, Macie, Security Hub.'
          }
        />
      </div>
      <div className="acquire-checks">
        {asksBuckets && (
          <Check at="pathStyle" label="Path style" hint="https://host/bucket/key; most S3-compatible stores." />
        )}
        <Check at="fips" label="FIPS endpoints" />
        <Check at="dualStack" label="Dual-stack endpoints (IPv6)" />
        {readsObjects && (
          <Check at="requesterPays" label="Requester pays" hint="Whoever reads pays for the transfer." />
        )}
      </div>
    </>
  )
}

/** What of the way is set, for when it is closed. */
export function wayNote(draft: ReturnType<typeof useForm>['draft']): string {
  const set = [
    draft.region,
    draft.endpoint && 'S3 endpoint',
    draft.stsEndpoint && 'STS endpoint',
    draft.serviceEndpoint && 'service endpoint',
    draft.pathStyle && 'path style',
    draft.fips && 'FIPS',
    draft.dualStack && 'dual-stack',
    draft.requesterPays && 'requester pays',
  ].filter(Boolean)
  return set.length === 0 ? 'as AWS has it' : set.join(' · ')
}
