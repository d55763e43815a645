import type { Random } from '../random.ts'
import type { Call } from '../record.ts'
import { applicationData, backups, buildPipeline, monitoring, throttling } from './machines.ts'
import { failedLogins, people } from './people.ts'
import { configRecorder, keyManagement, serviceRoles } from './services.ts'

/** A benign habit of the company: the calls of one day. */
type Habit = (today: number, random: Random) => Iterable<Call>

/** What happens every day, modelled on what real trails are full of. */
export const habits: readonly Habit[] = [
  serviceRoles,
  monitoring,
  buildPipeline,
  applicationData,
  people,
  keyManagement,
  backups,
  throttling,
  failedLogins,
  configRecorder,
]
