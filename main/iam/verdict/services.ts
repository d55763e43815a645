import type { Test } from '../policy/document.ts'
import { judgeAccount } from './accounts.ts'
import { type Judged, judged, mildest, worst } from './classes.ts'
import type { Kind } from './kinds.ts'
import { organization, source } from './reach.ts'
import type { Surroundings } from './surroundings.ts'
import { gripOf, isKey, livingValues } from './tests.ts'

/** Services that run what a customer gives them with a role that was passed to them: passing it is what has to be allowed. */
const compute =
  /^(?:ec2|lambda|edgelambda|ecs-tasks|ecs|eks|eks-nodegroup|eks-fargate-pods|eks-fargate|pods\.eks|codebuild|glue|sagemaker|batch|spotfleet|elasticmapreduce|ec2fleet|build\.apprunner|tasks\.apprunner|bedrock-agentcore|emr-serverless|emr-containers|robomaker|states|datapipeline|credentials\.iot|greengrass|gamelift|imagebuilder)\.amazonaws\.com(?:\.cn)?$/

/** A service that is let in: for whom it may act decides. */
export function judgeService(service: string, tests: readonly Test[], kind: Kind, around: Surroundings): Judged {
  const bounds = tests.filter((test) => gripOf(test) === 'firm').map((test) => bound(test, service, kind, around))
  const tightest = mildest(bounds.filter((each) => each !== null))
  if (tightest !== undefined) return tightest
  if (service === '*')
    return judged('service-confused-deputy', 'high', 'any AWS service, for whichever account it acts')
  if (kind === 'trust' && compute.test(service))
    return judged('compute-service', 'info', `whoever may pass this role to ${service} runs code with it`)
  return judged(
    'service-confused-deputy',
    'medium',
    `${service} may act for any account: neither aws:SourceAccount nor aws:SourceArn is asked for`,
  )
}

function bound(test: Test, service: string, kind: Kind, around: Surroundings): Judged | null {
  const values = livingValues(test)
  if (values.length === 0) return null
  const ours = judged(
    kind === 'trust' ? 'service' : 'service-bound',
    'info',
    `${service}, only for ${values.join(', ')}`,
  )
  if (isKey(test, 'lambda:eventsourcetoken')) return ours
  const judge = isKey(test, 'aws:sourceaccount', 'aws:sourceowner')
    ? (value: string) =>
        /^\d{12}$/.test(value)
          ? value === around.own || around.own === null
            ? ours
            : judgeAccount(value, null, false, around)
          : null
    : isKey(test, 'aws:sourcearn')
      ? (value: string) => source(value, around)
      : isKey(test, 'aws:sourceorgid', 'aws:sourceorgpaths')
        ? (value: string) => organization(value, around)
        : () => null
  const all = values.map(judge)
  if (all.some((each) => each === null)) return null
  const found = worst(all.filter((each) => each !== null))
  return found === undefined || /^(?:service-bound|org|org-account|org-management)$/.test(found.verdict)
    ? ((found && ours) ?? null)
    : found
}
