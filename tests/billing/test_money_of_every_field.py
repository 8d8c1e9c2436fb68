from collections import Counter, defaultdict
from itertools import cycle
from unittest import TestCase

import psycopg2
from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.tests.cast import ROLE_GROUPS
from odoo.addons.aftersales.tests.dealership.billing import BillingCommon

STATES = ('todo', 'approved', 'issued', 'done', 'partly invoiced', 'invoiced')
MODELS = ('aftersales.order', 'aftersales.job', 'aftersales.order.line')
LIMITS = {'manager': 100, 'dispatcher': 15, 'advisor': 10, 'parts': 5}
CENT = 0.011
# What money is read from: a field that moves one of these moves money.
MONEY = {
    'aftersales.order': ('amount_total', 'partner_id', 'pricelist_id', 'fiscal_position_id', 'currency_id', 'invoice_status'),
    'aftersales.job': ('amount_total', 'payer_id', 'co_payer_id', 'share', 'deductible', 'approval', 'settlement', 'state'),
    'aftersales.order.line': (
        'price_unit', 'discount', 'quantity', 'price_total', 'tax_ids', 'approval', 'qty_invoiced', 'qty_to_invoice',
        'product_id', 'product_uom_id', 'name'),
}


@tagged('post_install', '-at_install')
class TestMoneyOfEveryField(BillingCommon):
    """faults M: every field of an order × every state of its jobs × the roles that write most, every other role in turn.

    Fields are found in the registry, values by their kind. Whatever is written is either refused with a sentence, or
    it stays within the role's limit, nobody on the customer's side is charged more than he said yes to, nothing is
    invoiced twice, and the invoices are the order.
    """
    with_shop = True
    # Who may do most tries each field in each state, the others in every second one.
    always = ('manager', 'advisor')
    tries = 1  # values of a field that a role tries in a state; the next role goes on with the next ones
    follows = 1  # to the invoice, of what was accepted for a field in a state

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.roles = {role: getattr(cls, f'user_{role}') for role in ROLE_GROUPS}
        for role, group in (('employee', 'base.group_user'), ('portal', 'base.group_portal')):
            cls.roles[role] = new_test_user(
                cls.env, f'as_{role}', group, company_id=cls.company.id, company_ids=[Command.set(cls.company.ids)])
        house = cls.company.partner_id
        cls.half_price = cls.env['product.pricelist'].create({
            'name': "Half", 'currency_id': cls.currency.id, 'company_id': cls.company.id,
            'item_ids': [Command.create({'compute_price': 'percentage', 'percent_price': 50})]})
        cls.no_tax = cls.env['account.fiscal.position'].create({'name': "Export", 'company_id': cls.company.id})
        cls.low_tax = cls._create_tax(1, name="Low")
        cls.cheap = cls.env['product.product'].create({
            'name': "Bulb", 'type': 'consu', 'list_price': 1, 'taxes_id': [Command.set(cls.tax.ids)]})
        friend, stranger = cls.env['res.partner'].create([{'name': "Friend"}, {'name': "Stranger"}])
        cls.other_vehicle, cls.house_vehicle = cls.env['fleet.vehicle'].create([
            {'model_id': cls.vehicle_model.id, 'license_plate': f'BILL-{owner.id}', 'owner_id': owner.id, 'company_id': False}
            for owner in (stranger, house)])
        cls.cheap_menu = cls.menu.copy({'name': "Cheap menu", 'price_ids': [Command.clear(), Command.create({'price': 20})]})
        cls.foreign_workshop = cls.env['aftersales.workshop'].create({
            'name': "Neighbour", 'code': 'NB', 'company_id': cls.other_company.id})
        cls.sister_workshop = cls.foreign_workshop.create({
            'name': "Sister", 'code': 'SI', 'company_id': cls.company.id, 'labour_rate': 10})
        cls.candidates = {
            'res.partner': [friend, stranger, cls.insurer, cls.maker, house, False],
            'aftersales.pay.type': cls.env['aftersales.pay.type'].search([]),
            'product.product': [cls.cheap, cls.part, cls.labour, cls.pads, cls.menu.product_id],
            'uom.uom': [cls.env.ref(f'uom.product_uom_{name}') for name in ('dozen', 'day', 'unit')],
            'product.pricelist': [cls.half_price, False],
            'account.fiscal.position': [cls.no_tax, False],
            'aftersales.menu': [cls.menu, cls.cheap_menu, False],
            'aftersales.operation': [cls.operation, False],
            'fleet.vehicle': [cls.other_vehicle, cls.house_vehicle],
            'res.company': [cls.other_company],
            'aftersales.workshop': [cls.foreign_workshop, cls.sister_workshop],
        }
        cls.orders = {state: cls._make(state) for state in STATES}
        cls.env.flush_all()

    # === ORDERS IN EACH STATE ===#

    @classmethod
    def _make(cls, state):
        """The customer's brakes (an hour, three pads), a menu, and a warranty job he bears 40 % of."""
        order = cls.env['aftersales.order'].create(cls._order_vals(
            cls._job(Command.create({'product_id': cls.labour.id}),
                     Command.create({'product_id': cls.pads.id, 'quantity': 3})),
            Command.create({'menu_id': cls.menu.id}),
            cls._job(Command.create({'product_id': cls.labour.id, 'quantity': 2}), name="Gearbox",
                     pay_type_id=cls.pay_warranty.id, payer_id=cls.maker.id, share=60),
        ))
        order.action_receive()
        steps = STATES.index(state)
        if steps >= 1:
            order.job_ids._approve('phone')
        if steps >= 2:
            cls._hand_out(order, None if state != 'partly invoiced' else 1)
            order.job_ids.with_user(cls.user_technician).action_start()
        if steps >= 3:
            order.job_ids.with_user(cls.user_technician).action_done()
        if steps >= 4:
            cls.invoice(order).action_post()
        if state == 'partly invoiced':
            cls._hand_out(order)
        order.invalidate_recordset()
        assert order.invoice_status == {
            'done': 'to_invoice', 'partly invoiced': 'to_invoice', 'invoiced': 'invoiced'}.get(state, 'no'), state
        return order

    @classmethod
    def _hand_out(cls, order, quantity=None):
        """Issue what is asked for; of each part no more than ``quantity``, the rest is to come."""
        picking = order.sudo().picking_ids.filtered(lambda picking: picking.state not in ('done', 'cancel'))
        picking = picking.with_user(cls.user_parts)
        cls.fill_shelf(picking.move_ids)
        for move in picking.move_ids:
            move.quantity = min(move.product_uom_qty, quantity or move.product_uom_qty)
            move.picked = True
        picking.with_context(skip_backorder=True, cancel_backorder=False).button_validate()

    # === WHAT IS TRIED ===#

    def _get_fields(self, model):
        """Stored fields that a client may send; what the system keeps is another test's."""
        Model = self.env[model]
        return sorted(
            name for name, field in Model._fields.items()
            if field.store and name not in models.MAGIC_COLUMNS and name != 'access_token'
            and not name.startswith(('message_', 'activity_')) and not Model._is_kept_by_system(name)
        )

    def _find_fields(self):
        """Fields that move money: those something of money depends on, and those that are seen to do so."""
        order, moving = self.orders['todo'], {}
        before = self._get_money(order)
        for model in MODELS:
            for name in self._get_fields(model):
                follows = self.env.registry.get_dependent_fields(self.env[model]._fields[name])
                is_moving = name in MONEY[model] or any(field.name in MONEY.get(field.model_name, ()) for field in follows)
                attempts = () if is_moving else self._get_attempts(order, model, name)
                for __, attempt in attempts:
                    with self._undone():
                        is_moving = self._in_savepoint(lambda attempt=attempt: attempt(self.user_manager)) and (
                            self._get_money(order).keys() == before.keys()) and self._get_money(order) != before
                    if is_moving:
                        break
                if is_moving:
                    moving.setdefault(model, []).append(name)
        return moving

    def _get_targets(self, order, model):
        if model == 'aftersales.order':
            return [order]
        jobs = order.job_ids.sorted('id')
        if model == 'aftersales.job':
            return list(jobs)
        return [*jobs[0].line_ids, *jobs[1].line_ids.sorted('is_included')[:2], jobs[2].line_ids]

    def _get_values(self, record, name):
        """Values of the field's kind that are likely to move something."""
        field, value = record._fields[name], record[name]
        if field.type in ('float', 'monetary', 'integer'):
            return [number for number in (0, value * .5, value * .97, value + 1, value * 3 + 60, 100, -5) if number != value]
        if field.type == 'boolean':
            return [not value]
        if field.type == 'selection':
            return [key for key, __ in field._description_selection(self.env) if key != value]
        if field.type in ('char', 'text', 'html'):
            return ["Something else"]
        if field.type in ('date', 'datetime'):
            return [fields.Datetime.now() + relativedelta(months=1)]
        if field.type == 'many2one':
            return self._get_many2one_values(record, field, value)
        if field.type == 'many2many':
            return [[Command.clear()], [Command.set(self.low_tax.ids)]] if field.comodel_name == 'account.tax' else []
        return self._get_commands(record, field)

    def _get_many2one_values(self, record, field, value):
        if field.comodel_name in self.candidates:
            found = self.candidates[field.comodel_name]
        else:
            found = [*self.env[field.comodel_name].search([('id', '!=', value.id)], limit=1), False]
        return [other.id if other else False for other in found if (other or value.browse()) != value]

    def _get_commands(self, record, field):
        """Lines and jobs that come, change and go with their parent."""
        others = record[field.name]
        new = {
            'aftersales.order.line': {'product_id': self.part.id, 'quantity': 2},
            'aftersales.job': {'name': "More", 'line_ids': [Command.create({'product_id': self.part.id})]},
        }.get(field.comodel_name)
        if not new:
            return []
        cheaper = {'price_unit': 1} if field.comodel_name.endswith('line') else {'share': 10}
        values = [[Command.create(new)], [Command.create({**new, **cheaper})]]
        if others:
            values += [[Command.delete(others[0].id)], [Command.clear()], [Command.update(others[0].id, cheaper)]]
        if field.comodel_name == 'aftersales.job':
            pay_types = self.candidates['aftersales.pay.type']
            values += [[Command.create({**new, 'pay_type_id': pay_type.id})] for pay_type in pay_types]
        return values

    def _get_attempts(self, order, model, name):
        """(label, function of an environment) of what can be done with the field: written, and given to a new record."""
        targets = self._get_targets(order, model)
        for target in targets:
            for value in self._get_values(target, name):
                yield f"{target.display_name}[{target.id}].{name} = {value}", (
                    lambda user, target=target, value=value: target.with_user(user).write({name: value}))
        parent = targets[0]
        for value in self._get_values(parent, name):
            if model == 'aftersales.order.line':
                vals = {'job_id': parent.job_id.id, 'product_id': self.part.id, 'quantity': 2, name: value}
            elif model == 'aftersales.job':
                vals = {'order_id': order.id, 'name': "New", **(
                    {} if name in ('menu_id', 'operation_id', 'line_ids') and value else {
                        'line_ids': [Command.create({'product_id': self.part.id, 'quantity': 2})]}), name: value}
            else:
                continue
            yield f"new {model} with {name} = {value}", (
                lambda user, vals=vals: self.env[model].with_user(user).create(dict(vals)))

    # === WHAT HAS TO HOLD ===#

    def _get_money(self, order):
        """All that money is read from, before and after."""
        order.invalidate_recordset()
        return {
            (record, name): record[name]
            for model, names in MONEY.items() for record in ({
                'aftersales.order': order, 'aftersales.job': order.job_ids, 'aftersales.order.line': order.line_ids,
            }[model]) for name in names
        }

    def _get_given(self, job):
        """Percent of the list value that nobody pays, by the products' own prices: known without the code under test."""
        if not job.line_ids:
            return 0.0  # nothing is sold
        value = 499 if job.menu_id == self.menu else 20 if job.menu_id else 0
        included = Counter({self.labour: 1.5, self.pads: 2}) if job.menu_id else Counter()
        for line in job.line_ids:
            if job.approval != 'declined' and line.approval == 'declined':
                continue
            if line.line_type == 'part' and line.part_origin == 'customer':
                continue
            quantity = line.product_uom_id._compute_quantity(line.quantity, line.product_id.uom_id, round=False) \
                if line.product_uom_id._has_common_reference(line.product_id.uom_id) else line.quantity
            if job.menu_id and line.is_included:
                free = min(included[line.product_id], quantity)
                included[line.product_id] -= free
                quantity -= free
            elif job.menu_id and line.product_id == job.menu_id.product_id:
                continue
            value += line.product_id.taxes_id._filter_taxes_by_company(self.company).compute_all(
                line.product_id.list_price, quantity=quantity)['total_included']
        paid = sum(
            amount for partner, amount in job._get_payer_amounts()
            if (partner or job.settlement == 'claim') and partner != self.company.partner_id)
        return 100 * (1 - paid / value) if value > 0 else 0.0

    def _get_all_given(self, order):
        return {job: self._get_given(job) for job in order.job_ids if job.state != 'cancelled'}

    def _check_given(self, order, role, before):
        if role == 'manager':
            return
        for job, rate in self._get_all_given(order).items():
            most = max(LIMITS.get(role, 0), before.get(job, 0.0))
            self.assertLessEqual(rate, most + CENT, f"{job.name}: given away above the limit")

    def _get_told(self, order):
        """What the customer was told that he, and each in his place, would pay: the last yes of each job."""
        told = defaultdict(float)
        for job in order.job_ids:
            last = job.authorisation_ids.filtered(lambda answer: answer.decision == 'approved').sorted('id')[-1:]
            for partner_id, amount in last._get_content()['side'] if last else ():
                told[partner_id] += amount
        return told

    def _finish_all(self, order):
        """Everybody does his work with the order as it stands, without any new yes; who is refused does nothing."""
        for step in (
            lambda: self._hand_out(order),
            lambda: [self._in_savepoint(job.with_user(self.user_technician).action_start) for job in order.job_ids],
            lambda: [self._in_savepoint(job.with_user(self.user_technician).action_done) for job in order.job_ids],
            lambda: order.with_user(self.user_accountant)._create_invoices(),
            lambda: order.invoice_status == 'to_credit' and order._get_invoices().filtered(
                lambda move: move.state == 'draft').action_post(),
            lambda: order.invoice_status == 'to_credit' and order.with_user(self.user_accountant)._create_credit_notes(),
            lambda: order.invoice_status == 'to_invoice' and order.with_user(self.user_accountant)._create_invoices(),
        ):
            self._in_savepoint(step)
        order.invalidate_recordset()

    def _in_savepoint(self, step):
        savepoint = self.env.cr.savepoint()
        try:
            step()
            self.env.flush_all()
            savepoint.close(rollback=False)
        except (UserError, AccessError, psycopg2.IntegrityError):
            self.env.clear()
            savepoint.close(rollback=True)
            return False
        return True

    def _check_invoices(self, order, told):
        charged = defaultdict(float)
        for move in order._get_invoices().filtered(lambda move: move.state != 'cancel'):
            charged[move.partner_id.id] += move.amount_total_signed
        for line in order.line_ids:
            self.assertLessEqual(line.qty_invoiced, line.quantity + CENT, f"{line.name}: invoiced twice")
            if line.product_id.is_storable and line.line_type == 'part' and line.part_origin != 'customer':
                self.assertLessEqual(line.qty_invoiced, line.qty_issued + CENT, f"{line.name}: invoiced and not issued")
        side = order.partner_id | order.vehicle_id.owner_id
        for partner_id, amount in charged.items():
            if partner_id in told or partner_id in side.ids:
                self.assertLessEqual(
                    amount, told.get(partner_id, 0.0) + CENT, "the customer is charged what he never said yes to")
        borne = {row['payer_id']: row['total'] for row in order.payer_totals or () if row['payer_id']}
        for partner_id in borne.keys() | charged.keys():
            most, amount = borne.get(partner_id, 0.0), charged.get(partner_id, 0.0)
            if order.invoice_status == 'invoiced':
                self.assertAlmostEqual(amount, most, delta=CENT, msg="the invoices are not the order")
            self.assertLessEqual(amount, most + CENT, "more is invoiced than ordered")

    # === THE WALK ===#

    def _try(self, order, role, attempt, before, given):
        """:return: 'refused', 'nothing' or what money moved"""
        try:
            attempt(self.roles[role])
            self.env.flush_all()
        except (UserError, AccessError) as error:
            self.assertGreater(len(str(error)), 15, "refused without a sentence")
            return 'refused'
        except psycopg2.IntegrityError:  # a constraint's own sentence reaches the client
            return 'refused'
        after = self._get_money(order)
        if after == before:
            return 'nothing'
        self._check_given(order, role, given)
        return 'moved'

    def _assert_no_right(self, role, label, attempt):
        """The right is asked for first: nothing is changed that would have to be taken back."""
        with self.subTest(role=role, attempt=label), self._undone(), TestCase.assertRaises(self, UserError):
            attempt(self.roles[role])

    def _get_turn(self, number):
        """The roles that try a field: of one number others than of the next."""
        return [role for place, role in enumerate(self.roles) if role in self.always or (place + number) % 2]

    def _walk(self, state):
        order, outcomes, counts = self.orders[state], defaultdict(Counter), Counter()
        before, given, told = self._get_money(order), self._get_all_given(order), self._get_told(order)
        for model, names in self.moving.items():
            writers = [role for role, user in self.roles.items() if self.env[model].with_user(user).has_access('write')]
            for number, name in enumerate(names, start=STATES.index(state)):
                attempts, followed = list(self._get_attempts(order, model, name)), 0
                turn = cycle(attempts[self.offset % len(attempts):] + attempts[:self.offset % len(attempts)])
                for role in self._get_turn(number):
                    if role not in writers:
                        self._assert_no_right(role, *next(turn))
                        counts[role] += 1
                        continue
                    for __ in range(self.tries):
                        label, attempt = next(turn)
                        counts[role] += 1
                        with self.subTest(state=state, role=role, attempt=label), self._undone():
                            outcome = self._try(order, role, attempt, before, given)
                            outcomes[model, name][outcome] += 1
                            if outcome == 'moved' and followed < self.follows:
                                followed += 1
                                self._finish_all(order)
                                self._check_invoices(order, told)
                                counts['followed to the invoice'] += 1
                self.offset += 7
        return outcomes, counts

    @mute_logger('odoo.sql_db')
    def test_every_field_role_and_state(self):
        """faults M2, M3, M12, M14, M15: what moves money is refused, within the limit, asked again, or invoiced as it is."""
        self.moving = self._find_fields()
        found = {(model, name) for model, names in self.moving.items() for name in names}
        self.assertGreaterEqual(len(found), 30, "the walk has to find what moves money")
        total, moved, self.offset = Counter(), set(), 0
        for state in STATES:
            outcomes, counts = self._walk(state)
            total += counts
            moved |= {key for key, outcome in outcomes.items() if outcome['moved']}
        for role in self.roles:
            self.assertGreaterEqual(total[role] * (1 if role in self.always else 2), len(found) * len(STATES), role)
        self.assertGreater(len(moved), 20)
        self.assertGreater(total['followed to the invoice'], 80)
