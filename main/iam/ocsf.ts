import { createHash } from 'node:crypto'
import type { IamFinding, IamPath, IamSeverity } from '../../shared/iam.ts'

/** Who writes findings, and when. */
export interface OcsfAround {
  /** Version of Coldtrail. */
  readonly version: string
  /** ISO 8601 UTC. */
  readonly writtenAt: string
  /** The time that the state is of, ISO 8601 UTC; null where the evidence has none. */
  readonly asOf: string | null
}

/**
 * A finding as other tools read it: OCSF 1.3, class Compliance Finding (2003) of a check and Detection Finding (2004) of
 * a way to more rights. https://schema.ocsf.io/1.3.0/classes/compliance_finding
 */
export function ocsfOf(finding: IamFinding | IamPath, around: OcsfAround): Readonly<Record<string, unknown>> {
  return 'hops' in finding ? detection(finding, around) : compliance(finding, around)
}

function compliance(finding: IamFinding, around: OcsfAround): Readonly<Record<string, unknown>> {
  const standards = finding.references.filter((each) => each.startsWith('CIS '))
  return {
    ...common(finding, around, 2003, 'Compliance Finding'),
    compliance: {
      control: finding.check,
      // Required, also where no benchmark asks for it.
      standards: standards.length > 0 ? standards : ['Coldtrail'],
      status: 'Fail',
      status_id: 3,
    },
  }
}

function detection(path: IamPath, around: OcsfAround): Readonly<Record<string, unknown>> {
  return {
    ...common(path, around, 2004, 'Detection Finding'),
    is_alert: path.used !== null,
    evidences: path.hops.map((hop) => ({
      actor: { user: { uid: hop.from } },
      api: { operation: hop.actions.join(', ') },
      resources: [{ uid: hop.to ?? hop.resource }],
      data: {
        method: hop.method,
        confidence: hop.confidence,
        when: hop.when,
        statements: hop.statements,
        used: hop.used,
      },
    })),
  }
}

function common(
  finding: IamFinding,
  { version, writtenAt, asOf }: OcsfAround,
  class_uid: number,
  class_name: string,
): Readonly<Record<string, unknown>> {
  const { check, title, severity, confidence, account, principal, resource, why, fix, references, used } = finding
  const level = severities[severity]
  const sure = confidences[confidence]
  return {
    activity_id: 1,
    activity_name: 'Create',
    category_uid: 2,
    category_name: 'Findings',
    class_uid,
    class_name,
    type_uid: class_uid * 100 + 1,
    type_name: `${class_name}: Create`,
    time: Date.parse(writtenAt),
    severity_id: level.id,
    severity: level.name,
    confidence_id: sure.id,
    confidence: sure.name,
    status_id: 1,
    status: 'New',
    message: why,
    metadata: {
      version: '1.3.0',
      event_code: check,
      profiles: ['cloud'],
      product: { name: 'Coldtrail', vendor_name: 'Coldtrail', version },
    },
    cloud: {
      provider: 'AWS',
      ...(account === '' ? {} : { account: { uid: account, type: 'AWS Account', type_id: 10 } }),
    },
    finding_info: {
      uid: uidOf(finding),
      title,
      desc: why,
      types: [finding.theme],
      ...(used?.first == null ? {} : { first_seen_time: Date.parse(used.first) }),
      ...(used?.last == null ? {} : { last_seen_time: Date.parse(used.last) }),
      ...(used === null ? {} : { related_events_count: used.count }),
    },
    resources: [principal, ...(resource === null || resource === principal ? [] : [resource])].map((uid) => ({
      uid,
      ...(typeOf(uid) === null ? {} : { type: typeOf(uid) }),
    })),
    remediation: { desc: fix, references },
    unmapped: { abuse: finding.abuse, statement: finding.statement, confidence, used, as_of: asOf },
  }
}

const severities: Readonly<Record<IamSeverity, { readonly id: number; readonly name: string }>> = {
  info: { id: 1, name: 'Informational' },
  low: { id: 2, name: 'Low' },
  medium: { id: 3, name: 'Medium' },
  high: { id: 4, name: 'High' },
  critical: { id: 5, name: 'Critical' },
}

const confidences: Readonly<Record<IamFinding['confidence'], { readonly id: number; readonly name: string }>> = {
  confirmed: { id: 3, name: 'High' },
  conditional: { id: 2, name: 'Medium' },
  potential: { id: 1, name: 'Low' },
  latent: { id: 1, name: 'Low' },
}

/** The same for the same weakness in every export, so that a receiver knows what it has already. */
function uidOf(finding: IamFinding | IamPath): string {
  const { check, principal, resource, statement } = finding
  const steps = 'hops' in finding ? finding.hops.map(({ method, from, to }) => [method, from, to]) : null
  const said = statement === null ? null : [statement.policy, statement.holder, statement.index]
  return createHash('sha256')
    .update(JSON.stringify([check, principal, resource, said, steps]))
    .digest('hex')
}

/** `iam:role` of an ARN; null of what is none. */
function typeOf(uid: string): string | null {
  const [, service, kind] = /^arn:[\w-]+:([\w-]+):[^:]*:[^:]*:(?:([\w-]+)[/:])?/.exec(uid) ?? []
  if (service === undefined) return null
  return kind === undefined ? service : `${service}:${kind}`
}
