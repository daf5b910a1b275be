import type { Work } from '../../../platform/work.ts'
import { maySetRules } from '../policy.ts'
import type { Settings } from '../settings.ts'
import { putSettings } from '../store/settings.ts'
import { ownerOf } from './acting.ts'

/** How the organisation wants its cases handled; in force from the next turn of the clock on. */
export async function changeSettings(work: Work, settings: Settings): Promise<void> {
  work.require(maySetRules(work.actor))
  await putSettings(work.tx, ownerOf(work.actor), settings, work.now, work.actor.id)
  work.record('cases.settings-changed', ownerOf(work.actor), { ...settings })
}
