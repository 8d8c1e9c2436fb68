"""Run in Odoo's shell: renders every view, mail, message, print and customer's page there is, and counts them."""
import html
import re
from ast import literal_eval
from contextlib import contextmanager

from werkzeug.test import Client

from odoo import http
from odoo.exceptions import UserError

failures, counts = [], {}


@contextmanager
def attempt(kind, name):
    try:
        with env.cr.savepoint():  # noqa: F821
            yield
        counts[kind] = counts.get(kind, 0) + 1
    except UserError as error:  # a sentence: this record has no such paper
        counts.setdefault('refused in words', 0)
        counts['refused in words'] += 1
        print(f'{kind} {name}: {error}')
    except Exception as error:
        failures.append(f'{kind} {name}: {type(error).__name__}: {str(error)[:300]}')


def ours(model):
    data = env['ir.model.data'].search([('module', '=', 'aftersales'), ('model', '=', model)])  # noqa: F821
    return env[model].browse(data.mapped('res_id')).exists()  # noqa: F821


def sample(model, domain=()):
    """The newest record of the demo, and the oldest, which looks otherwise."""
    domain = list(domain)
    return env[model].search(domain, limit=1, order='id desc') | env[model].search(domain, limit=1, order='id')  # noqa: F821


for view in ours('ir.ui.view'):
    if view.type != 'qweb' and view.model:
        with attempt('views', view.xml_id):
            env[view.model].get_view(view.id if not view.inherit_id else None, view.type)  # noqa: F821
for template in ours('mail.template'):
    for record in sample(template.model):
        with attempt('mails', template.name):
            template._generate_template(record.ids, ('subject', 'body_html', 'email_from', 'partner_to'))
for template in ours('sms.template'):
    for record in sample(template.model):
        with attempt('messages', template.name):
            template._render_field('body', record.ids)
for action in ours('ir.actions.report'):
    for record in sample(action.model, literal_eval(action.domain or '[]')):
        with attempt('prints', action.name):
            env['ir.actions.report']._render_qweb_html(action, record.ids)  # noqa: F821
for cron in ours('ir.cron'):
    with attempt('scheduled actions', cron.cron_name):
        method = re.fullmatch(r'model\.(\w+)\(\)', cron.code)[1]
        assert hasattr(env[cron.model_id.model], method), f'{cron.model_id.model} has no {method}'  # noqa: F821


def walk(start, login):
    """Follow every link of the customer's pages: none may lead nowhere."""
    client, seen, waiting = Client(http.root), set(), [start]
    here = {'REMOTE_ADDR': '127.0.0.1'}
    client.post('/web/session/authenticate', environ_overrides=here, json={'jsonrpc': '2.0', 'params': {
        'db': env.cr.dbname, 'login': login, 'password': login}})  # noqa: F821
    while waiting and len(seen) < 150:
        url = waiting.pop(0)
        if url in seen:
            continue
        seen.add(url)
        with attempt('pages', url):
            answer = client.get(url, follow_redirects=True, environ_overrides=here)
            if answer.status_code >= 400:
                raise ValueError(f'status {answer.status_code}')
            if answer.mimetype == 'text/html':
                links = re.findall(r'href="(/(?:my|aftersales)/[^"#]*)"', answer.get_data(as_text=True))
                waiting += [html.unescape(link) for link in links if 'logout' not in link]


env.cr.commit()  # noqa: F821  # the pages read in transactions of their own
for login in ('customer',):
    walk('/my', login)
env.cr.rollback()  # noqa: F821
counted = ', '.join(f'{number} {kind}' for kind, number in counts.items())
print('Failed:\n' + '\n'.join(failures) if failures else f'Rendered: {counted}')
