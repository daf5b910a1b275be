import { Button, Group, Select, Stack, Textarea, TextInput } from '@mantine/core'
import { Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CaseLine } from '../../../../../src/domain/cases/contract.ts'
import { changeJointBrief, type JointWhole, openJointCase } from '../../../../../src/domain/cooperation/contract/network/joint.ts'
import { permittedUses, sharedTlps } from '../../../../../src/domain/cooperation/contract/network/names.ts'
import { useAct } from '../../../app/act.ts'
import { FormNote, useChecks, useFields } from '../../../app/form.tsx'
import { CasePicker } from '../../../app/panels.ts'
import { tlpName } from '../sharing/words.tsx'
import { jointKinds } from './words.tsx'

/** What a joint case is about: of a new one, with which case of one's own it goes; or said anew by its lead. */
export function BriefForm({ joint, onDone }: { readonly joint?: JointWhole; readonly onDone: (id: string) => void }) {
  const { t } = useTranslation(['joint', 'sharing'])
  const opening = useAct(openJointCase, jointKinds)
  const changing = useAct(changeJointBrief, jointKinds)
  const act = joint === undefined ? opening : changing
  const { required } = useChecks()
  const [own, setOwn] = useState<CaseLine | null>(null)
  const brief = joint?.brief
  const form = useFields(
    {
      title: brief?.title ?? '',
      text: brief?.text ?? '',
      ground: brief?.ground ?? '',
      tlp: (brief?.tlp ?? 'amber') as string,
      permitted: (brief?.permitted ?? 'internally-visible') as string,
    },
    { title: required, text: required, ground: required },
    act.failure,
  )
  const submit = form.onSubmit(async ({ title, text, ground, tlp, permitted }) => {
    const body = { title, text, ground, permitted: permittedUses.find((one) => one === permitted) ?? 'none' }
    const done =
      joint === undefined
        ? await opening.run({ body: { ...body, tlp: sharedTlps.find((one) => one === tlp) ?? 'amber', case: own?.id ?? null } })
        : await changing.run({ params: { id: joint.id }, body })
    if (done !== undefined) onDone(done.answer.id)
  })
  const choose = (one: CaseLine | null) => {
    setOwn(one)
    if (one !== null && form.values.title === '') form.set('title', one.title)
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <FormNote failure={act.failure} />
        {joint === undefined && (
          <Suspense>
            <CasePicker label={t('open.case')} description={t('open.case-hint')} value={own} onChange={choose} />
          </Suspense>
        )}
        <TextInput label={t('field.title')} maxLength={300} dir="auto" {...form.props('title')} />
        <Textarea label={t('field.purpose')} autosize minRows={3} maxLength={20_000} dir="auto" {...form.props('text')} />
        <Textarea label={t('field.ground')} autosize minRows={1} maxLength={2_000} dir="auto" {...form.props('ground')} />
        {joint === undefined && (
          <Select
            label={t('sharing:field.mark')}
            description={t(`sharing:tlp.${form.values.tlp}`)}
            allowDeselect={false}
            data={sharedTlps.map((one) => ({ value: one, label: tlpName(one) }))}
            {...form.props('tlp')}
          />
        )}
        <Select
          label={t('sharing:field.permitted')}
          allowDeselect={false}
          data={permittedUses.map((one) => ({ value: one, label: t(`sharing:permitted.${one}`) }))}
          {...form.props('permitted')}
        />
        <p>{t(joint === undefined ? 'open.who' : 'brief.who')}</p>
        <Group justify="flex-end">
          <Button type="submit" loading={act.running}>
            {t(joint === undefined ? 'open.act' : 'ui:save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
