import { Button } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  dropRequest,
  type RequestMessage,
  type RequestWhole,
  readRequest,
  sendRequest,
} from '../../../../../src/domain/cooperation/contract/network/requests.ts'
import { useQuickAct } from '../../../app/act.ts'
import { Answer } from '../../../app/answer.tsx'
import { LinkButton } from '../../../app/link-button.tsx'
import { ProofsLink } from '../../../app/proofs-link.tsx'
import { useRead } from '../../../app/read.ts'
import { Badge } from '../../../ui/badge.tsx'
import { useConfirm } from '../../../ui/confirm.tsx'
import { Country } from '../../../ui/country.tsx'
import { Facts, Timeline } from '../../../ui/facts.tsx'
import { Page, Section } from '../../../ui/page.tsx'
import { Time } from '../../../ui/time.tsx'
import type { Tone } from '../../../ui/tone.ts'
import { Mark, MarkMenu, SecrecyBadges, useMarks } from '../sharing/marks.tsx'
import { RequestActs } from './acts.tsx'
import { AnswerTerms } from './answer-terms.tsx'
import { AskedText } from './asked-text.tsx'
import { Attachments } from './attachments.tsx'
import { BackToRequests } from './figures.tsx'
import { Findings } from './findings.tsx'
import { Harm, Identity, Notes } from './request-parts.tsx'
import classes from './requests.module.css'
import { Results } from './results.tsx'
import { Signing } from './signing.tsx'
import { WaitingAnswer } from './waits.tsx'
import { stateTones, urgencyTones } from './words.ts'

const route = getRouteApi('/shell/requests/$id')

/** One request: what is asked, how it stands, what was said, and who asks. */
export function RequestPage() {
  const { id } = route.useParams()
  const back = <BackToRequests />
  return (
    <Answer of={useRead(readRequest, { params: { id } }, { live: ['request'], id })} whole back={back}>
      {(request) => <Whole request={request} />}
    </Answer>
  )
}

function Whole({ request }: { readonly request: RequestWhole }) {
  const { t } = useTranslation('requests')
  const { state, side } = request
  return (
    <Page
      title={request.title}
      lead={
        <>
          <bdi>{request.reference}</bdi> · {t(`kind.${request.kind}`)} · <Badge tone={stateTones[state]}>{t(`state.${state}`)}</Badge>
        </>
      }
      back={<BackToRequests />}
      actions={state === 'draft' ? <DraftActs request={request} /> : <RequestActs request={request} />}
      aside={
        <div className={classes.aside}>
          <Clocks request={request} />
          {state !== 'draft' && state !== 'dropped' && <ProofsLink subject={request.id} />}
          {request.proof !== null && <Identity request={request} />}
          <Harm request={request} />
          {state !== 'draft' && state !== 'dropped' && <Results request={request} />}
          {state !== 'draft' && state !== 'dropped' && <Notes request={request} />}
        </div>
      }
    >
      {state === 'draft' && (
        <Section title={t('check.title')} lead={t('preview.lead')}>
          <Findings findings={request.findings} overrides={request.draft?.ask.overrides ?? []} />
        </Section>
      )}
      <WaitingAnswer request={request} />
      <AskedText request={request} />
      {state !== 'draft' && state !== 'dropped' && (
        <Section title={t('exchange.title')} lead={side === 'asked' ? t('exchange.lead') : undefined}>
          <Exchange messages={request.messages} />
        </Section>
      )}
    </Page>
  )
}

function DraftActs({ request }: { readonly request: RequestWhole }) {
  const { t } = useTranslation('requests')
  const confirm = useConfirm()
  const send = useQuickAct(sendRequest, ['request'])
  const drop = useQuickAct(dropRequest, ['request'])
  const { id, sha256, other, may } = request
  const given = new Set((request.draft?.ask.overrides ?? []).map(({ code }) => code))
  const kept = request.findings.some(({ level, override, code }) => level === 'error' && !(override && given.has(code)))
  const [signature, setSignature] = useState<string>()
  const askSend = async () => {
    const yes = await confirm({ title: t('send.title', { name: other.name }), consequence: t('send.consequence'), act: t('send.act') })
    if (!yes) return
    const signed = signature === undefined ? {} : { signature }
    if (!(await send({ params: { id }, body: { sha256, ...signed } }, t('send.done')))) setSignature(undefined)
  }
  const askDrop = async () => {
    const yes = await confirm({ title: t('drop.title'), consequence: t('drop.consequence'), act: t('drop.act'), grave: true })
    if (yes) await drop({ params: { id } }, t('drop.done'))
  }
  return (
    <>
      {may.send && request.bytes !== null && <Signing bytes={request.bytes} signature={signature} onSignature={setSignature} />}
      {may.drop && (
        <Button variant="default" onClick={() => void askDrop()}>
          {t('drop.act')}
        </Button>
      )}
      {may.change && (
        <LinkButton to="/requests/new" search={{ draft: id }} variant="default" leftSection={<IconPencil size={16} />}>
          {t('new.change')}
        </LinkButton>
      )}
      {may.send && (
        <Button disabled={kept} onClick={() => void askSend()}>
          {t('send.act')}
        </Button>
      )}
    </>
  )
}

function Clocks({ request }: { readonly request: RequestWhole }) {
  const { t } = useTranslation('requests')
  const { side, other, urgency, overdue, sentAt, acknowledgeDue, acknowledgedAt, answerDue, endedAt, preserveUntil, goesOn } = request
  return (
    <Section title={t('clock.title')}>
      <Facts
        facts={[
          {
            name: t(`with.${side}`),
            value: (
              <>
                <bdi>{other.name}</bdi>, <Country code={other.country} />
              </>
            ),
          },
          { name: t('field.urgency'), value: <Badge tone={urgencyTones[urgency]}>{t(`urgency.${urgency}`)}</Badge> },
          overdue !== null && { name: t('overdue.name'), value: <Badge tone="bad">{t(`overdue.${overdue}`)}</Badge> },
          sentAt !== null && { name: t('clock.sent'), value: <Time at={sentAt} /> },
          acknowledgedAt !== null
            ? { name: t('clock.acknowledged'), value: <Time at={acknowledgedAt} /> }
            : acknowledgeDue !== null && { name: t('field.acknowledge-due'), value: <Time at={acknowledgeDue} /> },
          endedAt !== null
            ? { name: t('clock.ended'), value: <Time at={endedAt} /> }
            : answerDue !== null && { name: t('field.answer-due'), value: <Time at={answerDue} /> },
          preserveUntil !== null && { name: t('field.preserve-until'), value: <Time at={preserveUntil} style="date" /> },
          goesOn !== null && { name: t('field.goes-on'), value: <bdi>{goesOn}</bdi> },
        ]}
      />
    </Section>
  )
}

const tones: Record<RequestMessage['act'], Tone> = {
  acknowledge: 'accent',
  question: 'warn',
  reply: 'note',
  partial: 'accent',
  answer: 'good',
  refuse: 'bad',
  withdraw: 'plain',
  'pass-on': 'note',
}

/** Marks of secrecy on what was said, as both sides see them; and for who said it the ways to set and take them. */
function Secrecy({ message: { id, act, own, secrecy } }: { readonly message: RequestMessage }) {
  const answers = act === 'answer' || act === 'partial' || act === 'reply'
  if (!own) return secrecy.length === 0 ? null : <SecrecyBadges marks={secrecy} />
  return answers || secrecy.length > 0 ? <OwnSecrecy id={id} /> : null
}

function OwnSecrecy({ id }: { readonly id: string }) {
  const marks = useMarks(id)
  if (marks === undefined) return null
  return (
    <div>
      {marks.items.map((one) => (
        <Mark key={one.id} mark={one} lifts={marks.may.lift} />
      ))}
      {marks.may.set && <MarkMenu kind="answer" id={id} marks={marks.items.map(({ mark }) => mark)} />}
    </div>
  )
}

function Exchange({ messages }: { readonly messages: readonly RequestMessage[] }) {
  const { t } = useTranslation(['requests', 'disclosures'])
  if (messages.length === 0) return <p>{t('exchange.none')}</p>
  return (
    <Timeline
      label={t('exchange.title')}
      moments={messages.map((one) => ({
        id: one.id,
        tone: tones[one.act],
        when: (
          <>
            <bdi>{one.by.person}</bdi>, <bdi>{one.by.organisation}</bdi> · <Time at={one.at} />
          </>
        ),
        what: (
          <>
            {t(`did.${one.act}`)}
            {one.refusal !== null && `: ${t(`refusal.${one.refusal}`)}`}
            {one.passedTo !== null && (
              <>
                : <bdi>{one.passedTo.name}</bdi>
              </>
            )}
          </>
        ),
        more: (
          <>
            {one.otherRoute !== null && one.otherRoute !== 'none' && <p>{t(`other-route.${one.otherRoute}`)}</p>}
            {one.text !== '' && (
              <p>
                <bdi className={classes.long}>{one.text}</bdi>
              </p>
            )}
            {one.terms !== null && <AnswerTerms terms={one.terms} />}
            <Attachments files={one.files} own={one.own} />
            <Secrecy message={one} />
            {one.lines.length > 0 && (
              <Facts
                facts={one.lines.map((line) => ({
                  name: t(`disclosures:data.${line.data}`),
                  value: (
                    <>
                      {t(`answer-line.${line.said}`)} <bdi className={classes.long}>{line.text}</bdi>
                    </>
                  ),
                }))}
              />
            )}
          </>
        ),
      }))}
    />
  )
}
