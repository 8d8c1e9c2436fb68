import random
from unittest.mock import patch

from odoo import api
from odoo.tests import tagged

from odoo.addons.aftersales.models.parts.stock_move_reservation import StockMove
from odoo.addons.aftersales.tests.dealership.parts import PartsCommon

STRATEGIES = ('fifo', 'lifo', 'closest', 'least_packages')
ROUNDS = 12


@tagged('post_install', '-at_install')
class TestReservedTogether(PartsCommon):
    """faults P11: the parts of many lines are reserved at once, and just as Odoo reserves them one by one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        stock = cls.warehouse.lot_stock_id
        cls.places = stock | cls.env['stock.location'].create([
            {'name': name, 'location_id': stock.id, 'usage': 'internal'} for name in ("Shelf B", "Shelf A")])
        cls.owners = [cls.env['res.partner'], cls.env['res.partner'].create({'name': "Consignor"})]
        cls.packages = [cls.env['stock.package'], cls.env['stock.package'].create({'name': "BOX-1"})]
        dozen = cls.env.ref('uom.product_uom_dozen')
        cls.goods = cls.env['product.product']
        for strategy in STRATEGIES:
            category = cls.env['product.category'].create({
                'name': strategy, 'removal_strategy_id': cls.env.ref(f'stock.removal_{strategy}').id})
            cls.goods |= cls.env['product.product'].create([
                {'name': f"{strategy} {number}", 'is_storable': True, 'categ_id': category.id} for number in range(2)])
        cls.goods |= cls.env['product.product'].create({'name': "By lot", 'is_storable': True, 'tracking': 'lot'})
        cls.units = [cls.goods.uom_id, dozen]
        cls.lot = cls.env['stock.lot'].create({'name': "L1", 'product_id': cls.goods[-1].id})

    def _fill(self, dice):
        """Stock here and there: of owners, in packages, on shelves, less than nothing, reserved by others."""
        Quant = self.env['stock.quant']
        for product in self.goods:
            for __ in range(dice.randrange(5)):
                Quant._update_available_quantity(
                    product, dice.choice(self.places), dice.choice((-2, 0.5, 1, 3, 7, 13)),
                    lot_id=self.lot if product.tracking == 'lot' else None,
                    package_id=dice.choice(self.packages), owner_id=dice.choice(self.owners))

    def _order(self, dice):
        parts = [
            (dice.choice(self.goods), dice.choice((0.5, 1, 2, 5, 12)), {'product_uom_id': dice.choice(self.units).id})
            for __ in range(6)]
        return self._create_order(self._prepare_job(*parts, name="One"), self._prepare_job(*parts[:3], name="Two"))

    def _see(self, moves):
        self.env.flush_all()
        self.env.invalidate_all()
        lines = {
            move.id: (move.state, move.quantity, sorted(
                (line.location_id.id, line.package_id.id, line.owner_id.id, line.lot_id.id, line.quantity_product_uom)
                for line in move.move_line_ids))
            for move in moves}
        quants = self.env['stock.quant'].search([('product_id', 'in', self.goods.ids)])
        reserved = {}
        for quant in quants:
            key = quant.product_id.id, quant.location_id.id, quant.package_id.id, quant.owner_id.id, quant.lot_id.id
            quantity, taken = reserved.get(key, (0, 0))
            reserved[key] = quantity + quant.quantity, round(taken + quant.reserved_quantity, 6)
        return lines, reserved

    def test_as_one_by_one(self):
        """faults P11: owners, packages, shelves, partial and negative stock, dozens, lots, every removal strategy."""
        seen = set()
        for seed in range(ROUNDS):
            dice = random.Random(seed)
            self._fill(dice)
            orders = self._order(dice) | self._order(dice)
            with patch.object(StockMove, '_is_reserved_together', lambda move: False):
                self.approve(self.receive(orders))
                moves = orders.sudo().line_ids.move_ids
                moves._do_unreserve()
                moves._action_assign()
                one_by_one = self._see(moves)
            moves._do_unreserve()
            moves._action_assign()
            with self.subTest(seed=seed):
                self.assertEqual(self._see(moves), one_by_one)
            seen |= {move.state for move in moves}
            moves._do_unreserve()
        self.assertLessEqual({'assigned', 'partially_available', 'confirmed'}, seen)

    def test_new_rows_are_made_as_ever(self):
        """faults P11: rows of stock that are made together pass every module's ``create``, and are core's to the letter."""
        Quant, seen = self.env.registry['stock.quant'], []
        create = Quant.create

        @api.model_create_multi
        def watched(model, vals_list):
            seen.append(len(vals_list))
            return create(model, vals_list)

        self.patch(Quant, 'create', watched)
        goods, quants = self.goods[:4], self.env['stock.quant']
        made = [quants._create_together([
            {'product_id': product.id, 'location_id': place.id, 'quantity': 0.0} for product in goods])
            for place in self.places[1:]]
        self.assertEqual(seen, [4, 4])
        made.append(quants.sudo().create([
            {'product_id': product.id, 'location_id': self.places[0].id, 'quantity': 0.0} for product in goods]))
        self.patch(Quant, '_is_made_by_core_next', lambda model: False)  # another module stands between
        spare = self.env['stock.location'].create({
            'name': "Shelf C", 'location_id': self.places[0].id, 'usage': 'internal'})
        made.append(quants._create_together([
            {'product_id': product.id, 'location_id': spare.id, 'quantity': 0.0} for product in goods]))
        self.env.flush_all()
        names = [
            name for name, field in quants._fields.items()
            if field.store and field.column_type and name not in ('id', 'location_id', 'create_date', 'write_date', 'in_date')]
        rows = [[[quant[name] for name in names] for quant in together] for together in made]
        self.assertEqual(rows[1:], rows[:-1])

    def test_new_rows_with_one_statement(self):
        """faults P11: as many rows as there are parts cost no more than one."""
        def make(products):
            products.mapped('default_code')  # what core asks of each
            self.env['stock.quant']._create_together([
                {'product_id': product.id, 'location_id': self.places[1].id, 'quantity': 0.0} for product in products])

        self.assertFlat(make, self.goods[:1], self.goods[1:5], warm_up=self.goods[5])

    def test_other_company(self):
        """faults P11: the shelves of another company are no stock of ours."""
        there = self.env['res.company'].create({'name': "Elsewhere"})
        warehouse = self.env['stock.warehouse'].search([('company_id', '=', there.id)], limit=1)
        self.env['stock.quant']._update_available_quantity(self.goods[0], warehouse.lot_stock_id, 50)
        order = self.approve(self.receive(self._create_order(self._prepare_job((self.goods[0], 2), (self.goods[1], 1)))))
        self.assertEqual(order.sudo().line_ids.move_ids.mapped('quantity'), [0, 0])

    def test_reserved_by_hand(self):
        """faults P11: where the operation type reserves by hand, nothing is set aside before somebody does."""
        self.issue_type.reservation_method = 'manual'
        self._put_in_stock(self.goods[0], 5)
        order = self.approve(self.receive(self._create_order(self._prepare_job((self.goods[0], 2)))))
        moves = order.sudo().line_ids.move_ids
        self.assertEqual(moves.mapped('quantity'), [0])
        moves.picking_id.action_assign()
        self.assertEqual((moves.mapped('quantity'), moves.mapped('state')), ([2], ['assigned']))

    def test_after_another_step(self):
        """faults P11: what a step before brings is waited for, whatever lies on the shelf."""
        self._put_in_stock(self.goods[0], 5)
        order = self.approve(self.receive(self._create_order(self._prepare_job((self.goods[0], 2)))))
        move = order.sudo().line_ids.move_ids
        move._do_unreserve()
        before = move.copy({'location_dest_id': move.location_id.id, 'aftersales_line_id': False, 'picking_id': False})
        move.move_orig_ids = before
        move._action_assign()
        self.assertEqual(move.quantity, 0)
