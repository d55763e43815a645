import type { Check } from './check.ts'
import { grantsOf } from './granting.ts'
import { details } from './needs.ts'

export const dataExfiltration: Check = {
  id: 'data-exfiltration',
  theme: 'rights',
  title: 'A policy allows reading secrets or files of every store',
  severity: 'medium',
  abuse: 'data are read in bulk: what is stored, and the secrets that open more',
  fix: 'name the buckets, parameters and secrets',
  references: ['Cloudsplaining DataExfiltration'],
  needs: details,
  look: (view) =>
    grantsOf(
      view,
      [
        's3:getobject',
        'ssm:getparameter',
        'ssm:getparameters',
        'ssm:getparametersbypath',
        'secretsmanager:getsecretvalue',
        'secretsmanager:batchgetsecretvalue',
        'rds:downloaddblogfileportion',
        'dynamodb:scan',
        'dynamodb:exporttabletopointintime',
        'ebs:getsnapshotblock',
        'codecommit:gitpull',
      ],
      'data can be read',
    ),
}
