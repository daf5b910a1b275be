import { Button, Checkbox, Group, Modal, NumberInput, Select, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { costBearers, requestOutcomes } from '../../../../../src/domain/cooperation/contract/network/request-names.ts'
import { agreeCost, noteOutcome, settleCost, stateCost } from '../../../../../src/domain/cooperation/contract/network/request-results.ts'
import type { RequestLine, RequestWhole } from '../../../../../src/domain/cooperation/contract/network/requests.ts'
import { useAct, useQuickAct } from '../../../app/act.ts'
import { FormNote } from '../../../app/form.tsx'
import { Badge } from '../../../ui/badge.tsx'
import { useConfirm } from '../../../ui/confirm.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { Section } from '../../../ui/page.tsx'
import { usePreferences } from '../../../ui/preferences.tsx'
import { Time } from '../../../ui/time.tsx'
import { toast } from '../../../ui/toast.tsx'

const live = ['request']
const tones = { asked: 'warn', agreed: 'good', declined: 'bad', paid: 'good' } as const
type Cost = NonNullable<RequestLine['cost']>
type Part = { readonly request: RequestWhole }

export function useMoney() {
  const { locale } = usePreferences()
  return ({ amount, currency }: Pick<Cost, 'amount' | 'currency'>) =>
    new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay: 'code' }).format(amount)
}

/** What answering costs and how that stands, and what came of the request. */
export function Results({ request }: Part) {
  const { t } = useTranslation('requests')
  const money = useMoney()
  const { cost, outcome, outcomeSaid, may } = request
  const acts = may.stateCost || may.agreeCost || may.settleCost || may.outcome
  if (cost === null && outcome === null && !acts) return null
  return (
    <Section title={t('results.title')}>
      <Stack gap="sm" align="flex-start">
        <Facts
          facts={[
            cost !== null && { name: t('cost.name'), value: money(cost) },
            cost !== null && { name: t('cost.bearer'), value: t(`cost.bearers.${cost.bearer}`) },
            cost !== null && {
              name: t('cost.stands'),
              value: (
                <>
                  <Badge tone={tones[cost.state]}>{t(`cost.states.${cost.state}`)}</Badge> <Time at={cost.at} style="date" />
                </>
              ),
            },
            outcome !== null && { name: t('outcome.name'), value: t(`outcomes.${outcome}`) },
            outcomeSaid !== null && { name: t('outcome.at'), value: <Time at={outcomeSaid.at} style="date" /> },
          ]}
        />
        {outcomeSaid !== null && outcomeSaid.text !== '' && <Text dir="auto">{outcomeSaid.text}</Text>}
        <CostActs request={request} />
        {may.outcome && <OutcomeAct request={request} />}
      </Stack>
    </Section>
  )
}

function CostActs({ request }: Part) {
  const { t } = useTranslation('requests')
  const confirm = useConfirm()
  const money = useMoney()
  const agree = useQuickAct(agreeCost, live)
  const settle = useQuickAct(settleCost, live)
  const [stating, setStating] = useState(false)
  const { id, cost, may, other } = request
  // agreed to is what is shown here, whatever was stated since
  const say = (agreed: boolean) => {
    if (cost === null) return
    const { amount, currency, bearer } = cost
    return agree({ params: { id }, body: { agree: agreed, amount, currency, bearer } }, t(`cost.states.${agreed ? 'agreed' : 'declined'}`))
  }
  const askAgree = async () => {
    if (cost === null) return
    const means = t('cost.agree-means', { name: other.name, money: money(cost), bearer: t(`cost.bearers.${cost.bearer}`) })
    if (await confirm({ title: t('cost.agree'), consequence: means, act: t('cost.agree') })) await say(true)
  }
  return (
    <Group gap="xs">
      {may.stateCost && (
        <Button size="compact-sm" variant="default" onClick={() => setStating(true)}>
          {t(cost === null ? 'cost.state' : 'cost.change')}
        </Button>
      )}
      {may.agreeCost && (
        <>
          <Button size="compact-sm" onClick={() => void askAgree()}>
            {t('cost.agree')}
          </Button>
          <Button size="compact-sm" variant="default" onClick={() => void say(false)}>
            {t('cost.decline')}
          </Button>
        </>
      )}
      {may.settleCost && (
        <Button size="compact-sm" variant="default" onClick={() => void settle({ params: { id } }, t('cost.states.paid'))}>
          {t('cost.settle')}
        </Button>
      )}
      <Modal opened={stating} onClose={() => setStating(false)} title={t('cost.state')} closeButtonProps={{ 'aria-label': t('ui:close') }}>
        {stating && <CostForm request={request} onDone={() => setStating(false)} />}
      </Modal>
    </Group>
  )
}

function CostForm({ request, onDone }: Part & { onDone(): void }) {
  const { t } = useTranslation('requests')
  const act = useAct(stateCost, live)
  const { cost } = request
  const [amount, setAmount] = useState<number | string>(cost?.amount ?? '')
  const [currency, setCurrency] = useState(cost?.currency ?? '')
  const [bearer, setBearer] = useState<Cost['bearer']>(cost?.bearer ?? 'asker')
  const ready = typeof amount === 'number' && /^[A-Za-z]{3}$/.test(currency.trim())
  const submit = async () => {
    if (typeof amount !== 'number') return
    const body = { amount, currency: currency.trim().toUpperCase(), bearer }
    if ((await act.run({ params: { id: request.id }, body })) === undefined) return
    toast(t('cost.stated'))
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
        <Text>{t('cost.state-means', { name: request.other.name })}</Text>
        <NumberInput
          label={t('cost.amount')}
          required
          min={0}
          max={1_000_000_000}
          decimalScale={2}
          allowNegative={false}
          value={amount}
          onChange={setAmount}
        />
        <TextInput
          label={t('cost.currency')}
          description={t('cost.currency-hint')}
          required
          maxLength={3}
          dir="ltr"
          value={currency}
          onChange={(event) => setCurrency(event.currentTarget.value)}
        />
        <Select
          label={t('cost.bearer')}
          allowDeselect={false}
          data={costBearers.map((one) => ({ value: one, label: t(`cost.bearers.${one}`) }))}
          value={bearer}
          onChange={(value) => setBearer(costBearers.find((one) => one === value) ?? bearer)}
        />
        <FormNote failure={act.failure} />
        <Group justify="flex-end">
          <Button type="submit" loading={act.running} disabled={!ready}>
            {t('cost.state')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function OutcomeAct({ request }: Part) {
  const { t } = useTranslation('requests')
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button size="compact-sm" variant="default" onClick={() => setOpen(true)}>
        {t(request.outcome === null ? 'outcome.note' : 'outcome.change')}
      </Button>
      <Modal opened={open} onClose={() => setOpen(false)} title={t('outcome.name')} closeButtonProps={{ 'aria-label': t('ui:close') }}>
        {open && <OutcomeForm request={request} onDone={() => setOpen(false)} />}
      </Modal>
    </>
  )
}

function OutcomeForm({ request, onDone }: Part & { onDone(): void }) {
  const { t } = useTranslation('requests')
  const act = useAct(noteOutcome, live)
  const [outcome, setOutcome] = useState<(typeof requestOutcomes)[number]>(request.outcome ?? 'action')
  const [text, setText] = useState(request.outcomeSaid?.text ?? '')
  const [tell, setTell] = useState(true)
  const submit = async () => {
    if ((await act.run({ params: { id: request.id }, body: { outcome, text: text.trim(), tell } })) === undefined) return
    toast(t('outcome.noted'))
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
        <Select
          label={t('outcome.name')}
          allowDeselect={false}
          data={requestOutcomes.map((one) => ({ value: one, label: t(`outcomes.${one}`) }))}
          value={outcome}
          onChange={(value) => setOutcome(requestOutcomes.find((one) => one === value) ?? outcome)}
        />
        <Textarea
          label={t('outcome.text')}
          description={t('outcome.text-hint')}
          autosize
          minRows={2}
          maxLength={2_000}
          dir="auto"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Checkbox
          label={t('outcome.tell', { name: request.other.name })}
          checked={tell}
          onChange={(event) => setTell(event.currentTarget.checked)}
        />
        <FormNote failure={act.failure} />
        <Group justify="flex-end">
          <Button type="submit" loading={act.running}>
            {t('outcome.note')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
