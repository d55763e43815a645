import { setTimeout } from 'node:timers/promises'
import { GenerateCredentialReportCommand, GetCredentialReportCommand, IAMClient } from '@aws-sdk/client-iam'
import { problem } from '../source.ts'
import type { Step } from './step.ts'

/** AWS writes it anew when the last is four hours old; that takes seconds, in large accounts minutes. */
const patience = 120_000

/** Passwords, keys and MFA of all users, as the CSV that AWS made; its name has the time at which that was. */
export const credentialReport: Step = {
  sid: 'ReadCredentialReport',
  what: 'the credential report',
  actions: ['iam:GenerateCredentialReport', 'iam:GetCredentialReport'],
  async *run({ clients, stamp, signal }) {
    const abort = { abortSignal: signal }
    const until = Date.now() + patience
    for (let pause = 250; ; pause = Math.min(pause * 2, 5000)) {
      const { State } = await clients.of(IAMClient).send(new GenerateCredentialReportCommand({}), abort)
      if (State === 'COMPLETE') break
      if (Date.now() > until) {
        yield problem('AWS is still writing the credential report: collect again in some minutes')
        return
      }
      await setTimeout(pause, undefined, { signal })
    }
    const { Content, GeneratedTime } = await clients.of(IAMClient).send(new GetCredentialReportCommand({}), abort)
    if (Content === undefined) return
    const made = GeneratedTime === undefined ? stamp : stampOf(GeneratedTime)
    yield { kind: 'saved', file: `credential-report-${made}.csv`, region: null, answer: Content }
  },
}

/** 20260311T021700Z */
export function stampOf(time: Date): string {
  return `${time.toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`
}
