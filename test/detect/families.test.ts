import { expect, test } from 'vitest'
import { formats } from '../../main/decode/index.ts'
import { reshaped } from '../../main/detect/families.ts'
import { readLogsource } from '../../main/detect/logsource.ts'

const bare = (from: string) => /^(?:"([^"]+)"|([A-Za-z_]\w*))$/.exec(from)

test.each(formats.filter(({ id }) => !id.startsWith('cloudtrail')).map((format) => [format.id, format] as const))(
  'every field of %s is a column as it is, in extra, or said to be elsewhere',
  (id, { columns, select }) => {
    const columned = new Set(Object.values(select).flatMap((from) => bare(from)?.slice(1) ?? []))
    const lost = Object.keys(columns).filter(
      (field) => !field.startsWith('@') && !columned.has(field) && !(select.extra ?? '').includes(`'"${field}":'`),
    )
    expect(lost.filter((field) => !Object.hasOwn(reshaped[id] ?? {}, field))).toEqual([])
  },
)

test.each([
  'cloudtrail',
  'guardduty',
  'macie',
  'securityhub',
  'vpcflow',
  'route53',
  'waf',
  'eks',
  'config',
  's3',
  'alb',
  'cloudwatch',
])('the log source %s names formats that are read', (service) => {
  const ids = new Set(formats.map(({ id }) => id))
  expect(readLogsource({ product: 'aws', service }).formats?.filter((format) => !ids.has(format))).toEqual([])
})
