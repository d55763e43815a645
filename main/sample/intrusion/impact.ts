import * as cast from '../cast.ts'
import { accounts, agents, home, minute } from '../cast.ts'
import { hex, type Random } from '../random.ts'
import type { Call } from '../record.ts'
import { support, third } from './attacker.ts'

/** Logging and detection are attacked: an organization policy protects the trail, but not its selectors nor GuardDuty. */
export function* blinding(at: number): Iterable<Call> {
  const by = { ...support(), region: home }
  const trail = `arn:aws:cloudtrail:${home}:${accounts.prod}:trail/organization`
  const refusal: Call['error'] = [
    'AccessDenied',
    `User: arn:aws:iam::${accounts.prod}:user/aws-support-sync is not authorized to perform: cloudtrail:StopLogging on resource: ${trail} with an explicit deny in a service control policy`,
  ]
  yield { ...by, at, call: 'cloudtrail:StopLogging', request: { name: trail }, error: refusal }
  yield {
    ...by,
    at: at + 30_000,
    call: 'cloudtrail:PutEventSelectors',
    request: {
      trailName: trail,
      eventSelectors: [{ readWriteType: 'WriteOnly', includeManagementEvents: true, dataResources: [] }],
    },
    response: { trailARN: trail },
  }
  yield { ...by, at: at + 2 * minute, call: 'guardduty:ListDetectors', response: null }
  yield {
    ...by,
    at: at + 3 * minute,
    call: 'guardduty:UpdateDetector',
    request: { detectorId: '12abc34d567e8fa901bc2d34e56789f0', enable: false },
  }
}

/** Large instances in a region nobody uses: one region is refused by its limits, the other starts. */
export function* mining(at: number, random: Random): Iterable<Call> {
  const by = support()
  const request = {
    instancesSet: { items: [{ imageId: 'ami-0f1e2d3c4b5a69788', minCount: 8, maxCount: 8 }] },
    instanceType: 'g5.12xlarge',
    monitoring: { enabled: false },
  }
  yield {
    ...by,
    at,
    region: 'sa-east-1',
    call: 'ec2:RunInstances',
    request,
    error: [
      'Client.VcpuLimitExceeded',
      'You have requested more vCPU capacity than your current vCPU limit of 0 allows.',
    ],
  }
  yield {
    ...by,
    at: at + minute,
    region: 'sa-east-1',
    call: 'ec2:RunInstances',
    request,
    error: ['Client.UnauthorizedOperation', 'You are not authorized to perform this operation.'],
  }
  const items = Array.from({ length: 8 }, () => ({
    instanceId: `i-0${random.text(16, hex)}`,
    instanceType: 'g5.12xlarge',
    instanceState: { code: 0, name: 'pending' },
  }))
  yield {
    ...by,
    at: at + 4 * minute,
    region: 'ap-southeast-1',
    call: 'ec2:CreateKeyPair',
    request: { keyName: 'sync' },
    response: { keyName: 'sync', keyPairId: 'key-0a1b2c3d4e5f60718' },
  }
  yield {
    ...by,
    at: at + 5 * minute,
    region: 'ap-southeast-1',
    call: 'ec2:RunInstances',
    request,
    response: { instancesSet: { items } },
  }
}

/** The customers' exports are read object by object, a snapshot is shared with the attacker's account, and traces removed. */
export function* exfiltration(at: number, random: Random): Iterable<Call> {
  const bucket = 'customer-exports-prod'
  const by = { ...support(), from: third, agent: agents.python, region: home }
  const bucketArn = { accountId: accounts.prod, type: 'AWS::S3::Bucket', ARN: `arn:aws:s3:::${bucket}` }
  for (let i = 0; i < 1240; i++) {
    const key = `exports/2026-03/customers-${String(i).padStart(5, '0')}.csv.gz`
    yield {
      ...by,
      at: at + i * 1100 + random.int(0, 900),
      call: 's3:GetObject',
      data: true,
      request: { bucketName: bucket, Host: `${bucket}.s3.${home}.amazonaws.com`, key },
      additional: {
        SignatureVersion: 'SigV4',
        CipherSuite: 'TLS_AES_128_GCM_SHA256',
        bytesTransferredIn: 0,
        bytesTransferredOut: random.int(4_000_000, 9_000_000),
        AuthenticationMethod: 'AuthHeader',
      },
      resources: [{ type: 'AWS::S3::Object', ARN: `arn:aws:s3:::${bucket}/${key}` }, bucketArn],
    }
  }
  const done = at + 30 * minute
  yield {
    ...by,
    at: done,
    call: 'ec2:ModifySnapshotAttribute',
    request: {
      snapshotId: 'snap-0c0ffee0c0ffee012',
      createVolumePermission: { add: { items: [{ userId: cast.attackerAccount }] } },
      attributeType: 'CREATE_VOLUME_PERMISSION',
    },
    response: { _return: true },
  }
  yield {
    ...by,
    at: done + minute,
    call: 's3:PutObject',
    data: true,
    request: { bucketName: bucket, key: 'README-RESTORE.txt' },
    resources: [{ type: 'AWS::S3::Object', ARN: `arn:aws:s3:::${bucket}/README-RESTORE.txt` }, bucketArn],
  }
  yield {
    ...by,
    at: done + 2 * minute,
    region: 'us-east-1',
    call: 'iam:DeleteAccessKey',
    request: { userName: 'svc-backup', accessKeyId: cast.keys.stolen },
    error: ['NoSuchEntityException', `The Access Key with id ${cast.keys.stolen} cannot be found.`],
  }
}
