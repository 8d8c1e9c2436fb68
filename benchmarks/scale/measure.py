"""How long what people and scheduled actions read takes in one database; writes milliseconds by name to a file.

What the screens read is found by code: every action, filter and group-by (``tests/action_reads.py``), the form of each
model they show. What is searched by typing, boards and whatever else a room has are the ``reads`` of its file.
"""
import argparse
import json
import resource
import sys
import time
from pathlib import Path
from unittest.mock import patch

import psycopg2
from rooms import ROOMS
from werkzeug.test import Client
from work import Worker

from odoo import api, http
from odoo.api import Environment
from odoo.fields import Domain
from odoo.modules.registry import Registry
from odoo.service import security
from odoo.tools import config
from odoo.tools.translate import code_translations

sys.path.insert(0, str(Path(__file__).parents[2] / 'tests'))

from action_reads import ActionReads, find_actions
from form_spec import get_spec

SLOW_SECONDS = 5  # what takes longer is not measured a second time
ROUNDS = 3


class Place:
    """Somebody who reads all of a large dealer's data, and a customer."""

    def __init__(self, database, seconds):
        self.registry, self.database, self.seconds = Registry(database), database, seconds
        with self.registry.cursor() as cr:
            env = Environment(cr, api.SUPERUSER_ID, {})
            for lang, __ in env['res.lang'].get_installed():  # what is read once a process
                code_translations.get_python_translations('aftersales', lang)
            order = env['aftersales.order'].search([('state', '=', 'in_progress')], order='id desc', limit=1)
            self.order, self.company = order.id, order.company_id.id
            self.troubled = env['aftersales.job'].search(
                [('problem_id', '!=', False), ('company_id', '=', order.company_id.id)], order='id desc', limit=1).vehicle_id.id
            self.workshop, self.vehicle, self.customer = order.workshop_id.id, order.vehicle_id.id, order.partner_id.id
            self.user = env['res.users'].search([('login', '=', 'manager')]).id
            self.words = {
                'number': order.name, 'plate': order.vehicle_id.license_plate,
                'plate without its dot': order.vehicle_id.license_plate.replace('·', ''), 'VIN': order.vehicle_id.vin_sn,
                'phone': order.partner_id.phone, 'end of the phone': order.partner_id.phone.replace(' ', '')[-8:],
                'name': order.partner_id.name, 'nothing found': 'Zebedee Quux',
            }

    def env(self, cr, user=None):
        return Environment(cr, user or self.user, {
            'lang': 'en_US', 'tz': 'Asia/Shanghai', 'allowed_company_ids': [self.company]})

    def measure(self, call):
        """Milliseconds of the best round, ``None`` for what was given up; its queries; what of it was worked on."""
        best, queries = None, None
        for number in range(ROUNDS):
            with self.registry.cursor() as cr:
                cr.execute("SET statement_timeout = %s", [self.seconds * 1000])
                env = self.env(cr)
                env.user.has_group('base.group_user')  # what is read once a process
                if hasattr(call, 'prepare'):
                    call.prepare(cr)
                before = cr.sql_log_count
                start = time.perf_counter()
                try:
                    call(env)
                except psycopg2.errors.QueryCanceled:
                    return {'ms': None}
                finally:
                    took = time.perf_counter() - start
                    queries = cr.sql_log_count - before
                    cr.rollback()
            if number or took > SLOW_SECONDS:
                best = min(took, best or took)
            if took > SLOW_SECONDS:
                break
        return {'ms': best * 1000, 'queries': queries, 'records': getattr(call, 'records', None),
                'megabytes': resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def keep_stock(registry):
    """What the first night keeps of the months that are over, where nothing is kept yet: no large store is without it."""
    with registry.cursor() as cr:
        env = Environment(cr, api.SUPERUSER_ID, {})
        env['aftersales.stocking.policy']._create_missing()
        policies = env['aftersales.stocking.policy'].search([('kept_before', '=', False)])
        if policies:
            policies._keep_stock()
            env.flush_all()
            cr.execute("ANALYZE aftersales_stock_kept, aftersales_stock_kept_month")
            cr.commit()


# ------------------------------------------------------------
# What is read
# ------------------------------------------------------------

def read_actions(place, wanted):
    with place.registry.cursor() as cr:
        env = place.env(cr)
        models = {}
        for name, action in find_actions(env):
            if not env[action.res_model].has_access('read'):
                continue
            reads = ActionReads(env, name, action)
            models.setdefault(action.res_model, None)
            for read in reads.get_reads(more=True):
                yield f'{read.what}: {read}', read.call
        for model in models:
            if wanted(f'form: {model}'):
                yield from read_form(env, model)


def read_form(env, model):
    if not env['ir.ui.view'].sudo().search_count([('model', '=', model), ('type', '=', 'form')], limit=1):
        return
    record = env[model].search([], order='id desc', limit=1)
    spec = get_spec(env[model], False, 'form')
    if record:
        yield f'form: {model}', lambda env: env[model].browse(record.id).web_read(spec)


def find_scheduled(place):
    """Our scheduled actions: name, model, method."""
    with place.registry.cursor() as cr:
        env = place.env(cr)
        data = env['ir.model.data'].sudo().search([('model', '=', 'ir.cron'), ('module', '=', 'aftersales')], order='name')
        names = {cron.id: cron for cron in env['ir.cron'].sudo().browse(data.mapped('res_id'))}
        return [(one.name, names[one.res_id].model_id.model, names[one.res_id].code.removeprefix('model.').removesuffix('()'))
                for one in data]


def read_scheduled(place):
    """The queue of each scheduled action, without working on it, and the work on its first batch."""
    for name, model, method in find_scheduled(place):
        def queue(env, model=model, method=method):
            def only_queue(self, domain, called, batch=200, order='id', **__):
                self._get_batch_queue(Domain(domain), called, batch, order)
            with patch.object(type(env['aftersales.batch.mixin']), '_work_through', only_queue):
                getattr(env[model].sudo(), method)()
        yield f'scheduled: {name}', queue
        yield f'work: {name}', Worker(name, model, method)


def read_pages(place):
    """The customer's pages, by HTTP."""
    with place.registry.cursor() as cr:
        env = Environment(cr, api.SUPERUSER_ID, {})
        user = env['res.users'].with_context(no_reset_password=True).search([('login', '=', 'scale customer')])
        if not user:
            user = env['res.users'].with_context(no_reset_password=True).create({
                'login': 'scale customer', 'partner_id': place.customer, 'company_id': place.company,
                'company_ids': [place.company], 'group_ids': [env.ref('base.group_portal').id]})
        session = http.root.session_store.new()
        session.update(http.get_default_session(), db=place.database, _trace_disable=True)
        session.uid, session.login = user.id, user.login
        session.session_token = security.compute_session_token(session, env(user=user.id))
        session.context = dict(env(user=user.id)['res.users'].context_get())
        http.root.session_store.save(session)
        cr.commit()
    client = Client(http.root)
    client.set_cookie('session_id', session.sid)
    for url in ('/my', '/my/vehicles', f'/my/vehicles/{place.vehicle}', '/my/repair-orders', f'/my/repair-orders/{place.order}',
                '/my/appointments', '/my/book', '/aftersales/book'):
        def get(__, url=url):
            response = client.get(url, headers={'Host': 'localhost'})
            assert response.status_code == 200, f'{url} {response.status}'
        yield 'page: ' + url.replace(str(place.vehicle), '…').replace(str(place.order), '…'), get


def collect(place, wanted):
    yield from read_actions(place, wanted)
    for room in ROOMS:
        yield from getattr(room, 'reads', lambda __: ())(place)
    yield from read_scheduled(place)
    yield from read_pages(place)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--config', required=True)
    parser.add_argument('--database', required=True)
    parser.add_argument('--json', metavar='FILE', required=True)
    parser.add_argument('--trace', action='store_true', help='print each figure as it is measured')
    parser.add_argument('--only', metavar='TEXT', default='')
    parser.add_argument('--seconds', type=int, default=60, help='after which a read is given up')
    options = parser.parse_args()
    config.parse_config(['-c', options.config, '-d', options.database, '--log-level=critical'], setup_logging=True)
    place = Place(options.database, options.seconds)
    keep_stock(place.registry)
    figures = {}

    def wanted(name):
        return any(text in name for text in options.only.split(','))

    for name, call in collect(place, wanted):
        if wanted(name):
            try:
                figures[name] = place.measure(call)
            except Exception as error:
                print(f'{name}: {type(error).__name__}: {error}', file=sys.stderr)
            if options.trace:
                print(name, figures.get(name), flush=True)
    Path(options.json).write_text(json.dumps(figures, indent=1, ensure_ascii=False), encoding='utf-8')


if __name__ == '__main__':
    main()
