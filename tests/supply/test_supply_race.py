from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from odoo.addons.aftersales.tests.dealership.race import RaceCommon


@tagged('post_install', '-at_install')
class TestSupplyRace(RaceCommon):
    """faults M16, H9: two clerks at one sale, and at the last part: whoever is second waits for the first."""

    @classmethod
    def _create_more(cls, env, order):
        sales = env['aftersales.counter.sale'].create([{
            'workshop_id': order.workshop_id.id, 'partner_id': order.partner_id.id,
            'line_ids': [Command.create({'product_id': cls.ids['pads']})]} for __ in range(4)])
        sales[2:].action_confirm()
        cls.sales = dict(zip(('quote', 'other', 'confirmed', 'handed'), sales.ids, strict=True))
        env.flush_all()
        env.cr.execute(SQL("UPDATE aftersales_counter_sale SET state = 'handed' WHERE id = %s", cls.sales['handed']))
        env.cr.execute(SQL(
            "UPDATE aftersales_counter_sale_line SET qty_delivered = 1, qty_to_invoice = 1 WHERE sale_id = %s",
            cls.sales['handed']))
        env.invalidate_all()
        cls._create_numbered(env, order)

    @classmethod
    def _create_numbered(cls, env, order):
        """Two sales of a part with serial numbers: each has one set aside, and both want the second one."""
        product = env['product.product'].create({
            'name': "Airbag", 'type': 'consu', 'is_storable': True, 'tracking': 'serial', 'list_price': 10.0})
        lots = env['stock.lot'].create([{'name': f'RACE-{number}', 'product_id': product.id} for number in (1, 2)])
        for lot in lots:
            env['stock.quant']._update_available_quantity(product, order.workshop_id.warehouse_id.lot_stock_id, 1, lot_id=lot)
        sales = env['aftersales.counter.sale'].create([{
            'workshop_id': order.workshop_id.id, 'partner_id': order.partner_id.id,
            'line_ids': [Command.create({'product_id': product.id})]} for __ in range(2)])
        sales.action_confirm()
        cls.sales |= {'numbered': sales[0].id, 'numbered too': sales[1].id}
        cls.serial, cls.wanted = product.id, lots[1].id

    @classmethod
    def _remove(cls, env):
        sales = env['aftersales.counter.sale'].browse(cls.sales.values())
        pickings = sales.picking_ids
        pickings.action_cancel()
        pickings.unlink()
        sales.unlink()
        product = env['product.product'].browse(cls.serial)
        env['stock.quant'].search([('product_id', '=', product.id)]).unlink()
        env['stock.lot'].search([('product_id', '=', product.id)]).unlink()
        product.unlink()
        super()._remove(env)

    def _at(self, name, act):
        return lambda order: act(order.env['aftersales.counter.sale'].browse(self.sales[name]))

    def _take_number(self, sale):
        sale._hand_over_numbers({sale._get_open_moves(): [(sale.env['stock.lot'].browse(self.wanted), 1.0)]})

    def _get_pairs(self):
        at = self._at
        sell, confirm = at('quote', lambda sale: sale.action_sell()), at('quote', lambda sale: sale.action_confirm())
        hand_over = at('confirmed', lambda sale: sale.action_hand_over())
        invoice = at('handed', lambda sale: sale._create_invoice())
        return {
            'sold twice': (sell, sell),
            'confirmed, sold': (confirm, sell),
            'confirmed, price changed': (
                confirm, at('quote', lambda sale: sale.with_user(sale.env.user).line_ids.sudo(False).write({'price_unit': 1}))),
            'one shelf, two sales': (sell, at('other', lambda sale: sale.action_sell())),
            'one serial number, two sales': (at('numbered', self._take_number), at('numbered too', self._take_number)),
            'handed over twice': (hand_over, hand_over),
            'handed over, back to a quotation': (hand_over, at('confirmed', lambda sale: sale.action_quote())),
            'handed over, cancelled': (hand_over, at('confirmed', lambda sale: sale.action_cancel())),
            'handed over, validated in stock': (
                hand_over, at('confirmed', lambda sale: sale.picking_ids.with_context(
                    skip_backorder=True)._action_done())),
            'invoiced twice': (invoice, invoice),
        }

    @mute_logger('odoo.sql_db')
    def test_every_pair(self):
        """faults M16: whoever is second of two is told, or sees what the first one did."""
        for label, pair in self._get_pairs().items():
            for turn, (first, second) in enumerate((pair, pair[::-1])):
                with self.subTest(label, turn=turn):
                    self.assertOneWaits(first, second)
