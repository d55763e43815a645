import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Session } from './contract.ts'

/** What a machine of EC2 or ECS finds out about itself, on 127.0.0.1. */
export interface FakeMachine {
  /** Of the metadata service, version 2: without a token that was asked for by PUT it answers nothing. */
  readonly metadata: string
  /** Of the credentials of a container, for those who send `authorization`. */
  readonly container: string
  readonly authorization: string
  /** Requests, in order: method, path and status. */
  readonly log: string[]
  stop(): Promise<void>
}

/**
 * A machine that runs with a role.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html
 */
export async function startFakeMachine(role: string, session: () => Session): Promise<FakeMachine> {
  const tokens = new Set<string>()
  const authorization = randomBytes(12).toString('hex')
  const log: string[] = []
  const folder = '/latest/meta-data/iam/security-credentials/'
  const answer = ({ method, url, headers }: IncomingMessage): readonly [number, string] => {
    if (url === '/container') {
      return headers.authorization === authorization ? [200, document(session())] : [403, 'no such token']
    }
    if (method === 'PUT' && url === '/latest/api/token') {
      const token = randomBytes(12).toString('base64')
      tokens.add(token)
      return [200, token]
    }
    if (!tokens.has(String(headers['x-aws-ec2-metadata-token']))) return [401, '']
    if (url === folder) return [200, role]
    return url === `${folder}${role}` ? [200, document(session())] : [404, '']
  }
  const server = createServer((request, response) => {
    const [status, body] = answer(request)
    log.push(`${request.method} ${request.url} ${status}`)
    response.writeHead(status, { 'content-type': 'text/plain' }).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const metadata = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    metadata,
    container: `${metadata}/container`,
    authorization,
    log,
    stop: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function document({ accessKeyId, secretAccessKey, sessionToken, expiration }: Session): string {
  return JSON.stringify({
    Code: 'Success',
    Type: 'AWS-HMAC',
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey,
    Token: sessionToken,
    Expiration: expiration.toISOString(),
  })
}
