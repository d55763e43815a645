import type { Lobby } from '../../main/lobby.ts'
import type { VerifyResult } from '../../shared/proof.ts'
import { line } from './line.ts'

/** Hashing all evidence again, inflating the logs for their digests, ledger and audit log. */
export async function verifyBench(lobby: Lobby, path: string): Promise<void> {
  await lobby.api.openCase({ path })
  const { id } = await lobby.api.startVerify({})
  for (;;) {
    const job = (await lobby.api.jobs({})).find((each) => each.id === id)
    if (job?.state === 'running') await new Promise((resolve) => setTimeout(resolve, 50))
    else {
      if (job?.state !== 'done') throw new Error(`the verification ended as ${job?.state}: ${job?.error?.message}`)
      const { evidence, seconds } = job.result as VerifyResult
      const each = `${Math.round(evidence.bytes / evidence.files / 1000)} kB each`
      return line('verify', `${Math.round(evidence.files / seconds)} objects/s`, `${evidence.files} objects, ${each}`)
    }
  }
}
