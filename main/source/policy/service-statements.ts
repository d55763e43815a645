import type { ApiSource } from '../../../shared/source.ts'
import type { Where } from './place.ts'
import type { Statement } from './statement.ts'

/** Asking a service for its events or findings; some of these actions know no resources. */
export function serviceStatements(source: ApiSource, { partition, account }: Where): readonly Statement[] {
  const only =
    source.regions.length > 0 ? { Condition: { StringEquals: { 'aws:RequestedRegion': source.regions } } } : {}
  const allow = (Sid: string, Action: string | readonly string[], Resource = '*'): Statement => ({
    Sid,
    Effect: 'Allow',
    Action,
    Resource,
    ...only,
  })
  switch (source.kind) {
    case 'api-cloudtrail':
      return [allow('LookUpEvents', 'cloudtrail:LookupEvents')]
    case 'api-guardduty':
      return [
        allow('FindDetectors', 'guardduty:ListDetectors'),
        allow(
          'ReadFindings',
          ['guardduty:ListFindings', 'guardduty:GetFindings'],
          `arn:${partition}:guardduty:*:${account}:detector/*`,
        ),
      ]
    case 'api-macie':
      return [allow('ReadFindings', ['macie2:ListFindings', 'macie2:GetFindings'])]
    case 'api-securityhub':
      return [allow('ReadFindings', 'securityhub:GetFindings', `arn:${partition}:securityhub:*:${account}:hub/default`)]
  }
}
