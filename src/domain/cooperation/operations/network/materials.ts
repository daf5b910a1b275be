import { Failure, present } from '../../../../base/failure.ts'
import { newId } from '../../../../base/id.ts'
import type { Work } from '../../../../platform/work.ts'
import { type Education, mayEducate, mayReport, mayRunEducation } from '../../network/education.ts'
import type { Standing } from '../../network/standing.ts'
import { mayOffer, mayRunTraining } from '../../network/training.ts'
import { findEducation, listPartners } from '../../store/network/educations.ts'
import { findMaterial, insertMaterial, listMaterials, type Material, withdrawMaterial } from '../../store/network/materials.ts'
import { findTraining } from '../../store/network/trainings.ts'

/** what one session or campaign has at most */
const most = 200

export type NewMaterial = Pick<Material, 'language' | 'title' | 'text' | 'url' | 'file'>

/**
 * Adds something to teach with: to a session by whoever offers it, to a campaign by its partners. Whoever sees the one sees the other. Refuses
 * `cooperation.material-empty`, `cooperation.material-full`.
 */
export async function addMaterial(
  work: Work,
  standing: Standing,
  to: 'training' | 'education',
  of: string,
  asked: NewMaterial,
): Promise<string> {
  work.require(await mayAdd(work, standing, to, of))
  if (asked.text === '' && asked.url === null && asked.file === null)
    throw new Failure('invalid', 'cooperation.material-empty', 'material has words, a link or a file')
  if ((await listMaterials(work.tx, of)).length >= most)
    throw new Failure('conflict', 'cooperation.material-full', `${to} ${of} has ${most}`)
  const id = newId(work.now.getTime())
  await insertMaterial(
    work.tx,
    standing.network,
    { ...asked, id, of, in: to, member: standing.member?.id ?? null, at: work.now },
    work.actor.id,
  )
  work.record('cooperation.material-added', of, { material: id, ...(asked.file === null ? {} : { sha256: asked.file.sha256 }) })
  say(work, to, of)
  return id
}

/** Takes it back, for everybody: whoever gave it, the office, and of a campaign who began it. Whatever became of what it is of, or of their part in it. */
export async function takeMaterialBack(work: Work, standing: Standing, id: string): Promise<void> {
  const material = present(await findMaterial(work.tx, id), 'cooperation.no-material', `material ${id}`)
  const keeps = standing.acting || (material.member !== null && material.member === standing.member?.id)
  const began = material.in === 'education' && mayRunEducation(standing, await takeEducation(work, material.of))
  work.require(began || (keeps && (material.in === 'education' ? mayEducate(standing) : mayOffer(standing))))
  await withdrawMaterial(work.tx, standing.network, id, work.now)
  work.record('cooperation.material-withdrawn', material.of, { material: id })
  say(work, material.in, material.of)
}

/** Asked before bytes are stored, and again in the unit of work that records them. */
export async function mayAdd({ tx }: Pick<Work, 'tx'>, standing: Standing, to: 'training' | 'education', of: string): Promise<boolean> {
  if (to === 'training') {
    const training = present(await findTraining(tx, of), 'cooperation.no-training', `session ${of}`)
    return training.state !== 'cancelled' && mayRunTraining(standing, training)
  }
  const education = await takeEducation({ tx }, of)
  const partners = (await listPartners(tx, [of])).map(({ member }) => member)
  return mayReport(standing, education, partners)
}

async function takeEducation({ tx }: Pick<Work, 'tx'>, id: string): Promise<Education> {
  return present(await findEducation(tx, id), 'cooperation.no-education', `campaign ${id}`)
}

function say(work: Work, to: 'training' | 'education', of: string): void {
  work.announce(to, of)
  work.tell('training', of)
}
