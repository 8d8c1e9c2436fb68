from odoo.fields import Command

from odoo.addons.aftersales.tests.dealership.parts import PartsCommon


class CostCommon(PartsCommon):
    """Goods bought, sold by Odoo and by us, returned and credited: what stock and books say of each."""
    with_books = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if 'sale_line_id' not in cls.env['stock.move']._fields:
            raise AssertionError("sale_stock is the oracle of these tests: install it in the test database.")
        cls.warehouse = cls.workshop.warehouse_id
        cls.technician = cls.env['hr.employee'].create({'name': 'Cost Technician', 'company_id': cls.company.id})

    # === STEPS ===#

    def _create_products(self, cost_method, valuation='real_time', cost=10.0):
        """Two products alike: one for our order, one for core's."""
        category = self.env['product.category'].create({
            'name': f'{cost_method} {valuation}',
            'property_cost_method': cost_method,
            'property_valuation': valuation,
        })
        return self.env['product.product'].create([{
            'name': name, 'type': 'consu', 'is_storable': True, 'categ_id': category.id, 'list_price': 100.0,
            'standard_price': cost if cost_method == 'standard' else 0.0, 'invoice_policy': 'delivery',
            'taxes_id': [Command.clear()],
        } for name in ('Ours', "Core's")])

    def _buy(self, products, quantity, price):
        for product in products:
            move = self.env['stock.move'].create({
                'product_id': product.id, 'product_uom_qty': quantity, 'product_uom': product.uom_id.id,
                'location_id': self.env.ref('stock.stock_location_suppliers').id,
                'location_dest_id': self.warehouse.lot_stock_id.id,
                'picking_type_id': self.warehouse.in_type_id.id,
                'value_manual': quantity * price, 'price_unit': price,
            })
            move._action_confirm()
            move._action_assign()
            move.picked = True
            move._action_done()

    def _sell(self, product, quantity):
        sale = self.env['sale.order'].create({
            'partner_id': self.customer.id, 'warehouse_id': self.warehouse.id,
            'order_line': [Command.create({'product_id': product.id, 'product_uom_qty': quantity})],
        })
        sale.action_confirm()
        return sale

    def _open_order(self, product, quantity, **vals):
        return self._create_approved((product, quantity), **vals)

    def _deliver(self, sale, quantity):
        picking = sale.picking_ids.filtered(lambda p: p.state not in ('done', 'cancel'))
        picking.move_ids.write({'quantity': quantity, 'picked': True})
        picking.with_context(skip_backorder=True).button_validate()
        return picking

    def _return_any(self, picking, quantity):
        wizard = self.env['stock.return.picking'].with_context(
            active_id=picking.id, active_ids=picking.ids, active_model='stock.picking').create({})
        wizard.product_return_moves.quantity = quantity
        returned = self.env['stock.picking'].browse(wizard.action_create_returns()['res_id'])
        returned.move_ids.picked = True
        returned.button_validate()

    def _finish(self, order):
        order.job_ids.with_user(self.user_manager)._transition('done')

    def _invoice_ours(self, order):
        invoice = order.with_user(self.user_accountant)._create_invoices()
        invoice.action_post()
        return invoice

    def _invoice_core(self, sale, final=False):
        invoice = sale._create_invoices(final=final)
        invoice.action_post()
        return invoice

    def _credit(self, invoice, quantity=None, modify=False):
        wizard = self.env['account.move.reversal'].with_context(
            active_model='account.move', active_ids=invoice.ids,
        ).create({'journal_id': invoice.journal_id.id})
        action = wizard.modify_moves() if modify else wizard.refund_moves()
        credit = self.env['account.move'].browse(action['res_id'])
        if quantity:
            credit.invoice_line_ids.filtered('product_id').quantity = quantity
        credit.action_post()
        return credit

    # === READING THE BOOKS ===#

    def _get_cost(self, product):
        """What is booked for the product outside stock: expense less what came back."""
        account = product.categ_id.property_account_expense_categ_id or self.company.expense_account_id
        lines = self.env['account.move.line'].search([
            ('product_id', '=', product.id), ('parent_state', '=', 'posted'), ('account_id', '=', account.id),
        ])
        return self.company.currency_id.round(sum(lines.mapped('balance')))

    def _get_value_issued(self, order):
        moves = order.sudo().line_ids.move_ids.filtered(lambda move: move.state == 'done')
        return self.company.currency_id.round(
            sum(move._get_aftersales_direction() * move.value for move in moves))

    def assertCost(self, order, products, expected):
        ours, core = products
        self.assertEqual(self._get_cost(ours), expected)
        self.assertEqual(self._get_value_issued(order), expected, "The cost is not the value of the parts issued.")
        self.assertEqual(self._get_cost(core), expected, "Core books something else for the same steps.")

    # === TESTS ===#
