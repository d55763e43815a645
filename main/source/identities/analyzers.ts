import {
  AccessAnalyzerClient,
  type AnalyzerSummary,
  ListAnalyzersCommand,
  ListFindingsCommand,
} from '@aws-sdk/client-accessanalyzer'
import { all, type Step, saved } from './step.ts'

/** What IAM Access Analyzer found open to others, region by region. Analyzers of unused access have findings of another kind. */
export const analyzers: Step = {
  sid: 'ReadAccessAnalyzer',
  what: 'findings of IAM Access Analyzer',
  actions: ['access-analyzer:ListAnalyzers', 'access-analyzer:ListFindings'],
  async *run({ clients, regions, signal, said }) {
    const abort = { abortSignal: signal }
    for (const region of regions) {
      const client = clients.of(AccessAnalyzerClient, region)
      let operation = 'ListAnalyzers'
      try {
        const there: readonly AnalyzerSummary[] = await all(async (nextToken) => {
          const page = await client.send(new ListAnalyzersCommand({ nextToken }), abort)
          return { items: page.analyzers, next: page.nextToken }
        })
        yield saved(`analyzers-${region}.json`, { analyzers: there }, region)
        operation = 'ListFindings'
        for (const { arn: analyzerArn, name, type } of there) {
          if (type !== 'ACCOUNT' && type !== 'ORGANIZATION') continue
          const findings = await all(async (nextToken) => {
            const page = await client.send(new ListFindingsCommand({ analyzerArn, nextToken }), abort)
            return { items: page.findings, next: page.nextToken }
          })
          yield saved(`access-analyzer-${region}-${name}.json`, { findings }, region)
        }
      } catch (error) {
        signal.throwIfAborted()
        yield said(error, operation, `IAM Access Analyzer in ${region}`)
      }
    }
  },
}
