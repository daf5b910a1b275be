import { Alert, Button, FileButton, Group, Select, SimpleGrid, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { permittedUses, sharedTlps } from '../../../../../src/domain/cooperation/contract/network/names.ts'
import { techniqueKinds } from '../../../../../src/domain/cooperation/contract/network/technique-names.ts'
import {
  changeTechnique,
  checkTechnique,
  makeTechnique,
  type TechniqueFaultView,
  type TechniqueWhole,
} from '../../../../../src/domain/cooperation/contract/network/techniques.ts'
import { useAct } from '../../../app/act.ts'
import { FormNote, useChecks, useFields } from '../../../app/form.tsx'
import { toast } from '../../../ui/toast.tsx'
import { tlpName } from '../sharing/words.tsx'

type FormProps = {
  /** the technique that gets a version; undefined: a new one */
  readonly technique?: TechniqueWhole
  readonly onDone: (technique: TechniqueWhole) => void
}
type Checked = { readonly entries: number | null; readonly fault: TechniqueFaultView | null }

const mostBytes = 512 * 1024
const examples = {
  rules:
    '# subject, text, from.name, from.domain, link.host, attachment.name, origin.country, dmarc, header "X-Mailer" …\nrule "Parcel lure" {\n  subject contains ("parcel", "package")\n  any { link.host ends ".example"  dmarc is "fail" }\n  none { from.domain is "post.example" }\n}\n',
  yara: 'rule parcel_lure\n{\n  strings:\n    $a = "customs fee" nocase\n    $b = /https?:\\/\\/[a-z0-9.-]+\\.example/\n  condition:\n    $a and $b\n}\n',
  indicators:
    '# url, domain, address, file (SHA-256) or sender, one a line\ndomain shop.example\naddress 192.0.2.0/24\nsender desk@parcel.example\n',
  tokens: '# a word or two and its weight\n@threshold 0.8\ncustoms fee 3.2\nverify account 2.5\nmeeting -2\n',
} as const

/** Writes a technique, or a further version of one. Whether it can be read is asked before it is kept, and the place of what is wrong is shown. */
export function TechniqueForm({ technique, onDone }: FormProps) {
  const { t } = useTranslation('techniques')
  const newest = technique?.versions[0]
  const making = useAct(makeTechnique, ['technique'])
  const changing = useAct(changeTechnique, ['technique'])
  const checking = useAct(checkTechnique, [])
  const act = technique === undefined ? making : changing
  const { required } = useChecks()
  const [checked, setChecked] = useState<Checked>()
  const area = useRef<HTMLTextAreaElement>(null)
  const form = useFields(
    {
      kind: (technique?.kind ?? 'rules') as string,
      name: technique?.name ?? '',
      description: newest?.description ?? '',
      text: newest?.text ?? '',
      tlp: (newest?.tlp ?? 'amber') as string,
      permitted: (newest?.permitted ?? 'internally-visible') as string,
    },
    { name: required, text: required },
    act.failure,
  )
  const kind = techniqueKinds.find((one) => one === form.values.kind) ?? 'rules'
  const check = async (text: string): Promise<boolean> => {
    const done = await checking.run({ body: { kind, text } })
    setChecked(done?.answer)
    const fault = done?.answer.fault ?? null
    if (fault !== null) show(area.current, fault)
    return done !== undefined && fault === null
  }
  const submit = form.onSubmit(async ({ name, description, text, tlp, permitted }) => {
    if (!(await check(text))) return
    const said = {
      name: name.trim(),
      description: description.trim(),
      text,
      tlp: sharedTlps.find((one) => one === tlp) ?? 'amber',
      permitted: permittedUses.find((one) => one === permitted) ?? 'none',
    }
    const done =
      technique === undefined
        ? await making.run({ body: { kind, ...said } })
        : await changing.run({ params: { id: technique.id }, body: said })
    if (done !== undefined) {
      toast(t('kept'))
      onDone(done.answer)
    }
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <FormNote failure={act.failure ?? checking.failure} />
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
          <TextInput label={t('field.name')} maxLength={200} dir="auto" data-autofocus {...form.props('name')} />
          <Select
            label={t('field.kind')}
            disabled={technique !== undefined}
            allowDeselect={false}
            data={techniqueKinds.map((one) => ({ value: one, label: t(`kind.${one}`) }))}
            {...form.props('kind')}
          />
        </SimpleGrid>
        <Text size="sm" c="dimmed">
          {t(`about.${kind}`)}
        </Text>
        <Textarea
          label={t('field.description')}
          autosize
          minRows={1}
          maxRows={6}
          maxLength={4_000}
          dir="auto"
          {...form.props('description')}
        />
        <Textarea
          label={t('field.text')}
          ref={area}
          rows={14}
          dir="ltr"
          spellCheck={false}
          placeholder={examples[kind]}
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: '0.8125rem' } }}
          {...form.props('text')}
        />
        <Group gap="xs">
          <FileButton
            onChange={(file) =>
              void take(
                file,
                (text) => form.set('text', text),
                () => setChecked(tooLarge),
              )
            }
            accept=".txt,.yar,.yara,.rules,text/plain"
          >
            {(props) => (
              <Button variant="default" size="compact-sm" {...props}>
                {t('from-file')}
              </Button>
            )}
          </FileButton>
          <Button variant="default" size="compact-sm" loading={checking.running} onClick={() => void check(form.values.text)}>
            {t('check')}
          </Button>
        </Group>
        <CheckNote kind={kind} checked={checked} />
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
          <Select
            label={t('field.mark')}
            description={t('field.mark-hint')}
            allowDeselect={false}
            data={sharedTlps.map((one) => ({ value: one, label: tlpName(one) }))}
            {...form.props('tlp')}
          />
          <Select
            label={t('field.permitted')}
            description={t('field.permitted-hint')}
            allowDeselect={false}
            data={permittedUses.map((one) => ({ value: one, label: t(`sharing:permitted.${one}`) }))}
            {...form.props('permitted')}
          />
        </SimpleGrid>
        <Group justify="flex-end">
          <Button type="submit" loading={act.running || checking.running}>
            {t(technique === undefined ? 'keep' : 'keep-version')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

const tooLarge: Checked = { entries: null, fault: { code: 'too-large', line: 1, column: 1, found: '' } }

async function take(file: File | null, set: (text: string) => void, refuse: () => void): Promise<void> {
  if (file === null) return
  if (file.size > mostBytes) return refuse()
  set(await file.text())
}

/** Puts the caret where the fault is. */
function show(area: HTMLTextAreaElement | null, { line, column }: TechniqueFaultView): void {
  if (area === null) return
  const lines = area.value.split('\n')
  const at = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0) + column - 1
  area.focus()
  area.setSelectionRange(at, Math.max(at, at + 1))
}

function CheckNote({ kind, checked }: { readonly kind: (typeof techniqueKinds)[number]; readonly checked: Checked | undefined }) {
  const { t } = useTranslation('techniques')
  if (checked === undefined) return null
  const { fault, entries } = checked
  if (fault === null)
    return (
      <Text size="sm" role="status">
        {t('can-be-read')} {t(`entries.${kind}`, { number: entries ?? 0 })}
      </Text>
    )
  return (
    <Alert color="red" title={t('fault.at', { line: fault.line, column: fault.column })}>
      {t(`fault.${fault.code}`)}
      {fault.found !== '' && (
        <>
          {' '}
          <code>
            <bdi>{fault.found}</bdi>
          </code>
        </>
      )}
    </Alert>
  )
}
