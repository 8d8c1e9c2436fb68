from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from odoo.addons.aftersales.tests.dealership.race import RaceCommon


@tagged('post_install', '-at_install')
class TestReturnPairs(RaceCommon):
    """faults M16: what was issued and invoiced comes back once, whoever brings, credits or reopens it."""

    _states = ('in_progress', 'done')

    # === THE SCENE ===#

    @classmethod
    def _prepare_jobs(cls, env, cast):
        job = super()._prepare_jobs(env, cast)[0]
        parts = [Command.create({'product_id': cast['pads'].id, 'quantity': 1, 'price_unit': 50})]
        return [{**job, 'line_ids': parts}, {**job, 'name': "Dropped"}, {**job, 'name': "Not invoiced yet"}]

    @classmethod
    def _create_more(cls, env, order):
        order.odometer_in = 1000
        order.action_receive()
        picking = order.picking_ids
        for move in picking.move_ids:
            move.write({'quantity': 1, 'picked': True})
        picking._action_done()
        part, dropped, late = order.job_ids.sorted('id')
        cls.ids |= {'picking': picking.id, 'part': part.id, 'dropped': dropped.id, 'late': late.id}

    @classmethod
    def _set_state(cls, env, order_state, job_state):
        super()._set_state(env, order_state, job_state)
        if order_state == 'in_progress':
            env.cr.execute(SQL("UPDATE aftersales_job SET state = 'cancelled' WHERE id = %s", cls.ids['dropped']))
            env.cr.execute(SQL("UPDATE aftersales_job SET state = 'todo' WHERE id = %s", cls.ids['late']))
            env.invalidate_all()
            order = env['aftersales.order'].browse(cls.ids['order'])
            cls.ids['invoice'] = order._create_invoices().id
            env['account.move'].browse(cls.ids['invoice']).action_post()
            env.flush_all()
            env.cr.execute(SQL("UPDATE aftersales_job SET state = 'done' WHERE id = %s", cls.ids['late']))
            env.invalidate_all()

    @classmethod
    def _remove(cls, env):
        order = env['aftersales.order'].browse(cls.ids['order'])
        cls._return(order)
        invoice = env['account.move'].browse(cls.ids['invoice'])
        invoice.button_draft()
        invoice.with_context(force_delete=True).unlink()
        # What has moved is evidence, too; but these moves never were.
        pickings = tuple(env['stock.picking'].search([('aftersales_order_id', '=', order.id)]).ids)
        env.flush_all()
        for table, column in (('stock_move_line', 'picking_id'), ('stock_move', 'picking_id'), ('stock_picking', 'id')):
            env.cr.execute(SQL("DELETE FROM %s WHERE %s IN %s", SQL.identifier(table), SQL.identifier(column), pickings))
        env.cr.execute(SQL("UPDATE aftersales_order_line SET qty_issued = 0, qty_invoiced = 0 WHERE order_id = %s", order.id))
        env.cr.execute(SQL("UPDATE aftersales_order SET received_date = NULL WHERE id = %s", order.id))
        env.invalidate_all()
        env['fleet.vehicle.odometer'].search([('aftersales_order_id', '=', order.id)]).unlink()
        super()._remove(env)

    # === WHAT TWO PEOPLE DO ===#

    @classmethod
    def _return(cls, order):
        picking = order.env['stock.picking'].browse(cls.ids['picking'])
        wizard = order.env['stock.return.picking'].with_context(
            active_id=picking.id, active_ids=picking.ids, active_model='stock.picking').create({})
        wizard.product_return_moves.quantity = 1
        back = picking.browse(wizard.action_create_returns()['res_id'])
        back.move_ids.picked = True
        back._action_done()

    def _credit(self, order):
        order.env['account.move'].browse(self.ids['invoice'])._reverse_moves([{}]).action_post()

    def _get_pairs(self):
        reopen = self._at_job('dropped', lambda job: job._reopen("After all"))
        cancel = self._at_job('late', self.cancel)
        return {
            'returned twice': (self._return, self._return),
            'credited twice': (self._credit, self._credit),
            'credited, returned': (self._credit, self._return),
            'returned, invoiced': (self._return, lambda order: order._create_invoices()),
            'returned, order closed': (self._return, lambda order: order._transition('quality_check')),
            'returned, quantity raised': (
                self._return, self._at_job('part', lambda job: job.line_ids.write({'quantity': 2}))),
            'job reopened twice': (reopen, reopen),
            'job reopened, invoiced': (reopen, lambda order: order._create_invoices()),
            'job reopened, credited': (reopen, self._credit),
            'job reopened, other job returned': (reopen, self._return),
            'credited, job cancelled': (self._credit, cancel),
        }

    def _at_job(self, name, act):
        return lambda order: act(order.job_ids.browse(self.ids[name]))

    @mute_logger('odoo.sql_db')
    def test_every_pair(self):
        """faults M16: parts, money and the work they are of: whoever is second waits for the first."""
        for label, pair in self._get_pairs().items():
            for turn, (first, second) in enumerate((pair, pair[::-1])):
                with self.subTest(label, turn=turn):
                    self.assertOneWaits(first, second)
