import { Button, Modal, MultiSelect, NumberInput, SegmentedControl, Select, Textarea } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  type CaseView,
  caseKinds,
  contestHarm,
  type HarmName,
  type HarmView,
  reaches,
  readHarm,
  victimGroups,
} from '../../../../src/domain/cases/contract.ts'
import { useAct } from '../../app/act.ts'
import { Answer } from '../../app/answer.tsx'
import { useRead } from '../../app/read.ts'
import { formatNumber } from '../../ui/format.ts'
import { Section } from '../../ui/page.tsx'
import { usePreferences } from '../../ui/preferences.tsx'
import { Time } from '../../ui/time.tsx'
import classes from '../cases.module.css'
import harmClasses from '../harm.module.css'
import { harmTone, Meter } from '../harm-bar.tsx'
import { useHarmValue } from '../harm-words.ts'
import { By, caseChanges } from '../words.tsx'
import { DialogForm } from './dialog-form.tsx'

type Part = HarmView['parts'][number]

/** The harm of a case: every part, what it was counted from, and the way to put it right. */
export function HarmSection({ view }: { readonly view: CaseView }) {
  const { t } = useTranslation('cases')
  const harm = useRead(readHarm, { params: { id: view.id } }, { live: ['case'] })
  return (
    <Section title={t('harm.title')} id="harm" lead={t('harm.lead')}>
      <Answer of={harm}>{(found) => <Harm view={view} harm={found} />}</Answer>
    </Section>
  )
}

function Harm({ view, harm }: { readonly view: CaseView; readonly harm: HarmView }) {
  const { t } = useTranslation('cases')
  const { locale } = usePreferences()
  const wordsFor = useHarmValue()
  const [contesting, setContesting] = useState<Part>()
  const figure = (value: number) => formatNumber(value, locale, { maximumFractionDigits: 1 })
  return (
    <>
      <div className={harmClasses.score}>
        <strong>{figure(harm.score)}</strong>
        <Meter part={harm.score / 100} tone={harmTone(harm.score)} />
      </div>
      <p className={classes.dim}>{t('harm.priority', { priority: figure(harm.priority), day: figure(harm.pointsADay) })}</p>
      <ul className={harmClasses.harmed}>
        {harm.parts
          .toSorted((one, other) => other.points - one.points || other.most - one.most)
          .map((part) => (
            <li key={part.name} data-nothing={part.value === null}>
              <span className={harmClasses.partName}>{t(`harm.part.${part.name}`)}</span>
              <span className="t-figures">{t('harm.points-of', { points: figure(part.points), most: figure(part.most) })}</span>
              <span className={harmClasses.partValue}>
                {part.value === null ? t('harm.unknown') : wordsFor(part.name, part.value)}
                {part.source === 'person' && <small>{t('harm.by-person')}</small>}
              </span>
              {view.may.close && (
                <Button
                  size="compact-xs"
                  variant="subtle"
                  px={6}
                  aria-label={t('harm.contest-of', { part: t(`harm.part.${part.name}`) })}
                  title={t('harm.contest')}
                  onClick={() => setContesting(part)}
                >
                  <IconPencil size={14} aria-hidden="true" />
                </Button>
              )}
            </li>
          ))}
      </ul>
      <Inputs harm={harm} />
      <Modal
        opened={contesting !== undefined}
        onClose={() => setContesting(undefined)}
        title={contesting === undefined ? '' : t('harm.contest-of', { part: t(`harm.part.${contesting.name}`) })}
        closeButtonProps={{ 'aria-label': t('ui:close') }}
      >
        {contesting !== undefined && <ContestForm view={view} part={contesting} onDone={() => setContesting(undefined)} />}
      </Modal>
    </>
  )
}

/** Everything that was ever put in, newest first. */
function Inputs({ harm }: { readonly harm: HarmView }) {
  const { t } = useTranslation('cases')
  const wordsFor = useHarmValue()
  return (
    <details className={classes.details}>
      <summary>{t('harm.history', { count: harm.inputs.length })}</summary>
      <ol className={harmClasses.inputs}>
        {harm.inputs.toReversed().map((input) => (
          <li key={input.id}>
            <strong>{t(`harm.part.${input.name}`)}</strong>:{' '}
            {input.value === null ? t('harm.taken-back') : wordsFor(input.name, input.value)}
            <small>
              {input.source === 'machine' ? t('who.system') : <By who={input.by} />} · <Time at={input.at} />
            </small>
            {input.reason !== null && <q dir="auto">{input.reason}</q>}
          </li>
        ))}
      </ol>
      <p className={classes.dim}>{t('harm.version', { version: harm.version })}</p>
    </details>
  )
}

type Wish = { readonly number: number | string; readonly flag: string; readonly one: string | null; readonly many: string[] }

function wishOf({ value }: Part): Wish {
  return {
    number: typeof value === 'number' ? value : '',
    flag: value === false ? 'no' : 'yes',
    one: typeof value === 'string' ? value : null,
    many: Array.isArray(value) ? value : [],
  }
}

function valueIn(name: HarmName, wish: Wish): number | boolean | string | string[] | undefined {
  if (name === 'active') return wish.flag === 'yes'
  if (name === 'victims') return wish.many
  if (name === 'content' || name === 'reach') return wish.one ?? undefined
  return wish.number === '' ? undefined : Number(wish.number)
}

function ContestForm({ view, part, onDone }: { readonly view: CaseView; readonly part: Part; readonly onDone: () => void }) {
  const { t } = useTranslation('cases')
  const act = useAct(contestHarm, caseChanges)
  const [wish, setWish] = useState(() => wishOf(part))
  const [reason, setReason] = useState('')
  const [wrong, setWrong] = useState<'value' | 'reason'>()
  const put = async (value: number | boolean | string | string[] | null | undefined) => {
    if (value === undefined) return setWrong('value')
    if (reason.trim().length < 3) return setWrong('reason')
    const done = await act.run({ params: { id: view.id }, body: { name: part.name, value, reason: reason.trim() } })
    if (done !== undefined) onDone()
  }
  return (
    <DialogForm
      failure={act.failure}
      running={act.running}
      act={t('harm.contest-act')}
      onSubmit={(event) => {
        event.preventDefault()
        void put(valueIn(part.name, wish))
      }}
    >
      <p className={classes.dim}>{t(`harm.means.${part.name}`)}</p>
      <ValueField name={part.name} wish={wish} onChange={setWish} error={wrong === 'value' ? t('ui:field.required') : undefined} />
      <Textarea
        label={t('field.reason')}
        description={t('harm.reason-hint')}
        autosize
        minRows={2}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        error={wrong === 'reason' ? t('ui:field.required') : undefined}
      />
      {part.source === 'person' && (
        <Button variant="default" onClick={() => void put(null)}>
          {t('harm.take-back')}
        </Button>
      )}
    </DialogForm>
  )
}

type ValueProps = {
  readonly name: HarmName
  readonly wish: Wish
  readonly onChange: (wish: Wish) => void
  readonly error: string | undefined
}

function ValueField({ name, wish, onChange, error }: ValueProps) {
  const { t } = useTranslation('cases')
  const label = t(`harm.part.${name}`)
  const set = (change: Partial<Wish>) => onChange({ ...wish, ...change })
  if (name === 'active')
    return (
      <SegmentedControl
        aria-label={label}
        data={[
          { value: 'yes', label: t('harm.yes') },
          { value: 'no', label: t('harm.no') },
        ]}
        value={wish.flag}
        onChange={(flag) => set({ flag })}
      />
    )
  if (name === 'victims')
    return (
      <MultiSelect
        label={label}
        data={victimGroups.map((one) => ({ value: one, label: t(`harm.victim.${one}`) }))}
        value={wish.many}
        onChange={(many) => set({ many })}
        clearable
        data-autofocus
      />
    )
  if (name === 'content' || name === 'reach')
    return (
      <Select
        label={label}
        data={
          name === 'reach'
            ? reaches.map((one) => ({ value: one, label: t(`harm.reach.${one}`) }))
            : caseKinds.map((one) => ({ value: one, label: t(`harm.content.${one}`) }))
        }
        value={wish.one}
        onChange={(one) => set({ one })}
        error={error}
        data-autofocus
      />
    )
  return (
    <NumberInput
      label={label}
      min={0}
      max={name === 'countries' ? 250 : 1_000_000_000}
      allowDecimal={false}
      thousandSeparator
      prefix={name === 'money' ? 'US$ ' : ''}
      value={wish.number}
      onChange={(number) => set({ number })}
      error={error}
      data-autofocus
    />
  )
}
