from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from odoo.addons.aftersales.tests.dealership.race import RaceCommon


@tagged('post_install', '-at_install')
class TestAnswerRace(RaceCommon):
    """faults M16: what the customer answers is what there is: a line that comes beside it is not overlooked."""

    _states = ('received', 'todo')

    @classmethod
    def _prepare_jobs(cls, env, cast):
        return [{'name': "Race", 'line_ids': [Command.create({'product_id': cast['labour'].id})]}]

    def _get_changes(self):
        return {
            'line added': lambda order: order.job_ids.write({'line_ids': [Command.create({'product_id': self.ids['labour']})]}),
            'line deleted': lambda order: order.line_ids.unlink(),
            'price': lambda order: order.line_ids.write({'price_unit': 500}),
            'share': lambda order: order.job_ids.write({'share': 50, 'co_payer_id': self.ids['insurer']}),
            'payer': lambda order: order.job_ids.write({'payer_id': self.ids['insurer']}),
            'customer': lambda order: order.write({'partner_id': self.ids['insurer']}),
            'job added': lambda order: order.job_ids.create({'order_id': order.id, 'name': "Late"}),
            'job cancelled': lambda order: self.cancel(order.job_ids),
            'order cancelled': self.cancel,
            'asked anew': lambda order: order._ask_customer(),
        }

    @mute_logger('odoo.sql_db')
    def test_answer_beside_a_change(self):
        """faults M16: approval and refusal against price, payer, lines, cancelling and asking."""
        answers = {
            'yes': lambda order: order.job_ids._approve('phone'),
            'no': lambda order: order.job_ids._decline('phone', reason="No"),
        }
        for name, answer in answers.items():
            for label, change in self._get_changes().items():
                with self.subTest(answer=name, change=label):
                    self.assertOneWaits(answer, change)
                    self.assertOneWaits(change, answer)

    @mute_logger('odoo.sql_db')
    def test_wait_beside_closing(self):
        """faults M16: no wait stays open on an order that is closed meanwhile."""
        def hold(order):
            order.env['aftersales.hold'].create({'order_id': order.id, 'kind': 'customer'})

        self.assertOneWaits(hold, self.cancel)
        self.assertOneWaits(self.cancel, hold)

    @mute_logger('odoo.sql_db')
    def test_putting_away_beside_receiving(self):
        """faults M16: an estimate is not archived while its car comes in."""
        self._in_transaction(lambda env: self._set_state(env, 'draft', 'todo'))
        try:
            for first, second in ((self._archive, self._receive), (self._receive, self._archive)):
                self.assertOneWaits(first, second)
        finally:
            self._in_transaction(lambda env: self._set_state(env, *self._states))

    @staticmethod
    def _archive(order):
        order.active = False

    @staticmethod
    def _receive(order):
        order.odometer_in = 1000
        order.action_receive()


@tagged('post_install', '-at_install')
class TestWorkRace(RaceCommon):
    """faults M16, M20: people at the same work, and people at other work of the same car."""

    _states = ('in_progress', 'doing')

    @classmethod
    def _prepare_jobs(cls, env, cast):
        job = super()._prepare_jobs(env, cast)[0]
        return [job, {**job, 'name': "Beside", 'line_ids': [Command.create({'product_id': cast['labour'].id})]}, {
            **job, 'name': "Parts", 'line_ids': [Command.create({'product_id': cast['pads'].id, 'quantity': 1})]}]

    @classmethod
    def _create_more(cls, env, order):
        employees = env['hr.employee'].create([
            {'name': name, 'company_id': order.company_id.id} for name in ("Race 1", "Race 2")])
        order.odometer_in = 1000
        order.action_receive()
        cls.ids |= {'employees': employees.ids, 'jobs': order.job_ids.sorted('id').ids}

    @classmethod
    def _remove(cls, env):
        order = env['aftersales.order'].browse(cls.ids['order'])
        pickings = order.picking_ids
        pickings.action_cancel()
        env.cr.execute(SQL("UPDATE aftersales_order SET received_date = NULL WHERE id = %s", order.id))
        env['fleet.vehicle.odometer'].search([('aftersales_order_id', '=', order.id)]).unlink()
        super()._remove(env)
        pickings.unlink()
        employees = env['hr.employee'].browse(cls.ids['employees'])
        resources = employees.resource_id
        employees.unlink()
        resources.exists().unlink()

    def _start(self, order, index, employee):
        job = order.env['aftersales.job'].browse(self.ids['jobs'][index])
        job._clock_start(order.env['hr.employee'].browse(self.ids['employees'][employee]))

    def _issue(self, order):
        picking = order.picking_ids.filtered(lambda picking: picking.state not in ('done', 'cancel'))
        for move in picking.move_ids:
            move.write({'quantity': 1, 'picked': True})
        picking._action_done()

    @mute_logger('odoo.sql_db')
    def test_clock_beside_finishing(self):
        """faults M16: no clock goes on running on a job that a colleague finishes, stops or cancels."""
        for label, end in {
            'finished': lambda order: order.job_ids.browse(self.ids['jobs'][0])._clock_finish(),
            'put back': lambda order: order.job_ids.browse(self.ids['jobs'][0])._transition('todo'),
            'cancelled': lambda order: self.cancel(order.job_ids.browse(self.ids['jobs'][0])),
        }.items():
            with self.subTest(label):
                self.assertOneWaits(lambda order: self._start(order, 0, 0), end)
                self.assertOneWaits(end, lambda order: self._start(order, 0, 0))

    @mute_logger('odoo.sql_db')
    def test_many_start_at_once(self):
        """faults M20: each on his own job of one car: nobody waits for anybody, so nobody is told to try again."""
        self._in_transaction(lambda env: self._set_state(env, 'in_progress', 'todo'))
        try:
            with self.database.cursor() as first_cr, self.database.cursor() as second_cr:
                orders = self._get_order(first_cr), self._get_order(second_cr)
                self.assertEqual(*(order.state for order in orders))
                self._start(orders[0], 0, 0)
                orders[0].env.flush_all()
                second_cr.execute(SQL("SET LOCAL lock_timeout = '40ms'"))
                self._start(orders[1], 1, 1)
                orders[1].env.flush_all()
                for order, cr in zip(orders, (first_cr, second_cr), strict=True):
                    order.env.clear()
                    cr.rollback()
        finally:
            self._in_transaction(lambda env: self._set_state(env, *self._states))

    @mute_logger('odoo.sql_db')
    def test_issue_beside_a_change(self):
        """faults M16: no part leaves stock for work that is cancelled, changed or invoiced meanwhile."""
        parts = self.ids['jobs'][2]
        for label, change in {
            'job cancelled': lambda order: self.cancel(order.job_ids.browse(parts)),
            'quantity': lambda order: order.job_ids.browse(parts).line_ids.write({'quantity': 0}),
            'own part': lambda order: order.job_ids.browse(parts).line_ids.write({'part_origin': 'customer'}),
            'line deleted': lambda order: order.job_ids.browse(parts).line_ids.unlink(),
            'issued by a colleague': self._issue,
            'the customer pays': lambda order: order.job_ids.browse(parts).write({'payer_id': order.partner_id.id}),
        }.items():
            with self.subTest(label):
                self.assertOneWaits(self._issue, change)
                self.assertOneWaits(change, self._issue)
