import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { readMember } from '../../../../../src/domain/cooperation/contract/network/members.ts'
import {
  type AskedRequest,
  type CheckedRequest,
  checkRequest,
  draftRequest,
  type RequestWhole,
  readRequest,
  redraftRequest,
} from '../../../../../src/domain/cooperation/contract/network/requests.ts'
import { useAct } from '../../../app/act.ts'
import { Answer } from '../../../app/answer.tsx'
import { call } from '../../../app/api.ts'
import { useRead } from '../../../app/read.ts'
import { useTroubleText } from '../../../app/trouble.ts'
import { Page } from '../../../ui/page.tsx'
import { LoadingPage } from '../../../ui/states.tsx'
import { RequestForm } from './builder.tsx'
import { CheckPanel } from './check-panel.tsx'
import { BackToRequests } from './figures.tsx'
import { bodyOf, initialOf, isAskable, type RequestValues } from './values.ts'

const route = getRouteApi('/shell/requests/new')

/** Builds a request: to whom, what is asked, and beside it what speaks against it and what the other side can give. */
export function NewRequest() {
  const { draft, member, ...begun } = route.useSearch()
  const before = useRead(readRequest, { params: { id: draft ?? '' } }, { live: ['request'], id: draft ?? '', enabled: draft !== undefined })
  const chosen = useRead(
    readMember,
    { params: { id: member ?? '' } },
    { live: ['member'], id: member ?? '', enabled: member !== undefined && draft === undefined },
  )
  if (draft !== undefined)
    return <Answer of={before}>{(request) => <Builder values={initialOf({}, request.draft)} request={request} />}</Answer>
  if (member !== undefined && chosen.data === undefined && !chosen.isError) return <LoadingPage />
  return <Builder values={initialOf({ ...begun, ...(member === undefined ? {} : { member }) }, null)} request={undefined} />
}

type BuilderProps = { readonly values: RequestValues; readonly request: RequestWhole | undefined }

function Builder({ values: initial, request }: BuilderProps) {
  const { t } = useTranslation('requests')
  const navigate = useNavigate()
  const [values, setValues] = useState(initial)
  const body = bodyOf(values)
  const [settled] = useDebouncedValue(JSON.stringify(body), 500)
  const checked = useCheck(JSON.parse(settled) as AskedRequest)
  const text = useTroubleText()
  const add = useAct(draftRequest, ['request'])
  const change = useAct(redraftRequest, ['request'])
  const save = async () => {
    const done = request === undefined ? await add.run({ body }) : await change.run({ params: { id: request.id }, body })
    if (done !== undefined) void navigate({ to: '/requests/$id', params: { id: done.answer.id } })
  }
  return (
    <Page
      title={request === undefined ? t('new.title') : t('new.again', { reference: request.reference })}
      lead={t('new.lead')}
      back={<BackToRequests />}
      aside={
        <CheckPanel
          checked={checked.data}
          trouble={checked.error === null || !isAskable(values) ? undefined : text(checked.error)}
          overrides={values.overrides}
          onReason={(code, reason) =>
            setValues((now) => ({
              ...now,
              overrides: [...now.overrides.filter((one) => one.code !== code), ...(reason === '' ? [] : [{ code, reason }])],
            }))
          }
        />
      }
    >
      <RequestForm
        values={values}
        onValues={(changed) => setValues((now) => ({ ...now, ...changed }))}
        chosen={checked.data?.to}
        failure={add.failure ?? change.failure}
        running={add.running || change.running}
        onSave={() => void save()}
      />
    </Page>
  )
}

/** The check of what is written so far; what was found before stands until it answers. */
function useCheck(body: AskedRequest) {
  const askable = isAskable({ to: body.to, title: body.ask.title, purpose: body.ask.purpose })
  return useQuery<CheckedRequest, Error>({
    queryKey: ['/api/requests/check', body],
    queryFn: ({ signal }) => call(checkRequest, { body }, { signal }),
    enabled: askable,
    retry: false,
    placeholderData: (before) => before,
  })
}
