import { fact, itemsOf } from '../model/items-of.ts'
import type { Check } from './check.ts'
import { items } from './needs.ts'

export const analyzerMissing: Check = {
  id: 'analyzer-missing',
  theme: 'organization',
  title: 'IAM Access Analyzer does not watch',
  severity: 'low',
  abuse: 'resources that are opened to others are noticed by nobody',
  fix: 'make an analyzer for the organization or account in every region',
  references: ['CIS v3.0 1.20', 'CIS v5.0 1.19', 'Security Hub IAM.28'],
  needs: items('AWS::AccessAnalyzer::Analyzer', '`aws accessanalyzer list-analyzers` of every region'),
  look: ({ inventory }) =>
    itemsOf(inventory, 'AWS::AccessAnalyzer::Analyzer').some(
      (item) => fact(item, 'Status') === 'ACTIVE' || item.at !== null,
    )
      ? []
      : itemsOf(inventory, 'AWS::AccessAnalyzer::Analyzers').map(({ account }) => ({
          account,
          principal: account || 'account',
          why: 'no analyzer is active in what was asked',
        })),
}
