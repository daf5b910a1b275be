import { Button, Group, Stack, Switch, Textarea } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { changePublicity, type PublicityView, readPublicity } from '../../../../src/domain/cooperation/contract/network/public.ts'
import { useAct } from '../../app/act.ts'
import { Answer } from '../../app/answer.tsx'
import { FormNote, useFields } from '../../app/form.tsx'
import { useRead } from '../../app/read.ts'
import { Section } from '../../ui/page.tsx'
import { toast } from '../../ui/toast.tsx'
import classes from './network.module.css'

/** What the network lets be known of itself: its public directory, and whether it may be asked to let one in. */
export function Publicity() {
  const { t } = useTranslation('network')
  const state = useRead(readPublicity, {}, { live: ['publicity', 'member', 'contact'] })
  return (
    <Section title={t('publicity.title')} lead={t('publicity.lead')} id="publicity">
      <Answer of={state}>
        {(said) => (
          <Stack gap="sm">
            {said.may.change ? (
              <PublicityForm key={`${said.directory} ${said.asking} ${said.introduction}`} said={said} />
            ) : (
              <Said said={said} />
            )}
            <p className={classes.nothing}>
              {said.directory ? (
                <>
                  <a href="/directory" className={classes.link}>
                    {t('publicity.open')}
                  </a>{' '}
                  {t('publicity.named', { count: said.named.members })}
                </>
              ) : (
                t('publicity.would-name', { count: said.named.members })
              )}
            </p>
          </Stack>
        )}
      </Answer>
    </Section>
  )
}

type Part = { readonly said: PublicityView }

function Said({ said }: Part) {
  const { t } = useTranslation('network')
  return (
    <p className={classes.nothing}>
      {t(said.directory ? 'publicity.is-public' : 'publicity.is-closed')} {t(said.asking ? 'publicity.is-asked' : 'publicity.is-not-asked')}
    </p>
  )
}

function PublicityForm({ said }: Part) {
  const { t } = useTranslation('network')
  const act = useAct(changePublicity, ['publicity'])
  const { directory, asking, introduction } = said
  const form = useFields({ directory, asking, introduction }, {}, act.failure)
  const submit = form.onSubmit(async (body) => {
    if ((await act.run({ body })) !== undefined) toast(t('ui:saved'))
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <FormNote failure={act.failure} />
        <Switch label={t('publicity.directory')} description={t('publicity.directory-hint')} {...form.checked('directory')} />
        <Switch label={t('publicity.asking')} description={t('publicity.asking-hint')} {...form.checked('asking')} />
        <Textarea
          label={t('publicity.introduction')}
          description={t('publicity.introduction-hint')}
          autosize
          minRows={2}
          maxLength={2000}
          dir="auto"
          {...form.props('introduction')}
        />
        <Group justify="flex-end">
          <Button type="submit" loading={act.running}>
            {t('ui:save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
