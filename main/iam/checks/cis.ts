import type { CisSection, IamFinding, Unanswered } from '../../../shared/iam.ts'
import type { Check } from './check.ts'

/** Sections about identities and buckets: topic, number in v3.0 and in v5.0. */
const sections: readonly (readonly [title: string, v3: string, v5: string])[] = [
  ['No access key of the root user', '1.4', '1.3'],
  ['MFA for the root user', '1.5', '1.4'],
  ['Hardware MFA for the root user', '1.6', '1.5'],
  ['The root user is not used for daily work', '1.7', '1.6'],
  ['Passwords have 14 characters or more', '1.8', '1.7'],
  ['The last 24 passwords are not used again', '1.9', '1.8'],
  ['MFA for every user with a password', '1.10', '1.9'],
  ['No access keys made along with users of the console', '1.11', '1.10'],
  ['Credentials that were not used for 45 days are disabled', '1.12', '1.11'],
  ['One active access key for each user', '1.13', '1.12'],
  ['Access keys are replaced every 90 days', '1.14', '1.13'],
  ['Users get rights through groups only', '1.15', '1.14'],
  ['No policy that allows everything', '1.16', '1.15'],
  ['A role for cases with AWS Support', '1.17', '1.16'],
  ['Instances use roles', '1.18', '1.17'],
  ['No server certificates that are over', '1.19', '1.18'],
  ['IAM Access Analyzer in every region', '1.20', '1.19'],
  ['Users come from one identity provider', '1.21', '1.20'],
  ['AWSCloudShellFullAccess is limited', '1.22', '1.21'],
  ['Buckets refuse requests without TLS', '2.1.1', '2.1.1'],
  ['Buckets ask for MFA before they delete', '2.1.2', '2.1.2'],
  ['Buckets block public access', '2.1.4', '2.1.4'],
]

/** What the checks came to, by the sections of the CIS AWS Foundations Benchmark that they name. */
export function cisSections(
  checks: readonly Check[],
  findings: readonly IamFinding[],
  unanswered: readonly Unanswered[],
): readonly CisSection[] {
  return (['v3.0', 'v5.0'] as const).flatMap((version) =>
    sections.map(([title, v3, v5]): CisSection => {
      const section = version === 'v3.0' ? v3 : v5
      const ours = checks.filter(({ references }) => references.includes(`CIS ${version} ${section}`))
      const found = findings.filter(({ check }) => ours.some(({ id }) => id === check))
      const blind = unanswered.filter(({ check }) => ours.some(({ id }) => id === check))
      const cannot = ours.length === 0 || blind.length === ours.length
      return {
        version,
        section,
        title,
        checks: ours.map(({ id }) => id),
        result: found.length > 0 ? 'found' : cannot ? 'cannot-say' : 'nothing-found',
        findings: found.length,
        why:
          found.length > 0 || !cannot
            ? null
            : (blind[0]?.needs ?? 'evidence of identities and policies does not answer it'),
      }
    }),
  )
}
