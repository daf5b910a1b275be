import { Failure, present } from '../../../base/failure.ts'
import { newId } from '../../../base/id.ts'
import type { RedactionRules } from '../../../forensics/redact/index.ts'
import type { Work } from '../../../platform/work.ts'
import { type Language, type LetterKind, places, type Template, unknownPlaces } from '../letter.ts'
import { maySetForms } from '../policy.ts'
import {
  clearStandard,
  deleteLetter,
  findProfile,
  insertProfile,
  listProfiles,
  type ProfileRow,
  putLetter,
  updateProfile,
} from '../store/forms.ts'
import { listOpenDrafts } from '../store/releases.ts'
import { ownerOf } from './note.ts'
import { prepareRelease } from './prepare.ts'

export type ProfileForm = { readonly name: string; readonly rules: RedactionRules; readonly standard: boolean }

const mostProfiles = 50
const mostDrafts = 1_000

/** Adds a redaction profile. Refuses `cooperation.profile-known` where another has the name, `cooperation.too-many-profiles`. */
export async function addProfile(work: Work, form: ProfileForm): Promise<ProfileRow> {
  work.require(maySetForms(work.actor))
  const owner = ownerOf(work)
  const before = await listProfiles(work.tx, owner)
  refuseKnown(before, form.name, null)
  if (before.length >= mostProfiles) throw new Failure('conflict', 'cooperation.too-many-profiles', `at most ${mostProfiles}`)
  if (form.standard) await clearStandard(work.tx, owner)
  const row = { id: newId(work.now.getTime()), owner, ...form, changed_at: work.now, changed_by: work.actor.id }
  await insertProfile(work.tx, row)
  work.record('cooperation.profile-added', row.id, { standard: form.standard })
  await redraft(work, form.standard)
  return { ...row, closed_at: null }
}

/** Changes one; drafts that nobody decided on are made anew under it, so that what was previewed before cannot be approved. */
export async function changeProfile(work: Work, id: string, form: ProfileForm): Promise<ProfileRow> {
  work.require(maySetForms(work.actor))
  const owner = ownerOf(work)
  const found = await takeProfile(work, id)
  refuseKnown(await listProfiles(work.tx, owner), form.name, id)
  if (form.standard && !found.standard) await clearStandard(work.tx, owner)
  const change = { ...form, changed_at: work.now, changed_by: work.actor.id }
  await updateProfile(work.tx, id, change)
  work.record('cooperation.profile-changed', id, { standard: form.standard })
  await redraft(work, true)
  return { ...found, ...change }
}

/** Gives one up; its name may be taken again. What left under it stays as it was. */
export async function closeProfile(work: Work, id: string): Promise<void> {
  work.require(maySetForms(work.actor))
  const found = await takeProfile(work, id)
  await updateProfile(work.tx, id, { closed_at: work.now, standard: false, name: `${found.name.slice(0, 40)} ${id}` })
  work.record('cooperation.profile-closed', id)
  await redraft(work, true)
}

async function takeProfile(work: Work, id: string): Promise<ProfileRow> {
  const found = await findProfile(work.tx, id)
  return present(found?.closed_at === null ? found : undefined, 'cooperation.no-profile', `profile ${id}`)
}

function refuseKnown(all: readonly ProfileRow[], name: string, except: string | null): void {
  if (all.some((one) => one.id !== except && one.name.toLowerCase() === name.toLowerCase()))
    throw new Failure('conflict', 'cooperation.profile-known', 'another profile has this name', { detail: { name } })
}

/** Says what letters of a kind say in a language. Refuses `cooperation.unknown-place` where it speaks of what there is not. */
export async function setLetter(work: Work, kind: LetterKind, language: Language, { title, body }: Template): Promise<void> {
  work.require(maySetForms(work.actor))
  const unknown = unknownPlaces(`${title}\n${body}`)
  if (unknown.length > 0)
    throw new Failure('invalid', 'cooperation.unknown-place', 'the letter speaks of what there is not', {
      detail: { unknown: unknown.slice(0, 10), places },
    })
  await putLetter(work.tx, ownerOf(work), { kind, language, title, body, changed_at: work.now, changed_by: work.actor.id })
  work.record('cooperation.letter-set', kind, { language })
  await redraft(work, true)
}

export async function resetLetter(work: Work, kind: LetterKind, language: Language): Promise<void> {
  work.require(maySetForms(work.actor))
  await deleteLetter(work.tx, ownerOf(work), kind, language)
  work.record('cooperation.letter-reset', kind, { language })
  await redraft(work, true)
}

async function redraft(work: Work, asked: boolean): Promise<void> {
  work.announce('form', '')
  if (!asked) return
  for (const releaseId of await listOpenDrafts(work.tx, ownerOf(work), mostDrafts))
    work.enqueue(prepareRelease, { releaseId }, { key: releaseId })
}
