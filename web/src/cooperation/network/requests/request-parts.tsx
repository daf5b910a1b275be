import { Button, Group, NumberInput, Select, Stack, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { HarmName } from '../../../../../src/domain/cases/contract.ts'
import { callBackRequest, noteOnRequest, weighRequest } from '../../../../../src/domain/cooperation/contract/network/request-exchange.ts'
import { callResults } from '../../../../../src/domain/cooperation/contract/network/request-names.ts'
import type { RequestWhole } from '../../../../../src/domain/cooperation/contract/network/requests.ts'
import { useQuickAct } from '../../../app/act.ts'
import { Badge } from '../../../ui/badge.tsx'
import { CodeBlock, Mono } from '../../../ui/code.tsx'
import { Facts, Timeline } from '../../../ui/facts.tsx'
import { Section } from '../../../ui/page.tsx'
import { Time } from '../../../ui/time.tsx'
import type { Tone } from '../../../ui/tone.ts'
import classes from './requests.module.css'

type Part = { readonly request: RequestWhole }

const strength: Record<string, Tone> = { passkey: 'good', code: 'good', 'recovery-code': 'warn', password: 'warn' }
const calls: Record<(typeof callResults)[number], Tone> = { confirmed: 'good', 'not-confirmed': 'bad', 'no-answer': 'warn' }

/** What proves who asks: who approved it, how they had signed in, whether the unit is the designated one, and the call back. */
export function Identity({ request }: Part) {
  const { t } = useTranslation('requests')
  const { proof, callBack, side } = request
  if (proof === null) return null
  const { made, number, unit } = callBack
  return (
    <Section title={t('identity.title')}>
      <Facts
        facts={[
          { name: t('identity.person'), value: <bdi>{proof.person}</bdi> },
          {
            name: t('identity.means'),
            value: <Badge tone={strength[proof.means ?? ''] ?? 'plain'}>{t(`means.${proof.means ?? 'unknown'}`)}</Badge>,
          },
          {
            name: t('identity.unit'),
            value: <Badge tone={proof.unit ? 'good' : 'warn'}>{t(proof.unit ? 'identity.is-unit' : 'identity.no-unit')}</Badge>,
          },
          { name: t('identity.signature'), value: <Signature of={proof.signature} /> },
          side === 'asked' && {
            name: t('identity.number'),
            value: number === null ? t('identity.no-number') : <bdi dir="ltr">{number}</bdi>,
          },
          side === 'asked' && unit !== null && unit !== '' && { name: t('identity.unit-name'), value: <bdi>{unit}</bdi> },
          made !== null && {
            name: t('identity.called'),
            value: (
              <>
                <Badge tone={calls[made.result]}>{t(`call.${made.result}`)}</Badge> <bdi dir="ltr">{made.number}</bdi> ·{' '}
                <Time at={made.at} />
                {made.note !== '' && <bdi className={classes.long}> {made.note}</bdi>}
              </>
            ),
          },
        ]}
      />
      {request.may.callBack && number !== null && <CallBack id={request.id} />}
    </Section>
  )
}

type SignatureProps = { readonly of: NonNullable<RequestWhole['proof']>['signature'] }

/** By which key, of whose card, since when, and whether the card still names it. */
function Signature({ of }: SignatureProps) {
  const { t } = useTranslation('requests')
  if (of === null) return <Badge tone="plain">{t('identity.not-signed')}</Badge>
  return (
    <>
      <Badge tone={of.stands ? 'good' : 'warn'}>{t(of.stands ? 'identity.signed' : 'identity.signed-then')}</Badge> <bdi>{of.unit}</bdi> ·{' '}
      <Time at={of.at} />
      <div>
        <Mono>{of.fingerprint}</Mono>
      </div>
      {of.keySince !== null && (
        <div>
          {t('identity.key-since')} <Time at={of.keySince} />
        </div>
      )}
      {of.confirmedAt !== null && (
        <div>
          {t('identity.key-confirmed')} <Time at={of.confirmedAt} />
        </div>
      )}
      <details>
        <summary>{t('identity.signature-text')}</summary>
        <CodeBlock text={of.text} />
      </details>
    </>
  )
}

function CallBack({ id }: { readonly id: string }) {
  const { t } = useTranslation('requests')
  const call = useQuickAct(callBackRequest, ['request'])
  const [result, setResult] = useState<(typeof callResults)[number]>('confirmed')
  const [note, setNote] = useState('')
  return (
    <Stack gap="xs" mt="sm">
      <Select
        label={t('call.result')}
        allowDeselect={false}
        data={callResults.map((one) => ({ value: one, label: t(`call.${one}`) }))}
        value={result}
        onChange={(value) => setResult(callResults.find((one) => one === value) ?? result)}
      />
      <Textarea
        label={t('call.note')}
        autosize
        minRows={1}
        maxRows={4}
        maxLength={2_000}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <Group justify="flex-end">
        <Button
          variant="default"
          size="compact-md"
          onClick={() =>
            void call({ params: { id }, body: { result, note } }, t('call.done')).then((done) => {
              if (done) setNote('')
            })
          }
        >
          {t('call.do')}
        </Button>
      </Group>
    </Stack>
  )
}

/** The harm as the asker released it, and as it is weighed here: both stand. */
export function Harm({ request }: Part) {
  const { t } = useTranslation(['requests', 'cases'])
  const inWords = useInput()
  const { harmSaid, weighing, may } = request
  if (harmSaid === null && weighing === null && !may.weigh) return null
  return (
    <Section title={t('harm.title')} lead={may.weigh ? t('harm.lead') : undefined}>
      <Facts
        facts={[
          { name: t('harm.released'), value: harmSaid === null ? t('harm.not-released') : t('harm.of', { score: harmSaid.score }) },
          ...(harmSaid?.parts ?? [])
            .filter(({ points }) => points > 0)
            .map((part) => ({
              name: t(`cases:harm.part.${part.name as HarmName}`),
              value: (
                <>
                  {part.value !== null && `${inWords(part.name as HarmName, part.value)} · `}
                  {t('harm.part', { points: part.points, most: part.most })}
                </>
              ),
            })),
          weighing !== null && {
            name: t('harm.weighed'),
            value: (
              <>
                {t('harm.of', { score: weighing.weight })} · <bdi>{weighing.by.name}</bdi> · <Time at={weighing.at} />
                <bdi className={classes.long}> {weighing.reason}</bdi>
              </>
            ),
          },
        ]}
      />
      {may.weigh && <Weigh request={request} />}
    </Section>
  )
}

/** What a part of the harm was judged from, in the reader's words. */
function useInput(): (name: HarmName, value: number | boolean | string | readonly string[]) => string {
  const { t } = useTranslation(['requests', 'cases'])
  return (name, value) => {
    if (typeof value === 'number') return t('number', { number: value })
    if (typeof value === 'boolean') return t(value ? 'cases:harm.yes' : 'cases:harm.no')
    if (typeof value !== 'string') return value.map((one) => t(`cases:harm.victim.${one}`)).join(' · ')
    return name === 'reach' ? t(`cases:harm.reach.${value}`) : t(`cases:harm.content.${value}`)
  }
}

function Weigh({ request }: Part) {
  const { t } = useTranslation('requests')
  const weigh = useQuickAct(weighRequest, ['request'])
  const [weight, setWeight] = useState(request.weight ?? request.harm ?? 0)
  const [reason, setReason] = useState('')
  return (
    <Stack gap="xs" mt="sm">
      <NumberInput
        label={t('harm.weight')}
        min={0}
        max={100}
        decimalScale={1}
        clampBehavior="strict"
        value={weight}
        onChange={(value) => setWeight(typeof value === 'number' ? value : 0)}
      />
      <Textarea
        label={t('harm.reason')}
        autosize
        minRows={1}
        maxRows={4}
        maxLength={2_000}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Group justify="flex-end">
        <Button
          variant="default"
          size="compact-md"
          disabled={reason.trim() === ''}
          onClick={() =>
            void weigh({ params: { id: request.id }, body: { weight, reason } }, t('harm.done')).then((done) => {
              if (done) setReason('')
            })
          }
        >
          {t('harm.do')}
        </Button>
      </Group>
    </Stack>
  )
}

/** What this side writes down for itself. */
export function Notes({ request }: Part) {
  const { t } = useTranslation('requests')
  const add = useQuickAct(noteOnRequest, ['request'])
  const [text, setText] = useState('')
  return (
    <Section title={t('notes.title')} lead={t('notes.lead')}>
      {request.notes.length > 0 && (
        <Timeline
          label={t('notes.title')}
          moments={request.notes.map((note) => ({
            id: note.id,
            when: (
              <>
                <bdi>{note.by.name}</bdi> · <Time at={note.at} />
              </>
            ),
            what: <bdi className={classes.long}>{note.text}</bdi>,
          }))}
        />
      )}
      {request.may.note && (
        <Stack gap="xs" mt="sm">
          <Textarea
            label={t('notes.text')}
            autosize
            minRows={2}
            maxRows={8}
            maxLength={20_000}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button
              variant="default"
              size="compact-md"
              disabled={text.trim() === ''}
              onClick={() =>
                void add({ params: { id: request.id }, body: { text } }, t('notes.done')).then((done) => {
                  if (done) setText('')
                })
              }
            >
              {t('notes.add')}
            </Button>
          </Group>
        </Stack>
      )}
    </Section>
  )
}
