import { CloudTrailClient, ListPublicKeysCommand } from '@aws-sdk/client-cloudtrail'
import { awsProblem } from '../aws-problem.ts'
import type { Clients } from '../clients.ts'
import { answers } from '../service/answers.ts'
import { type Ground, note, type Said } from '../source.ts'
import { shifted } from './wanted.ts'

/**
 * The public keys that the digests of a region were signed with, as CloudTrail answered: kept as evidence, for a digest
 * can be checked only with them. https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_ListPublicKeys.html
 */
export async function* publicKeys(
  clients: Clients,
  region: string,
  { first, last }: { readonly first: string; readonly last: string },
  ground: Ground,
  said: (error: unknown, operation: string, target: string) => string,
  signal: AbortSignal,
): AsyncGenerator<Said> {
  const base = `aws-api://cloudtrail/${region}/ListPublicKeys/`
  const uri = `${base}${first}_${last}`
  if ((await ground.collected(uri)).length > 0) return
  try {
    const client = clients.of(CloudTrailClient, region)
    // A key is valid for a while before the digests that it signs end.
    const range = {
      StartTime: new Date(`${shifted(first, -1)}T00:00:00Z`),
      EndTime: new Date(`${shifted(last, 2)}T00:00:00Z`),
    }
    let token: string | undefined
    for (let page = 1; page === 1 || token !== undefined; page++) {
      const command = new ListPublicKeysCommand({ ...range, ...(token === undefined ? {} : { NextToken: token }) })
      const { raw, answer } = await answers(command, (one) => client.send(one, { abortSignal: signal }))
      token = answer.NextToken
      const place = {
        organization: null,
        account: null,
        region,
        service: 'CloudTrail-PublicKeys',
        firstDay: first,
        lastDay: last,
      }
      yield {
        kind: 'offer',
        uri: `${uri}${page === 1 ? '' : `-${page}`}.json`,
        bytes: raw.length,
        modifiedAt: null,
        etag: null,
        version: null,
        mark: 'current',
        place,
        s3: null,
        inline: raw,
        message: null,
        unreadable: null,
      }
    }
  } catch (error) {
    signal.throwIfAborted()
    const { permission } = awsProblem(error, 'ListPublicKeys')
    const text = said(error, 'ListPublicKeys', `CloudTrail in ${region}`)
    yield note(`the public keys that prove the digests of ${region} were not collected: ${text}`, permission)
  }
}
