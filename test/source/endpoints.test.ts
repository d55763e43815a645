import { GuardDutyClient, ListDetectorsCommand } from '@aws-sdk/client-guardduty'
import { GetObjectCommand } from '@aws-sdk/client-s3'
import { GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs'
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { clientsFor } from './clients-at.ts'

const before = { ...process.env }
beforeEach(() => {
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name]
  process.env.AWS_ACCESS_KEY_ID = 'AKIAEXAMPLE'
  process.env.AWS_SECRET_ACCESS_KEY = 'a-secret'
})
afterEach(() => {
  process.env = { ...before }
})

/** The hosts that S3, STS, SQS and GuardDuty would be asked at; nothing is sent. */
async function hosts(access: object): Promise<readonly string[]> {
  const clients = clientsFor(access)
  const { region } = clients
  try {
    return await Promise.all([
      host(clients.s3(region, false), new GetObjectCommand({ Bucket: 'trail', Key: 'k' })),
      host(clients.sts(), new GetCallerIdentityCommand({})),
      host(clients.of(SQSClient, region), new GetQueueUrlCommand({ QueueName: 'q' })),
      host(clients.of(GuardDutyClient, region), new ListDetectorsCommand({})),
    ])
  } finally {
    clients.close()
  }
}

interface Asked {
  readonly middlewareStack: { add(middleware: never, options: never): void }
  send(command: never): Promise<unknown>
}

async function host(client: Asked, command: object): Promise<string> {
  let found = ''
  const stop = () => async (args: { request: { hostname: string; path: string } }) => {
    found = args.request.hostname
    throw Object.assign(new Error('not sent'), { $retryable: undefined })
  }
  client.middlewareStack.add(stop as never, { step: 'build', priority: 'low' } as never)
  await client.send(command as never).catch(() => undefined)
  return found
}

describe('the hosts that are asked', () => {
  test.each([
    [
      { region: 'eu-west-1' },
      [
        'trail.s3.eu-west-1.amazonaws.com',
        'sts.eu-west-1.amazonaws.com',
        'sqs.eu-west-1.amazonaws.com',
        'guardduty.eu-west-1.amazonaws.com',
      ],
    ],
    [
      { region: 'us-east-1', fips: true },
      [
        'trail.s3-fips.us-east-1.amazonaws.com',
        'sts-fips.us-east-1.amazonaws.com',
        'sqs-fips.us-east-1.amazonaws.com',
        'guardduty-fips.us-east-1.amazonaws.com',
      ],
    ],
    [
      { region: 'eu-west-1', dualStack: true },
      [
        'trail.s3.dualstack.eu-west-1.amazonaws.com',
        'sts.eu-west-1.api.aws',
        'sqs.eu-west-1.api.aws',
        'guardduty.eu-west-1.api.aws',
      ],
    ],
    [
      { region: 'us-east-1', fips: true, dualStack: true },
      [
        'trail.s3-fips.dualstack.us-east-1.amazonaws.com',
        'sts-fips.us-east-1.api.aws',
        'sqs-fips.us-east-1.api.aws',
        'guardduty-fips.us-east-1.api.aws',
      ],
    ],
    [
      { region: 'us-gov-west-1' },
      [
        'trail.s3.us-gov-west-1.amazonaws.com',
        'sts.us-gov-west-1.amazonaws.com',
        'sqs.us-gov-west-1.amazonaws.com',
        'guardduty.us-gov-west-1.amazonaws.com',
      ],
    ],
    [
      { region: 'us-gov-west-1', fips: true },
      [
        'trail.s3-fips.us-gov-west-1.amazonaws.com',
        'sts.us-gov-west-1.amazonaws.com',
        'sqs.us-gov-west-1.amazonaws.com',
        'guardduty.us-gov-west-1.amazonaws.com',
      ],
    ],
    [
      { region: 'cn-north-1' },
      [
        'trail.s3.cn-north-1.amazonaws.com.cn',
        'sts.cn-north-1.amazonaws.com.cn',
        'sqs.cn-north-1.amazonaws.com.cn',
        'guardduty.cn-north-1.amazonaws.com.cn',
      ],
    ],
    [
      { region: 'cn-north-1', dualStack: true },
      [
        'trail.s3.dualstack.cn-north-1.amazonaws.com.cn',
        'sts.cn-north-1.api.amazonwebservices.com.cn',
        'sqs.cn-north-1.api.amazonwebservices.com.cn',
        'guardduty.cn-north-1.api.amazonwebservices.com.cn',
      ],
    ],
    [
      {
        region: 'eu-west-1',
        endpoint: 'bucket.vpce-1.s3.eu-west-1.vpce.amazonaws.com',
        pathStyle: true,
        stsEndpoint: 'vpce-2.sts.eu-west-1.vpce.amazonaws.com',
        serviceEndpoint: 'https://proxy.example',
      },
      [
        'bucket.vpce-1.s3.eu-west-1.vpce.amazonaws.com',
        'vpce-2.sts.eu-west-1.vpce.amazonaws.com',
        'proxy.example',
        'proxy.example',
      ],
    ],
  ])('with %j', async (access, expected) => {
    expect(await hosts(access)).toEqual(expected)
  })
})
