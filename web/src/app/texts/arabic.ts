import problems from '../catalogue/ar/problems.json'
import shell from '../catalogue/ar/shell.json'
import ui from '../catalogue/ar/ui.json'

export const atOnce = { problems, shell, ui }
export const later = import.meta.glob<{ readonly default: object }>(['../catalogue/ar/*.json', '!../catalogue/ar/{problems,shell,ui}.json'])
