import inspect
from collections import Counter
from contextlib import closing
from itertools import cycle

import psycopg2

from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.models import BaseModel
from odoo.service.model import get_public_method
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from odoo.addons.aftersales.tests.cast import ROLE_GROUPS
from odoo.addons.aftersales.tests.dealership.portal import PortalCommon

OURS = 'odoo.addons.aftersales.'
# Without any right of after-sales: what they call changes nothing of it.
OUTSIDERS = ('portal', 'public', 'employee')
MUTED = ('odoo.addons.base.models.ir_model', 'odoo.addons.base.models.ir_rule', 'odoo.sql_db', 'odoo.http')


@tagged('post_install', '-at_install')
class DoorCommon(PortalCommon):
    """People of every role and of none, and a record of each model in their company and in another one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.roles = {role: getattr(cls, f'user_{role}') for role in ROLE_GROUPS}
        cls.roles |= {
            'employee': cls.user_employee, 'portal': cls.user_customer, 'public': cls.env.ref('base.public_user')}
        cls._make_foreign()
        cls._remember_groups()
        cls._refuse_in_short()
        cls.env.flush_all()

    @classmethod
    def _remember_groups(cls):
        """Core's sentence tells which groups may do it: asked of the database once, not at each of thousands of refusals."""
        names, ask = {}, cls.registry['ir.model.access'].group_names_with_access

        def remembered(self, model_name, access_mode):
            key = (model_name, access_mode, self.env.lang)
            if key not in names:
                names[key] = ask(self, model_name, access_mode)
            return names[key]

        cls.classPatch(cls.registry['ir.model.access'], 'group_names_with_access', remembered)

    @classmethod
    def _refuse_in_short(cls):
        """Core looks up which rules refuse, and what the records are called: a quarter of the time of a walk."""
        def _make_access_error(self, operation, records):
            records.invalidate_recordset()
            return AccessError(f"{operation} of {records}: refused by a rule")

        cls.classPatch(cls.registry['ir.rule'], '_make_access_error', _make_access_error)

    @classmethod
    def _make_foreign(cls):
        """A visit at the neighbour's, as far as it goes without his people."""
        company = cls.other_company
        workshop = cls.env['aftersales.workshop'].create({'name': "Neighbour", 'code': 'NBR', 'company_id': company.id})
        vehicle = cls.env['fleet.vehicle'].create({
            'model_id': cls.model_a.id, 'license_plate': 'NEIGHBOUR', 'owner_id': cls.stranger.id, 'company_id': company.id})
        order = cls.env['aftersales.order'].with_company(company).create({
            'vehicle_id': vehicle.id, 'workshop_id': workshop.id, 'company_id': company.id, 'odometer_in': 1,
            'user_id': cls.user_other_advisor.id, 'job_ids': [fields.Command.create({'operation_id': cls.operation.id})]})
        order.action_receive()
        order.job_ids._approve('phone')
        order.job_ids.action_start()
        cls.env['aftersales.hold'].create({'order_id': order.id, 'kind': 'customer'})
        cls.env.flush_all()
        # A neighbour without opening hours has nothing free; only the database knows of his appointment.
        cls.env.cr.execute(SQL(
            "INSERT INTO aftersales_appointment (name, state, channel, company_id, workshop_id, start, stop, planned_hours, "
            "contact_name) VALUES ('AP/N', 'booked', 'phone', %s, %s, now(), now(), 1, 'Qian Duoduo')",
            company.id, workshop.id))
        cls.env['aftersales.enquiry'].create({'question': "?", 'company_id': company.id, 'workshop_id': workshop.id})
        cls.foreign_order = order

    def _get_our_models(self):
        """Models that are ours by name or by a class of ours, with a table."""
        for name in sorted(self.env.registry):
            model = self.env[name]
            if not model._abstract and any(base.__module__.startswith(OURS) for base in type(model).__mro__):
                yield model

    def _get_samples(self, model):
        """(of the own company, of another one); each may be empty."""
        Model = model.sudo().with_context(active_test=False)
        if not model._auto or 'company_id' not in model._fields or not model._fields['company_id'].store:
            return (Model.search([], order='id desc', limit=1) if model._auto else Model.browse()), Model.browse()
        return tuple(Model.search([('company_id', '=', company.id)], order='id desc', limit=1)
                     for company in (self.company, self.other_company))

    def _get_row(self, records):
        """The row of a record as the database has it."""
        self.env.flush_all()
        if not records:
            return None
        return self.env.execute_query(SQL("SELECT t::text FROM %s t WHERE id = %s", SQL.identifier(records._table), records.id))

    def _count_writes(self):
        """Rows of ours that this transaction has written so far, what was rolled back included."""
        self.env.flush_all()
        return self.env.execute_query(SQL(
            "SELECT sum(pg_stat_get_xact_tuples_inserted(oid) + pg_stat_get_xact_tuples_updated(oid) "
            "+ pg_stat_get_xact_tuples_deleted(oid)) FROM pg_class "
            "WHERE relkind = 'r' AND (relname LIKE 'aftersales%%' OR relname LIKE 'fleet_vehicle%%')"))[0][0]


@tagged('post_install', '-at_install')
class TestEveryDoor(DoorCommon):
    """faults A: every public method × every role and none × contexts as nobody but an attacker sends them."""

    # Of the contexts, so many for each method, role and record; the next method begins with the next one.
    contexts_each = 1

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Read once: thousands of calls begin with nothing read, so that each of them is asked for its rights.
        cls.ids = [{
            'aftersales.order': order.ids, 'aftersales.job': order.job_ids[:1].ids, 'fleet.vehicle': order.vehicle_id.ids,
            'aftersales.workshop': order.workshop_id.ids, 'res.company': order.company_id.ids,
            'aftersales.order.line': order.line_ids[:1].ids, 'res.partner': order.partner_id.ids,
        } for order in (cls.order, cls.foreign_order)]

    def _get_methods(self):
        """(model, name) of what our code lets RPC call, apart from the ORM's own methods."""
        for model in self._get_our_models():
            names = {
                name for base in type(model).__mro__ if base.__module__.startswith(OURS)
                for name, value in vars(base).items()
                if inspect.isfunction(value) and not name.startswith('_') and not hasattr(BaseModel, name)
            }
            for name in sorted(names):
                try:
                    get_public_method(model, name)
                except AccessError:
                    continue
                yield model, name

    def _get_contexts(self):
        foreign = self.foreign_order
        return [
            {},
            {'default_company_id': self.other_company.id, 'default_order_id': foreign.id, 'default_job_id': foreign.job_ids.id,
             'default_job_ids': foreign.job_ids.ids, 'default_workshop_id': foreign.workshop_id.id,
             'default_vehicle_id': foreign.vehicle_id.id, 'default_order_ids': foreign.ids},
            {'default_state': 'done', 'default_active': False, 'default_name': "Forged", 'default_user_id': 1,
             'default_approval': 'approved', 'default_price_unit': 0.0, 'default_content_hash': '0'},
            {'active_test': False},
            {'tracking_disable': True, 'mail_notrack': True, 'mail_create_nolog': True, 'mail_activity_quick_update': True},
            {'import_file': True, 'install_mode': True, 'module': 'base', 'noupdate': True},
            {'lang': 'xx_GARBAGE'},
            {'tz': 'Mars/Phobos'},
            {'allowed_company_ids': self.other_company.ids},
            {'allowed_company_ids': [self.company.id, self.other_company.id]},
            {'uid': 1, 'su': True, 'force_company': self.other_company.id, 'aftersales_hide_keys': False},
            {'bin_size': True, 'prefetch_fields': False},
            {'active_model': 'aftersales.order', 'active_id': foreign.id, 'active_ids': foreign.ids},
        ]

    def _get_arguments(self, method, records):
        """Something of the right kind for each argument the method wants: ids of another company's records."""
        foreign = self.ids[True]
        values = {
            'workshop_id': foreign['aftersales.workshop'][0], 'order_id': foreign['aftersales.order'][0],
            'job_id': foreign['aftersales.job'][0], 'job_ids': [*foreign['aftersales.job']],
            'vehicle_id': foreign['fleet.vehicle'][0], 'date': '2026-01-01', 'vals': {},
            'values': {}, 'domain': [], 'query': "x", 'msg_dict': {}, 'specification': {}, 'plan': {}, 'seen': {},
            'start': '2026-03-02 09:00:00',
            'date_from': '2026-03-02', 'name': "x",
        }
        parameters = list(inspect.signature(method).parameters.values())
        return [
            values.get(parameter.name, values['order_id']) for parameter in parameters
            if parameter.default is parameter.empty
            and parameter.kind in (parameter.POSITIONAL_ONLY, parameter.POSITIONAL_OR_KEYWORD)
        ]

    def _prepare_wizard_vals(self, model, is_foreign):
        """What a dialog needs to be opened at all."""
        known = self.ids[bool(is_foreign)]
        vals = {}
        for name, field in model._fields.items():
            if field.comodel_name in known and (field.required or not field.readonly):
                ids = known[field.comodel_name]
                if field.type == 'many2one':
                    vals[name] = ids[0] if ids else False
                else:
                    vals[name] = [fields.Command.set([*ids])]
            elif field.required and not field.default and not field.compute and field.type in ('char', 'text', 'datetime'):
                vals[name] = fields.Datetime.now() if field.type == 'datetime' else "Because"
        return vals

    def _call(self, model, name, user, record, is_foreign, context):
        """:return: the error, or None"""
        model = model.with_user(user).with_context(**context)
        try:
            if model._transient:
                records = model.create(self._prepare_wizard_vals(model, is_foreign))
            elif getattr(getattr(type(model), name), '_api_model', False):
                records = model
            else:
                records = model.browse(record.ids)
            method = getattr(records, name)
            method(*self._get_arguments(method, records))
            self.env.flush_all()
        except Exception as error:
            return error
        return None

    @mute_logger(*MUTED)
    def test_every_public_method(self):
        """faults A: no traceback, nothing of another company changes, and nothing at all by people without rights."""
        methods = list(self._get_methods())
        self.assertGreater(len(methods), 150)
        contexts, counts = cycle(self._get_contexts()), Counter()
        for model, name in methods:
            samples = self._get_samples(model) if not model._transient else (model, model)
            for role, user in self.roles.items():
                for is_foreign, record in enumerate(samples):
                    if not record and not model._transient and (is_foreign or model._auto):
                        continue
                    for __ in range(self.contexts_each):
                        self._try_door(model, name, role, user, record, is_foreign, next(contexts), counts)
                next(contexts)
        self.assertGreater(sum(counts.values()), 2000)

    def _try_door(self, model, name, role, user, record, is_foreign, context, counts):
        with self.subTest(method=f'{model._name}.{name}', role=role, context=context, foreign=is_foreign):
            self.env.invalidate_all()
            foreign = self.foreign_order if model._transient else record
            with closing(self.cr.savepoint(flush=False)):
                before = self._get_row(foreign) if is_foreign else None
                written = self._count_writes() if role in OUTSIDERS else 0
                error = self._call(model, name, user, record, is_foreign, context)
                if error is not None:
                    counts['refused'] += 1
                    self.assertIsInstance(error, (UserError, psycopg2.IntegrityError), f"{type(error).__name__}: {error}")
                    self.env.clear()
                    return
                counts['answered'] += 1
                if is_foreign:
                    self.assertEqual(self._get_row(foreign), before, "changes what belongs to another company")
                if role in OUTSIDERS:
                    self.assertEqual(self._count_writes(), written, "changes something as somebody without rights")


@tagged('post_install', '-at_install')
class TestEveryStoredField(DoorCommon):
    """faults A, M10, M11: every stored field of every model of ours, as every role."""

    def _get_stored_models(self):
        for model in self._get_our_models():
            if model._name.startswith('aftersales.') and model._auto and not model._transient:
                yield model

    def _get_value(self, record, field):
        """Another value of the field's kind."""
        value = record[field.name]
        if field.type in ('float', 'monetary', 'integer'):
            return value + 1
        if field.type == 'boolean':
            return not value
        if field.type in ('char', 'text', 'html'):
            return "Forged"
        if field.type == 'selection':
            keys = [key for key, __ in field._description_selection(self.env)]
            return next((key for key in keys if key != value), False)
        if field.type in ('date', 'datetime'):
            return '2001-01-01'
        if field.type == 'many2one':
            return self.env[field.comodel_name].sudo().search([('id', '!=', value.id)], limit=1).id
        if field.type in ('one2many', 'many2many'):
            return [fields.Command.clear()]
        if field.type == 'many2one_reference':
            return value + 1
        if field.type == 'json':
            return {'forged': True}
        return 'R0lGODlhAQABAAD/ACwAAAAAAQABAAACADs='

    def _get_fields(self, model):
        return [
            field for name, field in model._fields.items()
            if field.store and name not in models.MAGIC_COLUMNS and not name.startswith(('message_', 'activity_'))
            and field.type != 'properties'
        ]

    @mute_logger(*MUTED)
    def test_reading(self):
        """faults A: reading follows rights, companies and the fields' groups; keys are read by nobody."""
        count = 0
        for model in self._get_stored_models():
            own, foreign = self._get_samples(model)
            for role, user in self.roles.items():
                records = model.with_user(user)
                may = records.has_access('read')
                if foreign:
                    with self.subTest(model=model._name, role=role), self.assertRaises(AccessError):
                        records.browse(foreign.ids).read(['id', 'display_name', *[
                            field.name for field in self._get_fields(model) if not field.groups][:1]])
                if not own or (may and not records.browse(own.ids)._filtered_access('read')):
                    continue  # a rule of records hides it, such as somebody else's time
                names = [field.name for field in self._get_fields(model)]
                allowed = [
                    name for name in names
                    if may and (not model._fields[name].groups or user.has_groups(model._fields[name].groups))]
                count += len(names)
                self.env.invalidate_all()
                if allowed:
                    with self.subTest(model=model._name, role=role, read=True):
                        records.browse(own.ids).read(allowed)
                for name in set(names) - set(allowed):
                    with self.subTest(model=model._name, role=role, field=name):
                        self._assert_unread(records.browse(own.ids), name)
        self.assertGreater(count, 5000)

    def _assert_unread(self, record, name):
        """As ``assertRaises``, without a savepoint for each of thousands that change nothing."""
        try:
            record.read([name])
        except AccessError:
            return
        self.fail("is read")

    @mute_logger(*MUTED)
    def test_writing(self):
        """faults M10, M11: without the right nothing is written; what only the system sets is refused to everybody."""
        counts = Counter()
        for model in self._get_stored_models():
            for is_foreign, record in enumerate(self._get_samples(model)):
                if not record:
                    continue
                # Read once: whatever is refused changes nothing for those who try next.
                before = {field: record.sudo()[field.name] for field in self._get_fields(model)}
                values = {field: self._get_value(record.sudo(), field) for field in before}
                with closing(self.cr.savepoint(flush=False)) as savepoint:
                    for role, user in self.roles.items():
                        may = not is_foreign and model.with_user(user).has_access('write')
                        for field, value in values.items():
                            if may and (not field.readonly or field.inverse):
                                continue
                            with self.subTest(model=model._name, role=role, field=field.name, foreign=bool(is_foreign)):
                                counts[role] += 1
                                self._assert_kept(savepoint, record, user, field, value, before[field])
        self.assertGreater(sum(counts.values()), 5000)

    def _assert_kept(self, savepoint, record, user, field, value, before):
        try:
            record.with_user(user).write({field.name: value})
            self.env.flush_all()
        except (UserError, psycopg2.IntegrityError) as error:
            # Who was turned away at once has changed nothing: thousands need not go back, and read it again.
            if not isinstance(error, AccessError) or self.is_dirty():
                self._go_back(savepoint)
            return
        try:
            self.env.invalidate_all()
            self.assertEqual(record[field.name], before, "is written")
        finally:
            self._go_back(savepoint)
