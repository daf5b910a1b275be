import { Button, Group, Stack } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CaseLine } from '../../../../../src/domain/cases/contract.ts'
import { type JointWhole, linkJointCase } from '../../../../../src/domain/cooperation/contract/network/joint.ts'
import { useQuickAct } from '../../../app/act.ts'
import { CasePicker } from '../../../app/panels.ts'
import { Section } from '../../../ui/page.tsx'
import classes from '../sharing/sharing.module.css'

/** With which of our own cases it goes: for us alone. */
export function OwnCase({ joint }: { readonly joint: JointWhole }) {
  const { t } = useTranslation('joint')
  const link = useQuickAct(linkJointCase, ['joint-case'])
  const [choosing, setChoosing] = useState(false)
  const [chosen, setChosen] = useState<CaseLine | null>(null)
  const params = { id: joint.id }
  const set = async (own: string | null) => {
    if (await link({ params, body: { case: own } }, t(own === null ? 'own.unlinked' : 'own.linked'))) setChoosing(false)
  }
  return (
    <Section title={t('own.title')} lead={t('own.lead')}>
      <Stack gap="sm">
        {joint.case !== null && (
          <Link to="/cases/$id" params={{ id: joint.case }} className={classes.link}>
            {t('own.open')}
          </Link>
        )}
        {choosing && (
          <Suspense>
            <CasePicker label={t('own.choose')} value={chosen} onChange={setChosen} closed />
          </Suspense>
        )}
        {joint.may.link && (
          <Group gap="xs">
            {choosing ? (
              <Button size="compact-sm" disabled={chosen === null} onClick={() => void set(chosen?.id ?? null)}>
                {t('own.link')}
              </Button>
            ) : (
              <Button size="compact-sm" variant="default" onClick={() => setChoosing(true)}>
                {t(joint.case === null ? 'own.choose' : 'own.other')}
              </Button>
            )}
            {joint.case !== null && !choosing && (
              <Button size="compact-sm" variant="subtle" onClick={() => void set(null)}>
                {t('own.unlink')}
              </Button>
            )}
          </Group>
        )}
      </Stack>
    </Section>
  )
}
