import type { Block, BlockContent } from '../../../shared/report/block.ts'
import type { FigureAsk, SectionOf } from '../../../shared/report/document.ts'
import { blockKinds } from '../../../shared/report/kinds.ts'
import type { Knowing, Part, Section } from '../section.ts'
import { chart } from './chart.ts'
import { coverage } from './coverage.ts'
import { event } from './event.ts'
import { events } from './events.ts'
import { evidence } from './evidence.ts'
import { finding } from './finding.ts'
import { findings } from './findings.ts'
import { glossary } from './glossary.ts'
import { iam } from './iam.ts'
import { identities } from './identities.ts'
import { indicators } from './indicators.ts'
import { query } from './query.ts'
import { timeline } from './timeline.ts'

const sections: { readonly [K in BlockContent['kind']]: Section<K> } = {
  text: async () => [],
  coverage,
  timeline,
  findings,
  identities,
  iam,
  indicators,
  evidence,
  glossary,
  events,
  chart,
  finding,
  event,
  query,
}

/** What a block shows: what the person says about it, then its figures. */
export async function sectionOf(block: Block, knowing: Knowing): Promise<SectionOf<FigureAsk>> {
  const make = sections[block.content.kind] as (
    content: BlockContent,
    knowing: Knowing,
    block: Block,
  ) => Promise<readonly Part[]>
  const note: readonly Part[] = block.note.trim() === '' ? [] : [{ kind: 'text', text: block.note }]
  return {
    block: block.id,
    title: block.title === '' ? blockKinds[block.content.kind].title : block.title,
    parts: [...note, ...(await make(block.content, knowing, block))],
  }
}
