"""The template of all terms, and whether the Chinese translation is complete and sound."""
import re
from collections import Counter

import environment
import polib
import server

FOLDER = environment.CHECKOUT / 'i18n'
TEMPLATE = FOLDER / 'aftersales.pot'
CHINESE = FOLDER / 'zh_CN.po'
# What the program fills in at run time, and markup: a translation keeps each of them.
PLACEHOLDER = re.compile(r'%\(\w+\)[-\d.]*[sdf]|%[sd]|\{\{.*?\}\}|\{\w*\}|</?[a-z][\w-]*')


def export(database, target):
    server.odoo('i18n', 'export', '-d', database, '-o', target, 'aftersales', log='i18n')
    return polib.pofile(str(target))


def terms(catalogue):
    return {(entry.msgctxt, entry.msgid): entry for entry in catalogue if not entry.obsolete}


def check(database):
    """Compare a fresh export with the files in i18n/; raise Failure with every difference."""
    fresh = terms(export(database, environment.WORK / 'aftersales.pot'))
    problems = []
    if not TEMPLATE.exists() or set(terms(polib.pofile(str(TEMPLATE)))) != set(fresh):
        problems.append('i18n/aftersales.pot is not what the add-on says today: run ./dev i18n and commit it.')
    if CHINESE.exists():
        problems += check_translation(polib.pofile(str(CHINESE)), fresh)
    else:
        problems.append('i18n/zh_CN.po is missing: run ./dev i18n --update and translate it.')
    if problems:
        raise server.Failure('\n'.join(problems))
    return f'{len(fresh)} terms'


def check_translation(catalogue, wanted):
    have = terms(catalogue)
    groups = {
        'not in zh_CN.po': [key for key in wanted if key not in have],
        'no longer a term, but in zh_CN.po': [key for key in have if key not in wanted]
        + [(entry.msgctxt, entry.msgid) for entry in catalogue if entry.obsolete],
        'not translated': [key for key, entry in have.items() if not entry.translated() and not entry.fuzzy],
        'fuzzy': [key for key, entry in have.items() if entry.fuzzy],
        'placeholders or markup differ': [
            key for key, entry in have.items() if entry.msgstr and placeholders(entry.msgid) != placeholders(entry.msgstr)],
    }
    problems = []
    for what, keys in groups.items():
        problems += [f'{what}: {msgid!r}' for _context, msgid in keys[:20]]
        if len(keys) > 20:
            problems.append(f'{what}: and {len(keys) - 20} more')
    return problems


def placeholders(text):
    return Counter(PLACEHOLDER.findall(text))


def write(database, update=False):
    """Write the template; with ``update`` bring zh_CN.po to its terms, keeping what is translated."""
    FOLDER.mkdir(exist_ok=True)
    template = export(database, TEMPLATE)
    print(f'{TEMPLATE.relative_to(environment.CHECKOUT)}: {len(template)} terms.')
    if not update:
        return
    catalogue = polib.pofile(str(CHINESE)) if CHINESE.exists() else polib.POFile()
    catalogue.metadata = {**template.metadata, **catalogue.metadata, 'Language': 'zh_CN'}
    catalogue.merge(template)
    for entry in catalogue.obsolete_entries():
        catalogue.remove(entry)
    catalogue.save(str(CHINESE))
    waiting = len(catalogue.untranslated_entries()) + len(catalogue.fuzzy_entries())
    print(f'{CHINESE.relative_to(environment.CHECKOUT)}: {waiting} terms to translate.')
