import { Button } from '@blueprintjs/core'
import { many } from '../../format.ts'
import { CopyButton } from '../../parts/copy/copy-button.tsx'
import { useCase } from '../../state/case.ts'
import { go } from '../../state/place.ts'

/** The case holds nothing about identities: what to bring, and the commands that fetch it, each reading only. */
export function NotYet({
  findings,
  onAnyway,
}: {
  /** What the logs alone tell. */
  readonly findings: number
  readonly onAnyway: () => void
}) {
  const readOnly = useCase(({ info }) => info?.readOnly ?? false)
  return (
    <div className="iam-page iam-not-yet">
      <h2>This case holds nothing about identities yet</h2>
      <p className="iam-text">
        Policies are not in the logs. Coldtrail collects them with credentials that may read: a source of the kind
        Identities by API under Acquire, or one command for each account. It says first which calls it would make, and
        each only reads. Files that were fetched in another way are imported like any other evidence, and recognised by
        what they hold.
      </p>
      <ol className="iam-needs">
        {needs.map(({ what, gives, command }) => (
          <li key={what}>
            <p>
              <b>{what}</b>: {gives}
            </p>
            <div className="iam-command">
              <pre>{command}</pre>
              <CopyButton text={command} what={`the command for ${what}`} />
            </div>
          </li>
        ))}
      </ol>
      <p className="iam-text quiet">
        Snapshots of AWS Config, answers that other tools saved, and results of Prowler, Security Hub and IAM Access
        Analyzer are read as well. What is missing stands beside every answer.
      </p>
      <p className="iam-acts">
        <Button
          intent="primary"
          icon="cloud-download"
          text="Collect them"
          disabled={readOnly}
          title={readOnly ? 'This case is open read-only' : undefined}
          onClick={() => go('acquire')}
        />
        <Button
          icon="import"
          text="Import files"
          disabled={readOnly}
          title={readOnly ? 'This case is open read-only' : undefined}
          onClick={() => go('import')}
        />
        <Button text={`See what the logs alone tell (${many(findings, 'finding')})`} onClick={onAnyway} />
      </p>
    </div>
  )
}

/** Each reads only; `aws` writes what AWS answers, as it is. */
const needs = [
  {
    what: 'Everything at once',
    gives:
      'users, roles, policies, credential report, control policies, policies of buckets and queues; without --plan it is done',
    command: 'coldtrail iam collect --case CASE.coldtrail --profile responder --plan',
  },
  {
    what: 'Users, roles, groups and policies',
    gives: 'the one file that most answers rest on',
    command: 'aws iam get-account-authorization-details > authorization-details.json',
  },
  {
    what: 'Credential report',
    gives: 'passwords, MFA and access keys of users and of root',
    command:
      'aws iam generate-credential-report && sleep 10 && aws iam get-credential-report --query Content --output text | base64 -d > credential-report.csv',
  },
  {
    what: 'Service control policies',
    gives: 'what the organization forbids; asked in its management account',
    command:
      'for id in $(aws organizations list-policies --filter SERVICE_CONTROL_POLICY --query "Policies[].Id" --output text); do aws organizations describe-policy --policy-id $id > scp-$id.json; done',
  },
  {
    what: 'Policies of buckets',
    gives: 'who else is let in; keys, queues, topics and functions alike',
    command: 'aws s3api get-bucket-policy --bucket NAME > bucket-NAME.json',
  },
] as const
