import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { allow, type Collecting, collecting, readOnly } from './collecting.ts'

let here: Collecting
beforeEach(async () => {
  here = await collecting()
  here.signIn(here.aws.user('responder'))
})
afterEach(() => here.close())

const ago = (days: number, seconds = 0) => new Date(Date.now() - days * 86_400_000 + seconds * 1000)
const day = (at: Date) => at.toISOString().slice(0, 10)

describe('CloudTrail by its API', () => {
  const lookedUp = (id: string, at: Date, region = 'us-east-1') => ({
    at,
    region,
    record: JSON.stringify({
      eventVersion: '1.11',
      eventID: id,
      eventTime: `${at.toISOString().slice(0, 19)}Z`,
      eventSource: 'iam.amazonaws.com',
      eventName: 'CreateUser',
      awsRegion: region,
      userIdentity: { type: 'IAMUser', userName: 'x' },
    }),
  })
  const source = (more = {}) =>
    here.source({ kind: 'api-cloudtrail', regions: ['us-east-1'], from: day(ago(2)), until: day(ago(2)), ...more })

  test('is asked page by page, kept as it answered, and not asked again for what it has told', async () => {
    const noon = new Date(`${day(ago(2))}T12:00:00Z`)
    const at = (i: number) => new Date(noon.getTime() + i * 1000)
    here.aws.trail.events.push(...Array.from({ length: 120 }, (_, i) => lookedUp(`event-${i}`, at(i))))
    here.aws.trail.events.push(lookedUp('elsewhere', noon, 'eu-west-1'), lookedUp('long-ago', ago(30)))
    const result = await here.collect(source())
    expect(result).toMatchObject({ objects: { stored: 3 }, events: { stored: 120 }, problems: [] })
    const [object] = await here.objects()
    expect(object?.uri).toMatch(/^aws-api:\/\/cloudtrail\/111122223333\/us-east-1\/LookupEvents\/\d{8}T000000Z_/)
    expect(here.aws.log.filter(({ operation }) => !readOnly.test(operation))).toEqual([])

    const again = await here.collect(source())
    expect(again).toMatchObject({ objects: { stored: 0 } })
    expect(again.requests.LookupEvents).toBeUndefined()
    const wider = await here.collect(source({ from: day(ago(3)) }))
    expect(wider).toMatchObject({ objects: { stored: 1 }, planned: { objects: 1 } })
  })

  test('is asked on by the next session when AWS ends one between two pages', async () => {
    const noon = new Date(`${day(ago(2))}T12:00:00Z`)
    here.aws.trail.events.push(...Array.from({ length: 120 }, (_, i) => lookedUp(`event-${i}`, noon)))
    const trust = { Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' }] } as const
    const access = { roles: [{ arn: here.aws.role('Reader', { trust }) }] }
    here.aws.faults.add({ kind: 'expire', action: 'cloudtrail:LookupEvents', after: 1 })
    expect(await here.collect(source({ access }))).toMatchObject({ objects: { stored: 3 }, problems: [], notes: [] })
    expect(here.aws.log.filter(({ operation }) => operation === 'AssumeRole')).toHaveLength(2)
  })

  test('keeps the answer that nothing happened, and says which permission is missing', async () => {
    expect(await here.collect(source())).toMatchObject({ objects: { stored: 1 }, events: { stored: 0 } })
    here.signIn(here.aws.user('poor', { policy: allow(['sts:*', '*']) }))
    expect(await here.collect(source({ from: day(ago(5)) }))).toMatchObject({
      notes: [{ kind: 'problem', permission: 'cloudtrail:LookupEvents' }],
    })
  })
})

describe('findings by their API', () => {
  const lastWeek = `${day(ago(7))}T12:00:00.000Z`
  const guardduty = (id: string, updatedAt = lastWeek) => ({
    schemaVersion: '2.0',
    accountId: '111122223333',
    region: 'us-east-1',
    partition: 'aws',
    id,
    arn: `arn:aws:guardduty:us-east-1:111122223333:detector/d/finding/${id}`,
    type: 'Recon:EC2/PortProbeUnprotectedPort',
    resource: { resourceType: 'Instance' },
    service: { serviceName: 'guardduty', count: 1 },
    severity: 2,
    createdAt: '2026-01-15T00:00:00.000Z',
    updatedAt,
    title: 't',
    description: 'd',
  })
  const macie = (id: string, updatedAt = lastWeek) => ({
    schemaVersion: '1.0',
    id,
    accountId: '111122223333',
    partition: 'aws',
    region: 'us-east-1',
    type: 'Policy:IAMUser/S3BucketPublic',
    title: 't',
    description: 'd',
    severity: { score: 3, description: 'High' },
    createdAt: '2026-01-15T00:00:00Z',
    updatedAt,
    count: 1,
    resourcesAffected: { s3Bucket: { name: 'b' } },
    category: 'POLICY',
    sample: false,
    archived: false,
  })
  const asff = (Id: string, UpdatedAt = lastWeek) => ({
    Id,
    SchemaVersion: '2018-10-08',
    ProductArn: 'arn:aws:securityhub:us-east-1::product/aws/x',
    GeneratorId: 'g',
    AwsAccountId: '111122223333',
    Types: [],
    CreatedAt: '2026-01-15T00:00:00Z',
    UpdatedAt,
    Severity: { Label: 'HIGH' },
    Title: 't',
    Description: 'd',
    Resources: [],
  })

  test.each([
    ['guardduty', 'api-guardduty', guardduty, 120],
    ['macie', 'api-macie', macie, 120],
    ['securityhub', 'api-securityhub', asff, 120],
  ] as const)('of %s are events, with the bytes that AWS sent as evidence', async (service, kind, make, count) => {
    here.aws.findings[service].set(
      'us-east-1',
      Array.from({ length: count }, (_, i) => make(`finding-${i}`)),
    )
    // The end of yesterday may still grow in the first hour of today.
    const source = here.source({ kind, regions: ['us-east-1'], until: day(ago(2)) })
    const result = await here.collect(source)
    expect(result).toMatchObject({ events: { stored: count }, problems: [], notes: [] })
    const [row] = await here.file.db.all('SELECT DISTINCT format FROM event')
    expect(row).toEqual({ format: service })
    const again = await here.collect(source)
    expect(again).toMatchObject({ objects: { stored: 0, duplicate: 0 } })
  })

  test.each([
    ['guardduty', 'api-guardduty', guardduty],
    ['macie', 'api-macie', macie],
    ['securityhub', 'api-securityhub', asff],
  ] as const)(
    'of %s are those that were updated on the days of the source, both inclusive',
    async (service, kind, make) => {
      const [from, until] = [day(ago(6)), day(ago(4))]
      const at = {
        before: `${day(ago(7))}T23:59:59.999Z`,
        first: `${from}T00:00:00.000Z`,
        last: `${until}T23:59:59.999Z`,
        after: `${day(ago(3))}T00:00:00.000Z`,
      }
      here.aws.findings[service].set(
        'us-east-1',
        Object.entries(at).map(([id, time]) => make(id, time)),
      )
      const source = (more: object = {}) => here.source({ kind, regions: ['us-east-1'], from, until, ...more })
      const ids = async () => (await here.file.db.all<{ id: string }>('SELECT id FROM event')).map(({ id }) => id)
      const names = async () => (await ids()).map((id) => /(before|first|last|after)/.exec(id)?.[0]).sort()
      expect(await here.collect(source())).toMatchObject({ objects: { stored: 1 }, problems: [], notes: [] })
      expect(await names()).toEqual(['first', 'last'])

      // A wider window: only what is missing of it is asked for, and nothing comes twice.
      const wider = await here.collect(source({ from: day(ago(7)), until: day(ago(3)) }))
      expect(wider).toMatchObject({ objects: { stored: 2 }, events: { stored: 2, duplicate: 0 }, problems: [] })
      expect(await names()).toEqual(['after', 'before', 'first', 'last'])
    },
  )

  test('where a service is not turned on are a problem that is told, not the end', async () => {
    here.aws.findings.macie.set('eu-west-1', [macie('one')])
    const result = await here.collect(here.source({ kind: 'api-macie', regions: ['us-east-1', 'eu-west-1'] }))
    expect(result).toMatchObject({ events: { stored: 1 }, notes: [{ kind: 'problem' }] })
  })
})
