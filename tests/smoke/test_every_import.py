from contextlib import closing
from itertools import cycle, islice

from odoo import models
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.tests.cast import ROLE_GROUPS
from odoo.addons.aftersales.tests.dealership.counter import CheckinCommon
from odoo.addons.aftersales.tests.dealership.health import HealthCommon

# A value that its field refuses when it is written, not when the file is read.
TOO_MUCH = {'char': 'x' * 30_000, 'text': 'x' * 30_000, 'float': '1e30', 'monetary': '1e30'}
KINDS = (*TOO_MUCH, 'integer', 'selection')
RAW = r"class '|Traceback|Error:|psycopg|[a-z]_[a-z]+ violates|NoneType|object has no|not enough values|out of range"


@tagged('post_install', '-at_install')
class TestEveryImport(HealthCommon, CheckinCommon):
    """faults A9: what somebody may write he may import, by database id and by external id, of every model of ours."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._receive_approved(2)
        cls.users = [getattr(cls, f'user_{role}') for role in ROLE_GROUPS]
        companies = cls.env['aftersales.workshop'].search([]).company_id
        cls.env['res.users'].union(*cls.users).company_ids |= companies
        cls.everywhere = {'allowed_company_ids': (cls.company | companies).ids}

    def _get_models(self):
        return [
            self.env[name] for name in sorted(self.env.registry)
            if name.startswith('aftersales.') and self.env[name]._auto
            and not self.env[name]._abstract and not self.env[name]._transient]

    def _find(self, model):
        """Two records of a model, or one, with a field that somebody may write as it is; None where there is none."""
        for user in self.users:
            mine = model.with_user(user).with_context(**self.everywhere)
            if not mine.has_access('write'):
                continue
            records = mine.search([], limit=4, order='id desc')
            for field in model._fields.values():
                if field.type not in KINDS or not field.store or field.readonly or field.translate or field.related:
                    continue
                chosen = records.filtered(lambda record, name=field.name: self._may_write(record, name))
                if chosen:
                    return chosen[:2], field
        return None

    def _may_write(self, record, name):
        try:
            with closing(self.cr.savepoint()):
                if not record[name]:
                    return False
                record.write({name: record[name]})
                self.env.flush_all()
        except (AccessError, UserError):
            return False
        finally:
            self.env.invalidate_all()
        return True

    def _load(self, records, fields, rows):
        return records.browse().with_context(import_file=True).load(fields, rows)

    @mute_logger('odoo.sql_db', 'odoo.addons.aftersales.models.base.base')
    def test_every_model(self):
        """faults A9: by id and by external id, alone and together, with a bad row among them, × model."""
        tried, self.none = 0, []
        for model in self._get_models():
            found = self._find(model)
            if not found:
                self.none.append((model._name, model.search_count([])))
                continue
            tried += 1
            records, field = found
            count, before = model.with_context(active_test=False).search_count([]), records.sudo().mapped(field.name)
            told = [[*row, str(record.id)] for record, row in zip(
                records, records.sudo().export_data(['id', field.name])['datas'])]
            for key, column in (('.id', 2), ('id', 0)):
                rows = [[row[column], str(row[1])] for row in told]
                with self.subTest(model=model._name, field=field.name, key=key), closing(self.cr.savepoint()):
                    answer = self._load(records, [key, field.name], rows)
                    self.assertEqual((answer['ids'], answer['messages']), (records.ids, []))
                    self.assertEqual(records.sudo().mapped(field.name), before)
                if len(rows) < 2 or field.type not in TOO_MUCH or (tried + column) % 2 == 0:
                    continue  # every second model by each key
                with self.subTest(model=model._name, field=field.name, key=key, bad=True), closing(self.cr.savepoint()):
                    answer = self._load(records, [key, field.name], [rows[0], [rows[1][0], TOO_MUCH[field.type]]])
                    self.assertFalse(answer['ids'])
                    self.assertEqual([message['rows']['from'] for message in answer['messages']], [1])
                    self.assertNotRegex(answer['messages'][0]['message'], RAW)
                    self.assertNotRegex(answer['messages'][0]['message'], "[Mm]issing|required|kept by the system")
                self.assertEqual(model.with_context(active_test=False).search_count([]), count)
        self.assertGreater(tried, 45, self.none)

    @mute_logger('odoo.sql_db', 'odoo.addons.aftersales.models.base.base')
    def test_bad_files(self):
        """faults A9: whatever stands in a file is answered in sentences, and nothing of it is kept, × model."""
        values = cycle(("x", "", "1e400", "0001-01-01", "A\\0b\\u202e", "x" * 10_000, "𝄞"))
        unread = ('binary', 'properties', 'json', 'one2many', 'many2many')
        for model in self._get_models():
            mine = model.with_user(self.user_manager).with_context(**self.everywhere)
            names = [
                field.name for field in model._fields.values()
                if field.store and not field.readonly and field.name not in models.MAGIC_COLUMNS and field.type not in unread]
            if not mine.has_access('create'):
                continue
            count = model.with_context(active_test=False).search_count([])
            for value in islice(values, 3):  # the next model goes on with the next ones
                with self.subTest(model=model._name, value=value[:20]), closing(self.cr.savepoint()):
                    try:
                        answer = self._load(mine, names, [[value] * len(names)])
                    except UserError as error:
                        answer = {'ids': False, 'messages': [{'message': str(error)}]}
                    for message in answer['messages']:
                        self.assertNotRegex(str(message['message']), RAW)
                    if answer['messages']:
                        self.assertFalse(answer['ids'])
                        self.assertEqual(model.with_context(active_test=False).search_count([]), count)
