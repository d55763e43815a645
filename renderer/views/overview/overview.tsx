import { Button } from '@blueprintjs/core'
import type { Overview as OverviewData } from '../../../shared/answers.ts'
import { useAsk } from '../../ask.ts'
import { Empty, Failure, Loading } from '../../parts/states/states.tsx'
import { useCase } from '../../state/case.ts'
import { runningJob } from '../../state/jobs.ts'
import { go } from '../../state/place.ts'
import type { View } from '../../view.ts'
import { Activity } from './activity.tsx'
import { Figures } from './figures.tsx'
import { Problems } from './problems.tsx'
import { TopTable } from './top-table.tsx'
import './overview.css'

export const overview: View = {
  id: 'overview',
  title: 'Overview',
  key: 'o',
  icon: 'dashboard',
  about: 'What is in the case, how complete it is, and who stands out',
  show: Overview,
}

function Overview() {
  const { data, error, pending, refetch } = useAsk('overview', {})
  const jobs = useCase((state) => state.jobs)
  if (error !== null) return <Failure error={error} onRetry={refetch} />
  if (pending || data === undefined) return <Loading what="Counting" />
  if (isEmpty(data))
    return runningJob(jobs) === undefined ? <NothingYet /> : <Loading what="The first events are being read" />
  return (
    <div className="page overview">
      <Figures data={data} />
      <Activity />
      {data.tops.length > 0 && (
        <section className="overview-tops" aria-label="What stands out">
          {data.tops.map((top) => (
            <TopTable key={top.column} top={top} />
          ))}
        </section>
      )}
      {data.problems.length > 0 && <Problems data={data} />}
    </div>
  )
}

function isEmpty(data: OverviewData): boolean {
  return data.events === 0 && Object.values(data.objects).every((n) => n === 0)
}

function NothingYet() {
  const readOnly = useCase((state) => state.info?.readOnly === true)
  return (
    <Empty
      icon="import"
      title="This case is empty"
      action={
        readOnly ? undefined : (
          <Button intent="primary" size="large" icon="import" text="Import logs" onClick={() => go('import')} />
        )
      }
    >
      {readOnly
        ? 'It was opened read-only, so nothing can be imported.'
        : 'Drop CloudTrail files, folders or archives anywhere in this window.'}
    </Empty>
  )
}
