import { Button, Fieldset, Group, Modal, Select, Stack, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { BodyFor } from '../../../../../src/base/route.ts'
import { actOnRequest } from '../../../../../src/domain/cooperation/contract/network/request-exchange.ts'
import {
  answerLines,
  otherRoutes,
  refusals,
  type requestActs,
} from '../../../../../src/domain/cooperation/contract/network/request-names.ts'
import type { RequestWhole } from '../../../../../src/domain/cooperation/contract/network/requests.ts'
import { useAct } from '../../../app/act.ts'
import { FormNote } from '../../../app/form.tsx'
import { LinkButton } from '../../../app/link-button.tsx'
import { endOfDay } from '../../../ui/due.ts'
import { usePreferences } from '../../../ui/preferences.tsx'
import { toast } from '../../../ui/toast.tsx'
import { Laws } from '../questionnaire/laws.tsx'
import { AnswerTermsFields, firstTerms, type GivenTerms } from './answer-terms.tsx'
import { AttachmentsField } from './attachments.tsx'
import classes from './requests.module.css'

type Act = (typeof requestActs)[number]
type Body = BodyFor<typeof actOnRequest>
type Part = { readonly request: RequestWhole }

/** What may be done with a request as it stands; the first is what is expected. */
export function RequestActs({ request }: Part) {
  const { t } = useTranslation('requests')
  const [act, setAct] = useState<Act>()
  const acts = request.may.acts.filter((one) => one !== 'pass-on' || request.passTo.length > 0)
  const goesOn = request.side === 'asker' && request.kind === 'preservation' && request.other.member !== null && request.sentAt !== null
  return (
    <>
      {goesOn && (
        <LinkButton to="/requests/new" search={{ member: request.other.member ?? '', goesOn: request.id }} variant="default">
          {t('new.go-on')}
        </LinkButton>
      )}
      {acts.map((one, at) => (
        <Button key={one} variant={at === 0 ? 'filled' : 'default'} onClick={() => setAct(one)}>
          {t(`act.${one}`)}
        </Button>
      ))}
      <Modal
        opened={act !== undefined}
        onClose={() => setAct(undefined)}
        size="lg"
        title={act === undefined ? '' : t(`act.${act}`)}
        closeButtonProps={{ 'aria-label': t('ui:close') }}
      >
        {act !== undefined && <ActForm request={request} act={act} onDone={() => setAct(undefined)} />}
      </Modal>
    </>
  )
}

/** acts that say nothing without words */
const worded: readonly Act[] = ['question', 'reply', 'partial', 'answer']

type Line = { readonly data: DataKind; readonly said: (typeof answerLines)[number]; readonly text: string }
type DataKind = NonNullable<Extract<Body, { act: 'answer' }>['lines']>[number]['data']

function ActForm({ request, act, onDone }: Part & { readonly act: Act; onDone(): void }) {
  const { t } = useTranslation('requests')
  const say = useAct(actOnRequest, ['request'])
  const [text, setText] = useState('')
  const [refusal, setRefusal] = useState<(typeof refusals)[number]>('no-ground')
  const [otherRoute, setRoute] = useState<(typeof otherRoutes)[number]>('none')
  const [member, setMember] = useState(request.passTo[0]?.member ?? '')
  const [lines, setLines] = useState<readonly Line[]>(() => askedData(request).map((data) => ({ data, said: 'given', text: '' })))
  const [terms, setTerms] = useState(firstTerms)
  const { zone } = usePreferences()
  const said = act === 'partial' || act === 'answer'
  // what waits for a second person goes with nothing but what takes its place
  const kept = request.answering.secondPerson ? [] : (request.waits?.files ?? [])
  const files = worded.includes(act) ? request.unsaid.filter(({ id }) => !kept.includes(id)) : []
  const gives = said || files.length > 0
  const submit = async () => {
    const until = terms.until === '' ? null : endOfDay(terms.until, zone)
    const given = { files: files.map(({ id }) => id), terms: { ...terms, until } }
    const body = bodyOf(act, { text, refusal, otherRoute, member, lines, ...given })
    const done = await say.run({ params: { id: request.id }, body })
    if (done === undefined) return
    toast(t(gives && done.answer.waits !== null ? 'second.drafted' : `did.${act}`))
    onDone()
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <Stack gap="sm">
        <Text>{t(`consequence.${act}`)}</Text>
        {act === 'refuse' && (
          <>
            <Select
              label={t('refuse.why')}
              allowDeselect={false}
              data={refusals.map((one) => ({ value: one, label: t(`refusal.${one}`) }))}
              value={refusal}
              onChange={(value) => setRefusal(refusals.find((one) => one === value) ?? refusal)}
            />
            <Select
              label={t('refuse.route')}
              allowDeselect={false}
              data={otherRoutes.map((one) => ({ value: one, label: t(`other-route.${one}`) }))}
              value={otherRoute}
              onChange={(value) => setRoute(otherRoutes.find((one) => one === value) ?? otherRoute)}
            />
          </>
        )}
        {act === 'pass-on' && (
          <Select
            label={t('pass.to')}
            allowDeselect={false}
            data={request.passTo.map((one) => ({ value: one.member, label: one.name }))}
            value={member}
            onChange={(value) => setMember(value ?? member)}
          />
        )}
        {said && <Lines lines={lines} onLines={setLines} />}
        <Textarea
          label={t('field.words')}
          required={worded.includes(act)}
          dir="auto"
          autosize
          minRows={3}
          maxRows={14}
          maxLength={20_000}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        {worded.includes(act) && <AttachmentsField request={request} files={files} />}
        {gives && <AnswerTermsFields request={request} terms={terms} onTerms={setTerms} />}
        {gives && <Laws others={lawOf(request)} as="recipient" />}
        <FormNote failure={say.failure} />
        <Group justify="flex-end">
          <Button type="submit" loading={say.running} disabled={worded.includes(act) && text.trim() === ''}>
            {t(`act.${act}`)}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** Whoever asks, of whose law it is said what it says before anything is given. */
const lawOf = ({ other }: RequestWhole) => (other.member === null ? [] : [{ member: other.member, name: other.name }])

type Said = {
  readonly text: string
  readonly refusal: (typeof refusals)[number]
  readonly otherRoute: (typeof otherRoutes)[number]
  readonly member: string
  readonly lines: readonly Line[]
  readonly files: readonly string[]
  readonly terms: Omit<GivenTerms, 'until'> & { readonly until: string | null }
}

function bodyOf(act: Act, { text, refusal, otherRoute, member, lines, files, terms: { restsOn, ...terms } }: Said): Body {
  if (act === 'refuse') return { act, text, refusal, otherRoute }
  if (act === 'pass-on') return { act, text, member }
  if (act === 'partial' || act === 'answer') return { act, text, lines: [...lines], files: [...files], terms, restsOn: [...restsOn] }
  if (act === 'question' || act === 'reply')
    return files.length === 0 ? { act, text } : { act, text, files: [...files], terms, restsOn: [...restsOn] }
  return { act, text }
}

/** The kinds of data that were asked for, as the bytes say. */
function askedData({ bytes }: RequestWhole): readonly DataKind[] {
  return bytes === null ? [] : (JSON.parse(bytes) as { data: DataKind[] }).data
}

type LinesProps = { readonly lines: readonly Line[]; onLines(lines: readonly Line[]): void }

function Lines({ lines, onLines }: LinesProps) {
  const { t } = useTranslation(['requests', 'disclosures'])
  const change = (data: DataKind, to: Partial<Line>) => onLines(lines.map((line) => (line.data === data ? { ...line, ...to } : line)))
  return lines.map((line) => (
    <Fieldset key={line.data} className={classes.kind} legend={t(`disclosures:data.${line.data}`)}>
      <Select
        label={t('answer-line.name')}
        allowDeselect={false}
        data={answerLines.map((one) => ({ value: one, label: t(`answer-line.${one}`) }))}
        value={line.said}
        onChange={(value) => change(line.data, { said: answerLines.find((one) => one === value) ?? line.said })}
      />
      <Textarea
        mt="xs"
        label={t('answer-line.text')}
        autosize
        minRows={1}
        maxRows={8}
        maxLength={20_000}
        value={line.text}
        onChange={(event) => change(line.data, { text: event.currentTarget.value })}
      />
    </Fieldset>
  ))
}
