import { sql } from 'kysely'
import { batchSize } from '../../network/training.ts'
import { placeOf, type WordPlaces } from './words.ts'

// What the network and its members keep of people in words: joining, what was signed, announcements, answers to the questionnaire, registers, joint cases, training, education.

export const networkPlaces: WordPlaces = {
  proposal: placeOf(['reason'], 'proposed_at'),
  application: {
    key: ['proposal'],
    columns: ['statement'],
    at: sql`(select p.proposed_at from cooperation.proposal p where p.id = cooperation.application.proposal)`,
  },
  objection: placeOf(['reason']),
  signature: placeOf(['signer', 'capacity'], 'recorded_at'),
  announcement: placeOf(['title', 'text']),
  telling: placeOf(['how'], 'told_at'),
  representation: placeOf(['name', 'basis'], 'made_at'),
  answer: {
    key: ['sheet', 'code'],
    columns: ['words'],
    at: sql`(select s.changed_at from cooperation.answer_sheet s where s.id = cooperation.answer.sheet)`,
  },
  secrecy_mark: placeOf(['label'], 'since'),
  technique: placeOf(['name'], 'made_at'),
  technique_version: placeOf(['description', 'content'], 'made_at'),
  technique_result: placeOf(['corpus', 'measured_by']),
  technique_run: placeOf(['name'], 'asked_at'),
  technique_match: { ...placeOf(['names'], 'received_at'), lists: true },
  onward_ask: placeOf(['what', 'why'], 'asked_at'),
  onward_answer: placeOf(['reason']),
  joint_text: placeOf(['title', 'text', 'ground'], 'written_at'),
  register_entry: placeOf(['title', 'text', 'court', 'outcome', 'solution', 'body', 'source'], 'made_at'),
  training: placeOf(['title', 'note', 'trainers'], 'made_at'),
  training_enrolment: placeOf(['name']),
  training_evaluation: {
    key: ['id'],
    columns: ['words'],
    // no row says when somebody answered
    at: sql`(select t.made_at from cooperation.training t where t.id = cooperation.training_evaluation.training)`,
    // a batch that is not whole is shown to nobody, whatever is sought
    shown: sql`(select count(*) from cooperation.training_evaluation o
      where o.training = cooperation.training_evaluation.training and o.batch = cooperation.training_evaluation.batch) >= ${batchSize}`,
  },
  training_material: placeOf(['title', 'text', 'file_name']),
  education: placeOf(['title', 'aim'], 'made_at'),
  education_partner: placeOf(['note']),
  education_reach: placeOf(['note', 'source']),
  education_figure: placeOf(['note', 'source']),
}
