from unittest.mock import patch

import psycopg2

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.sql_db import db_connect
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from odoo.addons.aftersales.tests.dealership.parts import PartsCommon


@tagged('post_install', '-at_install')
class TestOnce(PartsCommon):
    """Nothing is issued twice: double click, retried call, two sessions at once."""

    def test_sync_is_idempotent(self):
        order = self._create_approved((self.pads, 2), (self.disc, 1))
        moves = order.picking_ids.move_ids
        for __ in range(3):
            with patch.object(type(order), '_claim_for_update') as claim:
                order._sync_parts()
                order.action_request_parts()
            claim.assert_not_called()  # a call that changes nothing must not lock anybody out
        self.assertEqual(order.picking_ids.move_ids, moves)
        self.assertEqual(self._get_demand(order), {self.pads: 2, self.disc: 1})

    def test_sync_between_partial_issues(self):
        order = self._create_approved((self.pads, 5))
        for issued in range(1, 6):
            self._issue(order, {self.pads: 1})
            order._sync_parts()
            self.assertEqual(order.line_ids.qty_issued, issued)
            self.assertEqual(self._get_demand(order), {self.pads: 5 - issued} if issued < 5 else {})

    def test_validating_twice_issues_once(self):
        order = self._create_approved((self.pads, 2))
        picking = self._issue(order)
        picking.button_validate()
        picking.sudo().move_ids._action_done()
        self.assertEqual(order.line_ids.qty_issued, 2)
        self.assertEqual(self.pads.with_context(warehouse_id=self.warehouse.id).qty_available, 8)

    def test_approving_twice_reserves_once(self):
        order = self._create_approved((self.pads, 2))
        with self.assertRaisesRegex(UserError, "recorded already"), self.cr.savepoint():
            order.job_ids._approve('phone')
        order.job_ids._after_approval()  # as a retried request would
        self.assertEqual(self._get_demand(order), {self.pads: 2})

    def test_duplicated_transfer_cannot_be_issued(self):
        order = self._create_approved((self.pads, 2))
        copied = self._issue(order).sudo().copy()
        copied.action_confirm()
        copied.move_ids.write({'quantity': 2, 'picked': True})
        with self.assertRaisesRegex(UserError, "Only 2"), self.cr.savepoint():
            copied.button_validate()
        order.action_request_parts()
        self.assertEqual(copied.state, 'cancel', "The next comparison takes the surplus back.")

    def test_two_orders_for_the_last_part(self):
        first, second = self._create_approved((self.disc, 4)), self._create_approved((self.disc, 1))
        self.assertEqual(first.line_ids.qty_reserved, 4)
        self.assertEqual(second.line_ids.qty_reserved, 0)
        self.assertEqual(second.parts_state, 'not_here')
        self._issue(first)
        self.assertEqual(self.disc.with_context(warehouse_id=self.warehouse.id).qty_available, 0)

    def test_batch_of_orders(self):
        orders = self.env['aftersales.order'].with_user(self.user_advisor)
        for __ in range(3):
            orders |= self._create_order(self._prepare_job((self.pads, 1), (self.disc, 1)))
        orders.action_receive()
        orders.job_ids._approve('phone')
        self.assertEqual(len(orders.picking_ids), 3)
        for order in orders:
            self.assertEqual(self._get_demand(order), {self.pads: 1, self.disc: 1})

    @mute_logger('odoo.sql_db')
    def test_two_sessions_at_once(self):
        """The second of two sessions that started together fails, and Odoo runs it again on fresh data.

        Runs on two real connections: the order is committed and removed again.
        """
        database = db_connect(self.env.cr.dbname)
        with database.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            order_id = self._commit_estimate(env)
        try:
            with database.cursor() as first_cr, database.cursor() as second_cr:
                first, second = (
                    api.Environment(cr, SUPERUSER_ID, {})['aftersales.order'].browse(order_id)
                    for cr in (first_cr, second_cr)
                )
                self.assertEqual(first.name, second.name)  # both have their view of the data
                first._claim_for_update()
                second_cr.execute(SQL("SET LOCAL lock_timeout = '40ms'"))
                with self.assertRaises(psycopg2.errors.LockNotAvailable), second_cr.savepoint(flush=False):
                    second._claim_for_update()
                first_cr.commit()
                with self.assertRaises(psycopg2.errors.SerializationFailure), second_cr.savepoint(flush=False):
                    second._claim_for_update()
                second_cr.rollback()
                second.invalidate_recordset()
                second._claim_for_update()
                second_cr.rollback()
        finally:
            with database.cursor() as cr:
                self._remove_estimate(api.Environment(cr, SUPERUSER_ID, {}), order_id)

    def _commit_estimate(self, env):
        brand = env['fleet.vehicle.model.brand'].create({'name': 'Two sessions'})
        model = env['fleet.vehicle.model'].create({'name': 'Two sessions', 'brand_id': brand.id})
        vehicle = env['fleet.vehicle'].create({'model_id': model.id, 'license_plate': 'TWO-SESSIONS', 'company_id': False})
        order = env['aftersales.order'].create({
            'workshop_id': env['aftersales.workshop'].search([], limit=1).id or env['aftersales.workshop'].create({
                'name': 'Two sessions', 'code': 'TWO'}).id,
            'vehicle_id': vehicle.id,
            'partner_id': env['res.partner'].create({'name': 'Two sessions'}).id,
            'job_ids': [Command.create({'name': 'Two sessions'})],
        })
        env.cr.commit()
        return order.id

    def _remove_estimate(self, env, order_id):
        order = env['aftersales.order'].browse(order_id)
        vehicle, partner = order.vehicle_id, order.partner_id
        model = vehicle.model_id
        order.unlink()
        partner.unlink()
        vehicle.unlink()
        brand = model.brand_id
        model.unlink()
        brand.unlink()
        env.cr.commit()

    def test_above_the_shelf(self):
        """H3, H5: in Odoo's own transfer nobody hands out more than lies there by the book, but a manager, and it is noted."""
        lamp = self.env['product.product'].create({'name': "Lamp", 'type': 'consu', 'is_storable': True})
        self._put_in_stock(lamp, 1)
        order = self._create_approved((lamp, 3))
        picking = self._get_open_picking(order)
        picking.move_ids.write({'quantity': 3, 'picked': True})
        with self.assertRaisesRegex(UserError, "which is 2 more than lie there by the book"), self.cr.savepoint():
            picking.button_validate()
        self.assertEqual(order.line_ids.qty_issued, 0)
        picking.with_user(self.user_manager).button_validate()
        self.assertEqual(order.line_ids.qty_issued, 3)
        self.env.invalidate_all()
        self.assertIn("above the book, 2", ' '.join(picking.sudo().message_ids.mapped('body')))
