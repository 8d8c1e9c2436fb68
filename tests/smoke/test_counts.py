from collections import Counter

from lxml import etree

from odoo.exceptions import AccessError
from odoo.fields import Command, Date, Domain
from odoo.tests import tagged

from odoo.addons.aftersales.tests.action_reads import Search, evaluate
from odoo.addons.aftersales.tests.common import ROLE_GROUPS
from odoo.addons.aftersales.tests.dealership.booking import BookingCommon, at
from odoo.addons.aftersales.tests.dealership.counter import CheckinCommon
from odoo.addons.aftersales.tests.dealership.health import HealthCommon

# Of a model, how many records are tried.
MOST = 40


@tagged('post_install', '-at_install')
class TestCounts(HealthCommon, CheckinCommon, BookingCommon):
    """faults U15: what a number counts is what a click on it opens, for each role; all numbers, found by code."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        part = {'product_id': cls.part.id, 'line_type': 'part', 'quantity': 1}
        work = {'job_ids': [Command.create({'name': "Check", 'line_ids': [
            Command.create({'product_id': cls.operation.product_id.id}), *[Command.create(part)] * 3]})]}
        cls.customer.child_ids = [Command.create({'name': "Driver"})]
        cls.vehicles.owner_id = cls.customer
        going, held, ready, cancelled, declined = (cls._create_orders(**work) for __ in range(5))
        asked = cls._create_orders(promise_date=at(9, day=1), **work)
        cls.company_car = cls.env['fleet.vehicle'].create({
            'model_id': cls.model_a.id, 'license_plate': '沪A·T0900', 'is_customer_vehicle': False})
        cls.model_a.maintenance_plan_id = cls.env['aftersales.maintenance.plan'].create({'name': "Test plan"})
        cancelled.sudo().action_cancel()
        cls.receive(going | asked | held | ready | declined)
        cls.approve(going | held | ready)
        cls.env['aftersales.hold'].create([
            {'order_id': held.id, 'kind': 'customer'}, {'order_id': held.id, 'kind': 'parts', 'job_id': held.job_ids.id}])
        cls.issue(ready)
        cls.inspect(cls.work(ready))
        check = cls.env['aftersales.health.check'].with_user(cls.user_technician).create({'order_id': declined.id})
        check.line_ids.filtered(lambda line: line.item_id == cls.belt).result = 'urgent'
        check.line_ids.filtered(lambda line: line.item_id == cls.pads).value = 3.0
        check.line_ids.filtered(lambda line: line.item_id == cls.fluid).value = 1.0
        check.action_all_ok()
        check.action_done()
        declined.job_ids.with_user(cls.user_advisor)._decline('phone', signatory="Chen Jing", reason="Too dear")
        cls.env['aftersales.appointment'].create([
            cls._prepare_appointment_vals(cls, at(10), state='draft'),
            cls._prepare_appointment_vals(cls, at(11), state='draft')])[1:].sudo().write({'state': 'cancelled'})
        # A clock on work that is planned for another day.
        cls._clock(going.job_ids)
        cls.orders = going | asked | held | ready | cancelled | declined | cls.order
        cls.env.flush_all()

    @classmethod
    def _clock(cls, job):
        job.with_user(cls.user_technician).action_clock_start()
        job.sudo().write({'planned_start': at(9, day=20), 'planned_stop': at(10, day=20)})

    # === BUTTONS ===#

    def _count_opened(self, env, action):
        """How many records the client shows after ``action``; None when it is no list of records."""
        if action.get('type') != 'ir.actions.act_window':
            return None
        if action.get('res_id'):
            return 1
        context = action.get('context') or {}
        context = evaluate(env, context) if isinstance(context, str) else context
        domain = action.get('domain') or []
        domain = evaluate(env, domain) if isinstance(domain, str) else domain
        view = action.get('search_view_id') or False
        env = env(context={**env.context, **{
            name: value for name, value in context.items() if not name.startswith(('search_default_', 'default_'))}})
        model = env[action['res_model']]
        opening = Search(env, model, view[0] if isinstance(view, list | tuple) else view, context).opening
        return model.search_count(Domain(domain) & opening)

    def _find_buttons(self, env):
        """Counting buttons of the forms that we make or extend: (model, method, field)."""
        View = self.env['ir.ui.view']
        ours = View.browse(self.env['ir.model.data'].search([
            ('module', '=', 'aftersales'), ('model', '=', 'ir.ui.view')]).mapped('res_id'))
        roots = ours.filtered(lambda view: view.type == 'form')
        while roots.inherit_id - roots:
            roots |= roots.inherit_id
        found = {}
        for view in roots.filtered(lambda view: view.mode == 'primary' and view.model in env):
            model = env[view.model]
            if model._transient or model._abstract or not model.has_access('read'):
                continue
            arch = etree.fromstring(model.get_view(view.id, 'form')['arch'])
            for button in arch.xpath("//button[@type='object']"):
                for node in button.iter('field'):
                    field = model._fields[node.get('name')]
                    if field.type == 'integer' and field._module == 'aftersales':
                        found[model._name, button.get('name'), field.name] = model
        return found

    def test_buttons_open_what_they_count(self):
        """faults U15: every button with a number, as each role."""
        faults, tried = [], Counter()
        for role in ROLE_GROUPS:
            env = self.env(user=getattr(self, f'user_{role}').id, context={'lang': 'en_US', 'tz': 'UTC'})
            for (name, method, field), model in self._find_buttons(env).items():
                for record in model.search([], limit=MOST, order='id desc'):
                    count = record[field]
                    if not count:
                        continue
                    try:
                        opened = self._count_opened(env, getattr(record, method)())
                    except AccessError as error:
                        opened = str(error)
                    tried[name, field] += 1
                    if opened not in (None, count):
                        faults.append(f"{role}: {record.display_name} {field} {count}, {method} opens {opened}")
        self.assertFalse(faults, '\n'.join(faults))
        self.assertGreaterEqual(set(tried), {
            ('fleet.vehicle', 'aftersales_order_count'), ('fleet.vehicle', 'appointment_count'),
            ('fleet.vehicle', 'open_declined_count'), ('fleet.vehicle', 'open_finding_count'),
            ('res.partner', 'aftersales_order_count'), ('res.partner', 'appointment_count'), ('res.partner', 'vehicle_count'),
            ('aftersales.order', 'picking_count'), ('aftersales.order', 'authorisation_count'),
            ('aftersales.workshop', 'open_order_count'), ('aftersales.maintenance.plan', 'vehicle_count'),
        })

    # === THE DAY AND THE BOARD ===#

    def test_board_list_and_day_agree(self):
        """faults U15: in house, in work, waiting, late, ready: board, list, day and card say one number."""
        board_of = {}
        for role in ('manager', 'advisor', 'dispatcher', 'technician', 'inspector', 'parts'):
            env = self.env(user=getattr(self, f'user_{role}').id, context={'lang': 'en_US', 'tz': 'UTC'})
            board = env['aftersales.workshop'].get_board(self.workshop.id, Date.to_string(Date.today()))
            counted = Counter(key for visit in board['visits'].values() for key in visit.get('tallies', ()))
            today = env['aftersales.workshop'].get_today(self.workshop.id)
            shown = {tally['key']: tally for section in today['sections'] for tally in section['tallies']}
            self.assertEqual(len(board['tallies']), 5)
            for tally in board['tallies']:
                listed = env['aftersales.order'].search(tally['action']['domain'])
                self.assertEqual(counted[tally['key']], len(listed), f"{role}: {tally['key']}")
                self.assertEqual(shown[tally['key']]['count'], len(listed), f"{role}: {tally['key']}")
            board_of[role] = counted
        self.assertEqual(board_of['manager'], board_of['technician'])
        counted = board_of['manager']
        self.assertEqual(counted['house'], self.workshop.open_order_count)
        self.assertEqual((counted['work'], counted['ready'], counted['late']), (1, 1, 1))
        waits = self.env['aftersales.order'].search_count([('workshop_id', '=', self.workshop.id), ('is_waiting', '=', True)])
        self.assertEqual(counted['waiting'], waits)

    def test_day_reads_its_actions_together(self):
        """faults U15: a number takes its own query, and the lists that numbers open are read together."""
        workshop = self.workshop.with_user(self.user_manager).with_company(self.workshop.company_id)
        for topic in ('day', 'care'):
            today = workshop.get_today(self.workshop.id, topic)
            numbers = sum(len(section['tallies']) for section in today['sections'])
            self.assertGreater(numbers, 20)
            count = self.count_queries(workshop.get_today, self.workshop.id, topic)
            self.assertLess(count, 3 * numbers)

    def test_what_waits_lists_cars(self):
        """faults U15: a car with two waits stands once in What Waits, with both of them in words."""
        action = self.env.ref('aftersales.action_waits')
        self.assertEqual(action.res_model, 'aftersales.order')
        held, asked = self.orders[2], self.orders[1]
        waits = self.env['aftersales.order'].with_user(self.user_advisor).search(evaluate(self.env, action.domain))
        self.assertLessEqual(held | asked, waits)
        self.assertEqual(held.waiting_for, "Waiting for parts: Check · Waiting for the customer")
        self.assertEqual(asked.waiting_for, "Customer's answer: Check")
        self.assertEqual(held.waiting_since, min(held.hold_ids.mapped('start')))
        self.assertFalse(self.orders[3].waiting_for)
        waits.action_end_holds()
        self.assertFalse(held.is_waiting)

    def test_the_day_of_each_role(self):
        """faults U15: each number of the day opens as many records; one outlet or all of them; none of another company."""
        other = self.workshop.copy({'name': "Second Outlet", 'code': 'TST2'})
        for role in ROLE_GROUPS:
            env = self.env(user=getattr(self, f'user_{role}').id, context={'lang': 'en_US', 'tz': 'UTC'})
            if not env['aftersales.workshop'].has_access('read'):
                continue
            whole = {}
            for outlet in (False, self.workshop.id, other.id):
                today = env['aftersales.workshop'].get_today(outlet)
                for section in today['sections']:
                    for tally in section['tallies']:
                        opened = self._count_opened(env, tally['action'])
                        self.assertEqual(tally['count'], opened, f"{role}: {tally['label']}")
                        whole.setdefault(tally['key'], []).append(tally['count'])
            self.assertTrue(all(counts[0] >= max(counts[1:]) for counts in whole.values()), whole)
        self.assertEqual(whole['house'][1:], [6, 0])
        stranger = self.env['aftersales.workshop'].with_user(self.user_other_advisor)
        with self.assertRaises(AccessError):
            stranger.get_today(self.workshop.id)
        self.assertFalse([
            tally for section in stranger.get_today()['sections'] for tally in section['tallies'] if tally['count']])

    def test_the_day_is_flat(self):
        """faults U15: the day costs no more with more cars."""
        workshop = self.workshop.with_user(self.user_manager)
        few = self.count_queries(workshop.get_today, self.workshop.id)
        self.receive(self._create_orders(10))
        many = self.count_queries(workshop.get_today, self.workshop.id)
        self.assertLessEqual(many, few + 2)
