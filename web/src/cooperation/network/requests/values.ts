import { requestKinds, urgencies } from '../../../../../src/domain/cooperation/contract/network/request-names.ts'
import type { AskedRequest, RequestWhole } from '../../../../../src/domain/cooperation/contract/network/requests.ts'
import type { Override } from './findings.tsx'
import { thingsIn } from './thing.ts'

type Asked = AskedRequest['ask']

/** A request as its form holds it. */
export type RequestValues = Omit<Asked, 'things' | 'period' | 'answerBy' | 'preserveUntil' | 'overrides'> & {
  readonly to: AskedRequest['to']
  readonly case: string | null
  readonly nameCase: boolean
  readonly releaseHarm: boolean
  readonly goesOn: string | null
  /** one for each line */
  readonly things: string
  /** ISO 8601 days, empty where none */
  readonly from: string
  readonly until: string
  readonly answerBy: string
  readonly preserveUntil: string
  readonly overrides: readonly Override[]
}

type Begun = { readonly member?: string; readonly case?: string | undefined; readonly goesOn?: string | undefined }

export function initialOf(begun: Begun, draft: RequestWhole['draft']): RequestValues {
  if (draft === null)
    return {
      ...{ to: { kind: 'member', member: begun.member ?? '' }, case: begun.case ?? null, goesOn: begun.goesOn ?? null },
      ...{
        nameCase: false,
        releaseHarm: begun.case !== undefined,
        kind: requestKinds[0],
        title: '',
        data: [],
        things: '',
        from: '',
        until: '',
      },
      ...{ ground: 'request', law: '', purpose: '', text: '', language: 'en', urgency: urgencies[0], answerBy: '', preserveUntil: '' },
      ...{ mayPass: false, overrides: [] },
    }
  const { ask, ...rest } = draft
  return {
    ...{ ...ask, to: rest.to, case: rest.case, nameCase: rest.nameCase, releaseHarm: rest.releaseHarm, goesOn: rest.goesOn },
    things: ask.things.map(({ value }) => value).join('\n'),
    from: ask.period?.from ?? '',
    until: ask.period?.to ?? '',
    answerBy: ask.answerBy ?? '',
    preserveUntil: ask.preserveUntil ?? '',
  }
}

const orNull = (text: string) => (text === '' ? null : text)

export function bodyOf({
  to,
  case: about,
  nameCase,
  releaseHarm,
  goesOn,
  from,
  until,
  things,
  answerBy,
  preserveUntil,
  ...ask
}: RequestValues): AskedRequest {
  const data = ask.kind === 'data' || ask.kind === 'preservation'
  return {
    ...{ to, case: about, nameCase: nameCase && about !== null, releaseHarm: releaseHarm && about !== null, goesOn },
    ask: {
      ...ask,
      data: data ? ask.data : [],
      things: [...thingsIn(things)],
      period: from === '' || until === '' ? null : { from, to: until },
      answerBy: orNull(answerBy),
      preserveUntil: ask.kind === 'preservation' ? orNull(preserveUntil) : null,
      overrides: [...ask.overrides],
    },
  }
}

/** Whether enough is said for a check, and for keeping it: to whom, what, and why. */
export function isAskable({ to, title, purpose }: Pick<RequestValues, 'to' | 'title' | 'purpose'>): boolean {
  return (to.kind === 'member' ? to.member !== '' : to.country !== '') && title.trim() !== '' && purpose.trim() !== ''
}
